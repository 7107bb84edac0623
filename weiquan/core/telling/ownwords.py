"""The person's own words in a letter: sentence by sentence, those that decide most marked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from weiquan.core.asking.sounding import sounds_like
from weiquan.core.case.context import ticked
from weiquan.core.language.condition import Context
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.parties import Parties, known_text
from weiquan.core.telling.retelling import (
    COUNT,
    QUOTED,
    Calls,
    Turner,
    bare,
    in_figures,
    only_a_sum,
    only_buys,
    sums_of,
)
from weiquan.core.values.day_patterns import WRITTEN
from weiquan.core.values.rmb import money
from weiquan.core.values.said_days import said_days
from weiquan.core.values.zh import zh_short

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]*")
_OF_MONEY = re.compile(r"[退赔钱元块费]")
_LOOSE = re.compile(r"\d{1,2}[./]\d{1,2}[日号]?|\d{1,2}月\d{1,2}号?")
_CLAUSE = re.compile(r"[^，,]+")
_OPENING = 3                   # characters before the word by which a clause asks for something
_LEAST = 4                     # characters of what is left of a sentence
_SCOLDING = 16                 # of a clause that only scolds or greets
_HARD = re.compile(r"(?:希望|恳请|诉求|办理|请(?:平台|抖音|京东|淘宝|拼多多|快手|客服)"
                   r"|要求(?:商家|平台|卖家|店家))")   # wanted, wherever it stands
_ASKS = re.compile(r"(?:吗|么)$")
_TURNED_DOWN = re.compile(r"不行$|被拒|不给|不同意|没用$")
_DONE = re.compile(r"帮我.{0,4}了")
_GIVE_ME = re.compile(r"(?:按|照|就|快(?!递)|都|全)[^没不]{0,8}给我(?:免费|退|换|修|赔|补|发)"
                      r"|[对把].{2,16}(?:处罚|处理)$")
_TOO_SHORT = 8                 # characters of a sentence that says little
_SHORT = 12                    # of a row that is none of its own
_LONG, _ROOM = 45, 40          # of one that tells two days apart; of two that go together
_LINK = re.compile(r"^(?:但是|不过|而且|结果|然后|所以|并且|于是|可是|反正|但"
                   r"|可(?=[他她商店平客我]))，?")
_OF_LAW = re.compile(r"^(?:根据|依据|按照|依照|照)?.{0,14}(?:法|条例|规定)》?第.{1,6}条")


_REFUSED = re.compile(r"拒|不同意|不给|不退|不肯|不管|不让|不处理|不予"
                      r"|不认|不愿|只肯|只给|只退|一分不")
_HERE = re.compile(r"(?:还?在|留在|都在)(?:我|手)|都?留着|没动过")
_STALLS = re.compile(r"一直|拖|至今|没有?人|没理|不回")


_KEPT = re.compile(r"留着?|我有|都?在|拍了|录了|拍照|录像|保存|截了|提供了")
_NOT_MINE = re.compile(r"商家|卖家|客服|平台|店家|他|要我|让我|没有?|出示|要求|不")
_FILMED = re.compile(r"(?:试戴|开箱|拆包|拆箱|漏水|全程)?(?:视频|录像)")
_PROOFS = tuple((re.compile(p), name) for p, name in (
    ("拍照|照片|拍了照", "照片"), ("截图|截了图", "截图"), ("聊天记录", "聊天记录"),
    ("付款记录", "付款记录"), ("订单", "订单"), ("病历", "病历"), ("检测报告", "检测报告")))
_IN_COURT = frozenset({"原告", "被告"})
_ANSWERS = frozenset({"shop", "owner", "platform", "live_operator"})
_ME = re.compile("我们|我本人|本人|我")


@dataclass(frozen=True)
class Words:
    """What people say that is no fact: of speech.yaml."""

    wanting: tuple[str, ...] = ()      # a clause that begins with it only wants something
    scolding: tuple[str, ...] = ()     # a clause with it only scolds
    theirs: tuple[str, ...] = ()       # a sentence that begins with it tells what the others did
    concluding: tuple[str, ...] = ()   # a clause that begins with it says what follows in law

    @classmethod
    def of(cls, rules: RuleSet) -> Words:
        """Those of the rules."""
        words = rules.spoken
        return cls(words("demanding", "only_wanting"), words("one_sided"), words("only_theirs"),
                   words("concluding"))


NO_WORDS = Words()


def own_words(rules: RuleSet, ctx: Context, sides: Parties, voice: str) -> list[dict[str, Any]]:
    """What the person wrote about the problem, retold: {"text", "weight"}, in order.

    What the answers tell is left out, and the other side is called as in the rest of the letter.
    The weight is higher where a sentence says what happened, and where it has a number that is no
    sum; lower where it speaks of money, which the demands do. A short letter takes the weightiest.
    """
    ticks = set(ticked(ctx, "happened"))
    words = Words.of(rules)
    if "scam" in ticks:
        words = replace(words, scolding=())   # 骗子 is who did it
    to_them = sides.them in _IN_COURT or (voice == "merchant" and sides.party in _ANSWERS)
    written = known_text(ctx, "problem")
    turner = Turner(written, sides, Calls.of(rules), to_them=to_them)
    out: list[dict[str, Any]] = []
    seen: set[str] = set()
    for sentences in statements(written, ctx.today, words):
        told = []
        for sentence in sentences:
            clauses = [c for c in _untold(rules, ctx, sentence) if c not in seen]
            seen |= set(clauses)
            left = _LINK.sub("", "，".join(clauses))
            if len(left) >= _LEAST:
                told.append(_as_party(turner.turned(_with_subject(left, sides, words)), sides))
        if told:
            out.append({"text": "。".join(told),
                        "weight": max(_weight(rules, ticks, s) for s in told)})
    return _together(out)


def _together(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows, a short one with the one after it, or before it where it is the last."""
    out: list[dict[str, Any]] = []
    for row in rows:
        short = out and (len(out[-1]["text"]) <= _SHORT or (
            row is rows[-1] and len(row["text"]) <= _SHORT))
        if short:
            out[-1] = {"text": f"{out[-1]['text']}。{row['text']}",
                       "weight": max(out[-1]["weight"], row["weight"])}
        else:
            out.append(row)
    return out


def _as_party(text: str, sides: Parties) -> str:
    """The text with 我 as the suit calls the person; quotations stay."""
    if sides.them not in _IN_COURT:
        return text
    parts = QUOTED.split(text)
    return "".join(p if n % 2 else _ME.sub(sides.me, p) for n, p in enumerate(parts))


def tells_of(ctx: Context, told: Sequence[Mapping[str, Any]]) -> list[str]:
    """What of the answers the retold words say already: by name, "said", "refused", "here"."""
    text = "".join(row["text"] for row in told)
    said = known_text(ctx, "merchant_said").strip("“”。")
    paid = ctx.facts.get("paid")
    found = {"said": bool(said) and said in text, "refused": bool(_REFUSED.search(text)),
             "charged": "扣" in text and isinstance(paid, Decimal) and money(paid)[:-1] in text,
             "here": bool(_HERE.search(text)), "stalls": bool(_STALLS.search(text))}
    return [name for name, there in found.items() if there]


def proofs_told(ctx: Context) -> list[str]:
    """What the person wrote that there is to show it: 试戴视频, 照片."""
    out: list[str] = []
    for clause in re.split("[，。；！？、]", known_text(ctx, "problem")):
        if _KEPT.search(clause) and not _NOT_MINE.search(clause):
            out += [name for pattern, name in _PROOFS if pattern.search(clause)]
            out += [f.group() for f in _FILMED.finditer(clause)]
    return list(dict.fromkeys(out))


def bought(rules: RuleSet, ctx: Context) -> str:
    """How many of the thing were bought, as the person wrote it: 180袋; empty where unsaid."""
    text = in_figures(known_text(ctx, "problem"))
    if COUNT.search(known_text(ctx, "product")):
        return ""
    for sentence in _SENTENCE.findall(text):
        for clause in _whole(sentence.rstrip("。！？；")):
            plain, count = _buys(rules, ctx, clause)
            if plain and count:
                return count
    return ""


def _untold(rules: RuleSet, ctx: Context, sentence: str) -> list[str]:
    """The clauses of a sentence that say more than the answers do."""
    sums = sums_of(ctx.facts)
    out = []
    for clause in _whole(in_figures(sentence)):
        left = bare(clause)
        if not left or only_a_sum(left, sums) or _buys(rules, ctx, left)[0]:
            continue
        out.append(left)
    return out


def _buys(rules: RuleSet, ctx: Context, clause: str) -> tuple[bool, str]:
    return only_buys(clause, known_text(ctx, "product"), rules.aliases, sums_of(ctx.facts),
                     dated="ordered_on" in ctx.facts)


def _weight(rules: RuleSet, ticks: set[str], sentence: str) -> int:
    sounds = set(sounds_like(rules, rules.specs["happened"], sentence)) & ticks
    of_money = bool(_OF_MONEY.search(sentence))
    weight = 2 * len(sounds) - (len(sentence) < _TOO_SHORT) - 2 * of_money
    return weight + (any(c.isdigit() for c in sentence) and not of_money)


def statements(text: str, today: date, words: Words = NO_WORDS) -> list[list[str]]:
    """What somebody wrote as statements of one or more sentences: each day apart.

    A question is none, nor is what is only wanted: clauses at the edges that begin so. A clause
    that only scolds is left out, and no half of a quotation stays.
    """
    out: list[list[str]] = []
    for found in _SENTENCE.findall(on_calendar(text, today)):
        if found.rstrip("。 ").endswith(("？", "?")):
            continue
        for part in _by_day(_told_in(found.strip().rstrip("。！？；，, "), words)):
            if out and not WRITTEN.search(part) and sum(map(len, [*out[-1], part])) <= _ROOM:
                out[-1].append(part)
            else:
                out.append([part])
    return out


def _told_in(sentence: str, words: Words) -> str:
    """The sentence without broken quotations, scolding, and the wish that it ends with."""
    clauses = [c for n, c in enumerate(_whole(sentence))
               if not (len(c) <= _SCOLDING and any(w in c for w in words.scolding))
               and not _concludes(c, words) and not _ASKS.search(c)
               and not (n and _HARD.match(c))]
    while clauses and _wants(clauses[-1], words):
        clauses.pop()
    while clauses and _greets(clauses[0], words):
        clauses.pop(0)
    left = _LINK.sub("", "，".join(clauses))
    return left if len(left) >= _LEAST else ""


def _wants(clause: str, words: Words) -> bool:
    """Whether a clause only says what is wanted."""
    if _DONE.match(clause) or _TURNED_DOWN.search(clause):
        return False
    return any(-1 < clause.find(w) <= _OPENING for w in words.wanting) \
        or bool(_GIVE_ME.match(clause))


def _concludes(clause: str, words: Words) -> bool:
    """Whether a clause only says what follows in law, which the reasons do."""
    return clause.startswith(words.concluding) or bool(_OF_LAW.match(clause))


def _greets(clause: str, words: Words) -> bool:
    """Whether a sentence opens with a greeting or with a wish."""
    return len(clause) <= _SCOLDING and any(clause.startswith(w) for w in words.wanting)


def _with_subject(sentence: str, sides: Parties, words: Words) -> str:
    """The sentence with who did it, where it begins with what only the other side does."""
    theirs = any(sentence.startswith(w) for w in words.theirs)
    return f"{sides.them}{sentence}" if theirs else sentence


def _whole(sentence: str) -> list[str]:
    """The clauses; a comma inside “ ” parts nothing, and a clause with one “ or ” falls out."""
    out: list[str] = []
    for clause in _CLAUSE.findall(sentence):
        if out and out[-1].count("“") > out[-1].count("”"):
            out[-1] += f"，{clause}"
        else:
            out.append(clause)
    return [c for c in out if c.count("“") == c.count("”")]


def on_calendar(text: str, today: date) -> str:
    """The text with 8.1 and 8月1号 as 8月1日; 昨天 stays, for nobody knows when it was written."""
    found = [d for d in said_days(text, today) if _LOOSE.fullmatch(text[d.start:d.stop])
             and d.past is not None and not d.vague]
    for d in reversed(found):
        assert d.past is not None
        text = f"{text[:d.start]}{zh_short(d.past)}{text[d.stop:]}"
    return text


def _by_day(sentence: str) -> list[str]:
    """A long sentence parted where a clause begins to tell of another day."""
    if len(sentence) <= _LONG or len(WRITTEN.findall(sentence)) < 2:
        return [sentence] if sentence else []
    out: list[str] = []
    for clause in sentence.split("，"):
        if out and not (WRITTEN.search(clause) and any(map(WRITTEN.search, out))):
            out[-1] += f"，{clause}"
        else:
            out.append(clause)
    return out
