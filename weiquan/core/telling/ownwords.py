"""The person's own words in a letter: sentence by sentence, those that decide most marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from weiquan.core.asking.besides import without_numbers
from weiquan.core.asking.sounding import sounds_like
from weiquan.core.case.context import chosen, ticked
from weiquan.core.language.condition import Context
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.parties import Parties, known_text
from weiquan.core.telling.retelling import (
    COUNT,
    QUOTED,
    Calls,
    Turner,
    as_buyer,
    bare,
    buys,
    in_figures,
    only_a_sum,
    only_buys,
    spoken,
    sums_of,
)
from weiquan.core.telling.saying import as_written, is_report, quoted
from weiquan.core.telling.statements import (
    LEAST,
    SAME,
    Words,
    clauses_of,
    covered,
    once,
    pieces,
    statements,
    without_link,
)
from weiquan.core.telling.subjects import with_subject
from weiquan.core.values.day_patterns import WRITTEN
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.rmb import money

_SENTENCE = lazy_re(r"[^。！？；\n]+[。！？；]*")
_OF_MONEY = lazy_re(r"[退赔钱元块费]")
_WIDE = frozenset({"happened", "wishes", "goods_kind", "platform", "where_bought"})
_STORY = 2                     # what was told first weighs more than answers besides
_CONTRAST = 3                  # of what was promised against what came
_STEP = lazy_re("申请|提出|拒|驳回|判|签收|寄回|退回")   # what was done about it, with its day
_UNLIKE = lazy_re(r"(?:写|标[着的注明]|宣传|广告|称|描述|展示|显示|说好|答应|承诺|保证|约定|备注"
                  r"|说是|说能|[收订买定付拍]的是?).*(?:到手|收到|实际|其实|只有|只给|却|测|到货|结果|最后"
                  r"|发来|给我[出发的]|出的|装的|用的|根本|[并还]没|不是|没有|还在|变成)")
_AGAIN_FROM, _AS_GOOD_AS = 6, 0.9
_TOO_SHORT = 8                 # characters of a sentence that says little
_SHORT = 12                    # of a row that is none of its own
_REFUSED = lazy_re(r"拒|不支持|不同意|不给|不退|不肯|不管|不让|不处理|不予"
                   r"|不认|不愿|只肯|只给|只退|一分不")
_HERE = lazy_re(r"(?:还?在|留在|都在)(?:我|手)|都?留着|没动过")
_ANSWERED = lazy_re("说|称|只[肯退返给同]|退我|退了|答应|承诺|保证")
_TAKEN = r"(?<!折)扣(?:款|费|了|走|掉|我|除)*"
_GONE = lazy_re(r"拉黑|联系不[上到]|找不到人|不回|失联|没人了")
_MANY = lazy_re(r"(?:\d|多|几|十)笔|分\d+次(?:充|付|扣)|(?:充|扣)了(?:\d|多|几|十)+[次回]")
_STALLS = lazy_re(r"一直(?:拖|不|没|说等|让|在?推)|拖[着延]?|至今|没有?人|没理|不理|不回")


_AGAIN = lazy_re("^(?:还|又|就|则)?说?")
_BIDS = lazy_re("[让叫]我|要我")
_ANYONE = lazy_re("[他她]们?|你店|你公司|你方|商家|卖家|平台")
_PERSONS = lazy_re("^(?:他们?|她们?|我们?|咱们?|人家)")
_TOLD_BY = lazy_re("[说写称答标印诺叫]|宣传|保证|承诺|广告|介绍|页面|回复")
_KEPT = lazy_re(r"留着?|我有|有(?:通话|聊天|现场)?(?:录音|截图|照片|视频|录屏|录像|小票|收据|发票)"
                r"|都?在|拍到|拍了|也截|录了|拍照|录像|保存|截了|提供了")
_NOT_MINE = lazy_re(r"商家|卖家|客服|平台|店家|他|要我|让我|没有?|出示|要求|不")
_FILMED = lazy_re(r"(?:试戴|开箱|拆包|拆箱|漏水|全程)?(?:视频|录像)")
_PROOFS = tuple((lazy_re(p), name) for p, name in (
    ("拍照|照片|拍了照", "照片"), ("截图|截了图", "截图"), ("聊天记录", "聊天记录"),
    ("付款记录", "付款记录"), ("订单", "订单"), ("病历", "病历"), ("检测报告", "检测报告"),
    ("录音", "录音"), ("录屏", "录屏"), ("监控", "监控录像"), ("小票", "小票"), ("收据", "收据"),
    ("发票", "发票")))
_SUED = frozenset({"court", "order"})
_IN_COURT = frozenset({"原告", "被告"})
_ANSWERS = frozenset({"shop", "owner", "platform", "live_operator"})
_ME = lazy_re("我们|我本人|本人|我")


def own_words(rules: RuleSet, ctx: Context, sides: Parties, voice: str) -> list[dict[str, Any]]:
    """What the person wrote about the problem, retold: {"text", "weight", "buys"}, in order.

    What the answers tell is left out, and the other side is called as in the rest of the letter.
    The weight is higher where a sentence says what happened, and where it has a number that is no
    sum; lower where it speaks of money, which the demands do. A short letter takes the weightiest.
    """
    ticks = set(ticked(ctx, "happened"))
    words = Words.of(rules)
    if "scam" in ticks:
        words = replace(words, scolding=())   # 骗子 is who did it
    if chosen(ctx, "paper_kind") in _SUED:
        words = replace(words, suit=rules.spoken("of_the_suit"))   # the court has it on file
    to_them = sides.them in _IN_COURT or (voice == "merchant" and sides.party in _ANSWERS)
    written, more = known_text(ctx, "problem"), known_text(ctx, "told_more")
    if not (sides.them in _IN_COURT or "pursued" in ticks or chosen(ctx, "paper_kind") in _SUED):
        written, more = as_buyer(written), as_buyer(more)
    turner = Turner(written + more, sides, Calls.of(rules), to_them=to_them)
    parts = statements(written, ctx.today, words)
    before = "".join([*(s for part in parts for s in part), *(
        known_text(ctx, f) for f in ("promise_text", "merchant_said"))])
    instead = [x.rstrip("。！？；") for x in known_text(ctx, "said_instead").splitlines()]
    answers = once([*pieces(without_numbers(more), ctx.today, words), *instead], before)
    out: list[dict[str, Any]] = []
    besides: list[dict[str, Any]] = []
    signs = _signs(rules, ctx)
    seen: set[str] = set()
    for n, sentences in enumerate([*parts, *([one] for one in answers)]):
        told = []
        if n >= len(parts):
            turner = Turner(more, sides, Calls.of(rules), to_them=to_them)
        for sentence in sentences:
            clauses = [c for c in _untold(rules, ctx, sentence) if c not in seen]
            while n >= len(parts) and clauses and _again(clauses[-1], before):
                clauses.pop()      # one that others follow may be what they are about
            seen |= set(clauses)
            left = without_link("，".join(clauses))
            if len(left) >= LEAST:
                told.append(_as_party(turner.turned(spoken(with_subject(left, turner, words))),
                                      sides))
        if told:
            (out if n < len(parts) else besides).append({"text": "。".join(told),
                        "buys": any(buys(t, known_text(ctx, "product"), turner.kin)
                                                             for t in told),
                        "weight": max(_weight(rules, signs, ticks, s) for s in told)
                        + _STORY * (n < len(parts) or sentences[0] in instead)})
    return _together(_in_order(out, besides, sides))


def _again(clause: str, story: str) -> bool:
    """Whether a clause of what was told besides stands in the story already."""
    return len(clause) >= _AGAIN_FROM and covered(clause, story) >= _AS_GOOD_AS


def _in_order(story: list[dict[str, Any]], besides: list[dict[str, Any]],
              sides: Parties) -> list[dict[str, Any]]:
    """What was told besides before the first answer of the other side; its own words at the end."""
    theirs = re.compile(f"(?:{re.escape(sides.them)}|客服|老板|商家)[^，]{{0,8}}(?:说|称|只)")
    at = next((n for n, row in enumerate(story) if n and theirs.search(row["text"])), len(story))
    said = [row for row in besides if theirs.search(row["text"])]
    return [*story[:at], *(row for row in besides if row not in said), *story[at:], *said]


def _together(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows, a short one with the one after it, or before it where it is the last."""
    out: list[dict[str, Any]] = []
    for row in rows:
        short = out and (len(out[-1]["text"]) <= _SHORT or (
            row is rows[-1] and len(row["text"]) <= _SHORT))
        if short:
            out[-1] = {"text": f"{out[-1]['text']}。{row['text']}",
                       "buys": out[-1]["buys"] or row["buys"],
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
    """What of the answers the retold words say already, by name: said, refused, here."""
    text = "".join(row["text"] for row in told)
    said = known_text(ctx, "merchant_said").strip("“”。")
    promised = as_written(known_text(ctx, "promise_text")).strip("“”。")
    paid, back = ctx.facts.get("paid"), ctx.facts.get("refunded_amount")
    said = _PERSONS.sub("", said)      # 他们自己的问题 is told by 口口声声说自己的问题
    found = {"said": bool(said) and (
                 said in text or covered(said, text) >= SAME
                 or covered(_ANYONE.sub("", said), _ANYONE.sub("", text)) >= SAME),
             "refused": bool(_REFUSED.search(text)),
             "charged": isinstance(paid, Decimal) and bool(
                 re.search(_TAKEN + re.escape(money(paid)[:-1]), text)),
             "promised": bool(promised) and (
                 promised in text or covered(promised, text) >= SAME
                 or not _was_promised(promised, ctx)),
             "refunded": isinstance(back, Decimal) and money(back)[:-1] in text,
             "gone": bool(_GONE.search(text)), "many": bool(_MANY.search(text)),
             "here": bool(_HERE.search(text)), "stalls": bool(_STALLS.search(text))}
    return [name for name, there in found.items() if there]


def _was_promised(words: str, ctx: Context) -> bool:
    """Whether the own text, where it has the words, has them as said or written by somebody."""
    written = known_text(ctx, "problem") + known_text(ctx, "told_more")
    before, found, _ = written.partition(words)
    return not found or bool(_TOLD_BY.search(re.split("[。！？；]", before)[-1] + words[:4]))


def their_words(rules: RuleSet, ctx: Context, sides: Parties, voice: str) -> str:
    """What the other side said, after its name: quoted, or reported where it is only a report."""
    said = known_text(ctx, "merchant_said").strip()
    own = known_text(ctx, "problem") + known_text(ctx, "told_more")
    if not said or not quoted(said):
        return ""
    if not is_report(said, own):
        return f"{sides.them}说{quoted(said)}"
    turner = Turner(own, sides, Calls.of(rules),
                    to_them=sides.them in _IN_COURT or voice == "merchant")
    words = _AGAIN.sub("", turner.turned(in_figures(said)).strip("“”。 "))
    if _BIDS.match(words):
        return _as_party(f"{sides.them}{words}", sides)
    return _as_party(f"{sides.them}说{words}", sides)


def proofs_told(ctx: Context) -> list[str]:
    """What the person wrote that there is to show it: 试戴视频, 照片."""
    out: list[str] = []
    own = known_text(ctx, "problem") + known_text(ctx, "told_more")
    for clause in re.split("[，。；！？、]", own):
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
        for clause in clauses_of(sentence.rstrip("。！？；")):
            plain, count = _buys(rules, ctx, clause)
            if plain and count:
                return count
    return ""


def _untold(rules: RuleSet, ctx: Context, sentence: str) -> list[str]:
    """The clauses of a sentence that say more than the answers do."""
    sums = sums_of(ctx.facts)
    out = []
    for clause in clauses_of(in_figures(sentence)):
        left = bare(clause)
        if not left or only_a_sum(left, sums) or _buys(rules, ctx, left)[0]:
            continue
        out.append(left)
    return out


def _buys(rules: RuleSet, ctx: Context, clause: str) -> tuple[bool, str]:
    return only_buys(clause, known_text(ctx, "product"), rules.aliases, sums_of(ctx.facts),
                     dated="ordered_on" in ctx.facts)


def _signs(rules: RuleSet, ctx: Context) -> list[tuple[str, ...]]:
    """By which words each answer by choice is heard."""
    out = []
    for id_, value in ctx.facts.items():
        spec = rules.specs.get(id_)
        picked = (value,) if isinstance(value, str) else value
        if spec is not None and spec.type in {"choice", "choices"} and id_ not in _WIDE \
                and isinstance(picked, tuple):
            out.append(tuple(cue for c in spec.choices if c.id in picked for cue in c.cues))
    return out


def _weight(rules: RuleSet, signs: Iterable[tuple[str, ...]], ticks: set[str],
            sentence: str) -> int:
    sounds = set(sounds_like(rules, rules.specs["happened"], sentence)) & ticks
    of_money = bool(_OF_MONEY.search(sentence)) and not _ANSWERED.search(sentence) \
        and not WRITTEN.search(sentence)
    weight = 2 * len(sounds) + min(
        sum(any(w in sentence for w in words) for words in signs), 2)
    weight += bool(_ANSWERED.search(sentence)) - (len(sentence) < _TOO_SHORT) - 2 * of_money
    weight += _CONTRAST * bool(_UNLIKE.search(sentence))
    weight += (_CONTRAST + 2) * bool(WRITTEN.search(sentence) and _STEP.search(sentence))
    return weight + (any(c.isdigit() for c in sentence) and not of_money)
