"""The card as lines: never more than fit on the screen, the least important dropped first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from weiquan.core.telling.card import Card
from weiquan.core.values.zh import zh_day
from weiquan.render.wrap import width, wrap

Block = list[str]


def card_lines(card: Card, columns: int, rows: int | None = None, *, paste: Sequence[str] = (),
               keys: str = "") -> list[str]:
    """The card within `columns`, and within `rows` - 1 lines when given.

    `paste` is the text to paste, whole; `keys` the line of keys at the foot. What does not fit is
    left out from the least important: what it hangs on, what comes later, the text to paste (it
    is in a file), further wishes, details of the steps.
    """
    limit = None if rows is None else rows - 1
    tail = _wrapped(keys, columns) if keys else []
    levels = range(len(_LEVELS))
    for level in levels:
        lines = [*_body(card, columns, paste, _LEVELS[level]), *tail]
        if limit is None or len(lines) <= limit:
            return lines
    return [*lines[:limit - len(tail)], *tail] if limit is not None else lines


# What each level still shows: (detail lines of a step, steps, wishes, say of a wish, paste, rest)
_LEVELS = (
    (5, 2, 5, True, True, 3), (4, 2, 4, True, True, 2), (3, 2, 4, True, True, 1),
    (3, 2, 3, True, False, 1), (2, 2, 3, True, False, 0), (2, 1, 2, True, False, 0),
    (2, 1, 2, False, False, 0), (1, 1, 2, False, False, -1), (1, 1, 1, False, False, -2),
)
Level = tuple[int, int, int, bool, bool, int]


def _body(card: Card, columns: int, paste: Sequence[str], level: Level) -> list[str]:
    details, steps, wishes, say, with_paste, rest = level
    blocks: list[Block] = [_head(card, columns), _clock(card, columns, rest)]
    blocks.append(_stop(card, columns, rest))
    blocks.append(_tonight(card, columns, details, steps))
    if paste and with_paste:
        blocks.append(["-" * min(columns, 60), *(x for p in paste for x in _wrapped(p, columns)),
                       "-" * min(columns, 60)])
    blocks.append(_wishes(card, columns, wishes, say=say))
    if rest >= 0 and card.excuse:
        blocks.append(_wrapped(card.excuse, columns))
    blocks.append(_rest(card, columns, rest))
    shown = [b for b in blocks if b]
    gap = [""] if rest >= 1 else []
    out: list[str] = []
    for block in shown:
        out += [*(gap if out else []), *block]
    return out


def _head(card: Card, columns: int) -> Block:
    day = f"今天 {zh_day(card.today)}{card.today:%H:%M}"
    space = columns - width(card.head) - width(day)
    if space >= 2:
        return [card.head + " " * space + day]
    return [*_wrapped(card.head, columns), day]


def _clock(card: Card, columns: int, rest: int) -> Block:
    out: Block = []
    for text in card.conflicts[:1 if rest < 1 else 2]:
        out += _wrapped(text, columns, "先改：")
    for text in card.overdue[:1 if rest < 1 else 2]:
        out += _wrapped(text, columns)
    if card.mine:
        out += _wrapped(card.mine, columns, "自己最近的期限：", 2)
        if rest >= 1 and card.mine_then:
            out += _wrapped(f"到时：{card.mine_then}", columns, "  ")
    return out


def _stop(card: Card, columns: int, rest: int) -> Block:
    shown = card.stop[:1 if rest < 1 else 2]
    return [x for text in shown for x in _wrapped(text, columns, "别做：", 2)]


def _tonight(card: Card, columns: int, details: int, steps: int) -> Block:
    shown = card.steps[:steps]
    what = "今晚先做" if card.must_tonight else "接下来先做"
    out = [f"{what}{'一件' if len(shown) == 1 else '两件'}"]
    for i, step in enumerate(shown, 1):
        out += _wrapped(step.title, columns, f" {i} ", 3)
        for text in step.do[:details if i == 1 else max(1, details - 2)]:
            out += _wrapped(text, columns, "   · ", 5)
        if step.path:
            tail = "" if step.sure else "（以 App 里显示为准）"
            out += _wrapped(f"点：{step.path}{tail}", columns, "   ", 3)
    if card.perishing and details >= 2:
        out += _wrapped("；".join(card.perishing), columns, "   最先会没的：", 3)
    return out


def _wishes(card: Card, columns: int, most: int, *, say: bool) -> Block:
    out: Block = []
    for wish in card.wishes[:most]:
        amount = f"　{wish.amount}" if wish.amount else ""
        what = wish.label if wish.asked else f"还可以要：{wish.label}"
        head = f"【{wish.mark}】{what}{amount}"
        out += _wrapped(f"{head}。{wish.say}" if say else head, columns, "", 2)
    return out


def _rest(card: Card, columns: int, rest: int) -> Block:
    out: Block = []
    if rest >= 2 and card.open:
        out += _wrapped("、".join(card.open), columns, "弄清这几样会更准：", 2)
    if rest >= 3 and card.readings:
        out += _wrapped("；".join(card.readings) + "；不是这样就改", columns, "没说的先这样算：", 2)
    if rest >= 1 and card.later:
        out += _wrapped("；".join(card.later), columns, "之后：", 2)
    if rest >= -1:
        end = "这件今晚必须做" if card.must_tonight else "别的可以明天再做，可以睡了"
        out += _wrapped(f"{end}。{card.look_again}。", columns)
    return out


def _wrapped(text: str, columns: int, first: str = "", hang: int = 0) -> Block:
    return wrap(text, columns, first, " " * hang)


Show = Callable[[Card, int, int | None], list[str]]
