"""What somebody wrote as statements of fact: without wishes, questions, scolding, admissions."""

from __future__ import annotations

import re
from datetime import date

from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling import asides
from weiquan.core.values.day_patterns import WRITTEN
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.records import value
from weiquan.core.values.said_days import said_days
from weiquan.core.values.zh import zh_short

_SENTENCE = lazy_re(r"[^。！？；\n]+[。！？；]*")
_CLAUSE = lazy_re(r"[^，,]+")
_LOOSE = lazy_re(r"\d{1,2}[./]\d{1,2}[日号]?|\d{1,2}月\d{1,2}号?|\d{1,2}[号日]")
_OPENING, LEAST = 3, 4         # before the word by which a clause asks; of what is left of it
_SCOLDING = 16                 # of a clause that only scolds or greets
_HARD = lazy_re(r"(?:希望|恳请|诉求|办理|请(?:平台|抖音|京东|淘宝|拼多多|快手|客服)"
                r"|要求(?:商家|平台|卖家|店家))")   # wanted, wherever it stands
_ASKS = lazy_re(r"(?:吗|么)$|是不是都?[得要该]|怎么(?:知道|办|可能|能够)|^难道|该不该|要不要紧"
                r"|^[^说问称答写]*(?:能不能|可不可以|行不行|算不算|合不合|该找谁|找谁[要赔])"
                 r"|^[^说问称答写]*[能行算该][^，没不]{0,4}不$|^[我有][^，]{0,4}说[^，]{0,6}[三十]倍")
# What would be if: no fact, unless somebody said or wrote it.
_IF = lazy_re(r"^(?!.*(?:[说称答写标定约](?!的)|[说写]的$))[^，]{0,4}"
               r"(?:要是|如果|万一|假如|假设|倘若|若是)")
_LISTED = lazy_re(r"^(?:\d|[一二三四五六])[、.)）]\s*(?:全额|要求|退|赔|道歉|公开|处罚|恢复|兑现"
                  r"|按|发[货放奖]|补|换|修|解除|停止|返还|撤销|承担|支付|请)|^订单(?:编)?号")
_TURNED_DOWN = lazy_re(r"不行$|被拒|不给|不同意|没用$")
_DONE = lazy_re(r"帮我.{0,4}了")
_GIVE_ME = lazy_re(r"(?:按|照|就|快(?!递)|都|全)[^没不]{0,8}给我(?:免费|退|换|修|赔|补|发)"
                   r"|[对把].{2,16}(?:处罚|处理)$|(?:哪怕|就算|至少|最少).{0,4}[退赔给补]"
                   r"|(?!.*[说答应同意肯愿]).{0,6}(?:他|她|商家|店家|店里|对方)(?:们)?"
                   r"(?:出|赔|退|承担)(?:一半|一部分|全部|全额)$"
                   r"|我想.{0,6}[退换要赔]|.{0,10}也?想要回来$|要(?:它|他|她|店里|商家)(?:们)?(?:把|按|给|赔|退)"
                   r"|(?!.*(?:不|家|店|他|她|台|方)想).{0,8}想(?:让|叫|找|要).{0,8}[退赔]"
                   r"|.{0,8}(?:让|叫|由|要)(?:他们?|她们?|商家|店家|卖家|平台|店里|对方)(?:来)?(?:出|赔|承担)$"
                   r"|(?:就?是)?(?:三倍|十倍|退一赔.|假一赔.)的?赔偿?$")
_LONG, ROOM = 45, 40           # of a sentence that tells two days apart; of two that go together
_FULL, _ENOUGH = 44, 14        # of a sentence; from here on a new subject begins another
_LINK = lazy_re(r"^(?:但是|不过|而且|结果|然后|所以|并且|于是|可是|反正|因此|但|并(?=[于在且从向])"
                r"|可(?=[他她商店平客我]))，?")
_TURN = lazy_re(r"(?:但是|不过|而且|结果|然后|所以|并且|于是|可是|后来|现在|随后|之后"
                r"|我|本人|商家|卖家|店家|店里|平台|客服|老板|对方|他|她|但)")
_NOUN_OF_IT = lazy_re("的$|[，、]$")
_BACK = lazy_re("但|可[是他她我商]|结果|后来|现在|然后|实际")
_WISH = lazy_re(r"我?不等了$|我?[只就]?要求?[退赔补](?!.*[说不])[^“]*\d+元?"
                r"|要[他她它](?:们)?(?:把|按|给|赔|退).*|或者.{0,3}[退赔换].*")
_NORM = lazy_re(r"(?!.*[说称答写标告问我])[^，]*(?:必须|不得|应当|不能(?:临时|擅自|随意|单方))")
_SPOKEN = lazy_re(r"[说称]|回复|回答|答复|告知|通知|写着|要求")
_RELATIVE = lazy_re(r"前年|去年|今年(?!\d{1,3}(?:岁|[，。；,]|$))")   # 今年72 is an age
_YEARS_AGO = {"前年": 2, "去年": 1, "今年": 0}
_OPEN = lazy_re("[“《（(][^”》）)]*$")
# Of a heading that opens a complaint, and with a blank after it: 机票出错舱位 我于9月1日…
_HEAD, _TITLED = 36, 48
_WRITER = lazy_re(r"我|[。！？；“”]|\d+[月日元块]")
_FIRST_WORDS = ("我", "本人")
_GAP = lazy_re(r"[一-鿿] +[一-鿿]")
_TREATED = lazy_re("拒绝|不予|推诿|不处理|不[退给]|问题$|严重|风险|维权|纠纷"
                   "|不发货|无人处理|联系不上|至今")
_TELLS = lazy_re(r"[我“]|本人|月\d|\d日|\d[元块]")
# Of a sentence that is told elsewhere; half is enough where its figures are.
SAME, _HALF, _SOME = 0.72, 0.5, 0.2
_ANSWER = lazy_re(r"^(?:店里|商家|卖家|平台|主播|客服|他们|朋友|没有|不是|有|是|对)[，,]")
_SAID_BY = lazy_re(r"(?:商家|卖家|店家|店里|店员|店长|主播|机构|公司|客服|老板|平台|对方|他们?|她"
                   r"|你店|以)[^，]{0,4}(?:说|称|以|让|要求|嫌)|理由")
_REFUSES = lazy_re("(?:拒绝?不|不予|不给|不退|不肯|不处理|不管|拒绝)")
_THEY_DID = lazy_re("(?:他们?|商家|店[里家员]?|师傅|客服|平台|老板|房东)[^，我]{0,6}"
                    "(?:没[拆测检给出看]|验收|承认|确认|看了)")
_BRIEF = 8                     # characters of a sentence that only its whole tells again
_JOINED = "和及与"             # 有质量缺陷，和安全风险


@value
class Words:
    """What people say that is no fact: of speech.yaml."""

    wanting: tuple[str, ...] = ()      # a clause that begins with it only wants something
    scolding: tuple[str, ...] = ()     # a clause with it only scolds
    theirs: tuple[str, ...] = ()       # a sentence that begins with it tells what the others did
    concluding: tuple[str, ...] = ()   # a clause that begins with it says what follows in law
    admitting: tuple[str, ...] = ()    # a clause with it speaks against who wrote it
    planning: tuple[str, ...] = ()     # a clause with it is about to say what is not so
    others: tuple[str, ...] = ()       # unless one of these stands before: they say it
    answering: tuple[str, ...] = ()    # a piece with it only answers what was asked besides
    suit: tuple[str, ...] = ()         # from a clause with it on a sentence tells of the suit

    @classmethod
    def of(cls, rules: RuleSet) -> Words:
        """Those of the rules."""
        words = rules.spoken
        return cls(words("demanding", "only_wanting"), words("one_sided"), words("only_theirs"),
                   words("concluding"), words("admitting"),
                   words("planning_untruth"), words("untrue_of_others"), words("answering"))


NO_WORDS = Words()


def statements(text: str, today: date, words: Words = NO_WORDS) -> list[list[str]]:
    """What somebody wrote as statements of one or more sentences: each day apart.

    A question is none, nor is what is only wanted: clauses at the edges that begin so. A clause
    that only scolds is left out, and no half of a quotation stays; nor does the heading of a
    complaint, or what is said a second time.
    """
    told = []
    for found in _SENTENCE.findall(on_calendar(untitled(text), today)):
        if found.rstrip("。 ").endswith(("？", "?")):
            continue
        told += _by_day(_told_in(found.strip().rstrip("。！？；，, "), words))
    out: list[list[str]] = []
    for part in once(_without_heading(told)):
        if out and not WRITTEN.search(part) and sum(map(len, [*out[-1], part])) <= ROOM:
            out[-1].append(part)
        else:
            out.append([part])
    return out


def pieces(text: str, today: date, words: Words) -> list[str]:
    """The sentences of what was told besides that decide something: with a number or a quotation.

    One that only answers a question, or speaks against who wrote it, is none.
    """
    out = []
    for found in _SENTENCE.findall(on_calendar(text, today)):
        whole = found.strip().rstrip("。！？；，, ")
        if any(w in whole for w in words.answering):
            continue
        told = _told_in(_ANSWER.sub("", whole), words)
        if re.search(r"\d|“", told) or _THEY_DID.search(told) or asides.of_a_paper(told):
            out.append(told)
    return out


def once(told: list[str], before: str = "") -> list[str]:
    """The sentences without those that another one, or `before`, tells as well."""
    out: list[str] = []
    for n, one in enumerate(told):
        later = [x for x in told[n + 1:] if len(x) > len(one)]
        least = _HALF if re.search(r"\d", one) else SAME if len(one) > _BRIEF else 1
        if any(covered(one, x) >= least for x in later) \
                or covered(one, before + "".join(out)) >= least:
            continue
        out.append(one)
    return out


def covered(text: str, by: str) -> float:
    """How much of a sentence another text says too, by its pairs of characters; figures all."""
    if any(n not in by for n in re.findall(r"\d[\d.:]*", text)):
        return 0.0
    mine = _pairs(text)
    return len(mine & _pairs(by)) / len(mine) if mine else 1.0


def _pairs(text: str) -> set[str]:
    bare = re.sub(r"[^\w]|[的了是我就也都还]", "", text)
    return {bare[i:i + 2] for i in range(len(bare) - 1)}


def _without_heading(told: list[str]) -> list[str]:
    """The sentences without the heading that a complaint opens with: the rest tells it."""
    if len(told) < 2 or len(told[0]) > _HEAD or _TELLS.search(told[0]):
        return told
    said = covered(told[0], "".join(told[1:]))
    least = _SOME if _TREATED.search(told[0]) else _HALF
    return told[1:] if said >= least or told[0].endswith("问题") else told


def lists_wishes(text: str) -> bool:
    """Whether what is wanted is told by number, one beside the other: 1、兑奖；2、退会员费."""
    return any(_LISTED.match(c) and c[0] != "订" for c in re.split(r"[，。；：:;\s]", text))


def untitled(text: str) -> str:
    """The text without the heading that a complaint site prints before it, a blank between."""
    head, _, rest = (text.strip().replace("\n", " ")).partition(" ")
    rest = rest.strip()
    if not rest or len(head) > _TITLED or len(rest) < len(head) or _WRITER.search(head):
        return text
    again = covered(head, rest) >= _SOME and not _GAP.search(rest)
    return rest if rest.startswith(_FIRST_WORDS) or again else text


def _told_in(sentence: str, words: Words) -> str:
    """The sentence without broken quotations, scolding, and the wish that it ends with."""
    clauses: list[str] = []
    gone = supposed = False
    for n, c in enumerate(asides.unaddressed(_without_scolding(x, words))
                          for x in clauses_of(sentence)):
        if any(w in c for w in words.suit):
            break
        reported = bool(_SPOKEN.search("，".join(clauses)))     # 商家说，如果…
        supposed = (bool(_IF.match(c)) and not reported) or (supposed and not _BACK.match(c))
        gone = supposed or (len(c) <= _SCOLDING and any(w in c for w in words.scolding)) \
            or (bool(_NORM.match(c)) and not reported) \
            or asides.feels(c) or _concludes(c, words) or bool(_ASKS.search(c)) \
            or _admits(c, words) \
            or _plans(c, words) or asides.only_proof(c) or bool(n and _HARD.match(c)) \
            or any(p.match(c) for p in (_LISTED, _WISH)) or (gone and c[0] in _JOINED)
        if not gone:
            clauses.append(c)
    while clauses and _wants(clauses[-1], words):
        clauses.pop()
    while clauses and (_greets(clauses[0], words)
                       or (len(clauses) > 1 and asides.only_names(clauses[0]))):
        clauses.pop(0)
    left = _LINK.sub("", "，".join(clauses))
    return left if len(left) >= LEAST else ""


def _without_scolding(clause: str, words: Words) -> str:
    """The clause without the word that scolds, where it tells a refusal too: 店大欺客拒不处理."""
    word = next((w for w in words.scolding if w in clause), "")
    rest = clause.replace(word, "") if word else ""
    return rest if len(rest) >= LEAST and _REFUSES.match(rest) else clause


def _admits(clause: str, words: Words) -> bool:
    """Whether a clause speaks against who wrote it; a word of two stands at its end.

    What another is told to have said is no admission.
    """
    return not _SAID_BY.search(clause) and any(
        w in clause if len(w) > 2 else clause.endswith(w) for w in words.admitting)


def _plans(clause: str, words: Words) -> bool:
    """Whether a clause is about to say what is not so: 我就说是孩子充的; not 客服我就说一句."""
    return any(w in clause and not any(o in clause[:clause.find(w)] for o in words.others)
               for w in words.planning)


def _wants(clause: str, words: Words) -> bool:
    """Whether a clause only says what is wanted."""
    if _DONE.match(clause) or _TURNED_DOWN.search(clause):
        return False
    return any(-1 < clause.find(w) <= _OPENING for w in words.wanting) \
        or bool(_GIVE_ME.match(_LINK.sub("", clause)))


def _concludes(clause: str, words: Words) -> bool:
    """Whether a clause only says what follows in law, which the reasons do."""
    return clause.startswith(words.concluding) or asides.cites_law(clause)


def _greets(clause: str, words: Words) -> bool:
    """Whether a sentence opens with a greeting or with a wish."""
    return len(clause) <= _SCOLDING and any(clause.startswith(w) for w in words.wanting)


def clauses_of(sentence: str) -> list[str]:
    """The clauses; a comma inside “ ” parts nothing, and a clause with one “ or 《 falls out."""
    out: list[str] = []
    for clause in _CLAUSE.findall(sentence):
        if out and out[-1].count("“") > out[-1].count("”"):
            out[-1] += f"，{clause}"
        else:
            out.append(clause)
    return [c for c in out if c.count("“") == c.count("”") and not _OPEN.search(c)]


def without_link(sentence: str) -> str:
    """The sentence without the word that only links it to the one before."""
    return _LINK.sub("", sentence)


def on_calendar(text: str, today: date) -> str:
    """The text with 8.1 and 8月1号 as 8月1日 and 去年 as 2025年.

    昨天 stays, for nobody knows when it was written.
    """
    found = [d for d in said_days(text, today) if _LOOSE.fullmatch(text[d.start:d.stop])
             and d.past is not None and not d.vague]
    for d in reversed(found):
        assert d.past is not None
        text = f"{text[:d.start]}{zh_short(d.past)}{text[d.stop:]}"
    return _RELATIVE.sub(lambda m: f"{today.year - _YEARS_AGO[m.group()]}年", text)


def _by_day(sentence: str) -> list[str]:
    """A long sentence parted where a clause begins to tell of another day, or of another act."""
    if len(sentence) <= _LONG:
        return [sentence] if sentence else []
    days = len(WRITTEN.findall(sentence)) > 1
    out: list[str] = []
    for clause in clauses_of(sentence):
        if not out:
            out.append(clause)
        elif (days and WRITTEN.search(clause) and any(map(WRITTEN.search, out))) or (
                len(out[-1]) >= _ENOUGH and len(out[-1]) + len(clause) > _FULL
                and _TURN.match(clause) and not _NOUN_OF_IT.search(out[-1])):
            out.append(_LINK.sub("", clause))
        else:
            out[-1] += f"，{clause}"
    return [x for x in out if len(x) >= LEAST]
