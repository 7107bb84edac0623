"""The card as lines: never more than fit on the screen, filled by what matters most."""

from __future__ import annotations

import re
from collections.abc import Sequence

from weiquan.core.telling.card import Card, CardStep, CardWish
from weiquan.core.telling.marks import MARK
from weiquan.core.values.records import result
from weiquan.core.values.zh import zh_day
from weiquan.render.wrap import width, wrap

MOST_OPEN = 3              # questions named on the one screen

RULE = 48              # columns of the line around the text to paste
LEAST_OF_PASTE = 3     # lines; less of a text helps nobody
WHOLE = 10**6          # lines, where nothing limits them


@result
class Piece:
    """Some lines that belong together: where they stand, and how soon they are left out.

    Pieces of rank 0 are always there; the others are added by rank while there is room.
    """

    place: tuple[int, ...]
    rank: int
    lines: list[str]


def card_lines(card: Card, columns: int, rows: int | None = None, *,
               paste: Sequence[str] = (), paste_to: str = "") -> list[str]:
    """The card within `columns`, and within `rows` - 1 lines when given.

    `paste` is the text to paste, `paste_to` what it is for; where it is too long for the screen,
    its beginning is shown.
    """
    limit = WHOLE if rows is None else rows - 1
    pieces = _pieces(card, columns, brief=rows is not None)
    chosen = [p for p in pieces if p.rank == 0]
    used = sum(len(p.lines) for p in chosen)
    more = [*(p for p in pieces if p.rank), Piece((50,), _PASTE, [])]
    more.sort(key=lambda p: (p.rank, p.place))
    for piece in more:
        lines = piece.lines or _pasted(
            paste, paste_to, columns, min(limit - used, max(8, limit // 3)))
        if lines and used + len(lines) <= limit:
            chosen.append(Piece(piece.place, piece.rank, lines))
            used += len(lines)
    return _put_together(chosen, limit)


_PASTE = 3  # the rank of the text to paste: after the first line of how, before the others


def _put_together(chosen: list[Piece], limit: int) -> list[str]:
    """The pieces in their places, a blank line between the parts where there is room."""
    chosen.sort(key=lambda p: p.place)
    parts: list[list[str]] = []
    last = -1
    for piece in chosen:
        part = piece.place[0] // 10
        if part != last:
            parts.append([])
        parts[-1] += piece.lines
        last = part
    total = sum(map(len, parts))
    spare = limit - total
    out: list[str] = []
    for n, lines in enumerate(parts):
        if n and spare > 0:
            out.append("")
            spare -= 1
        out += lines
    if len(out) <= limit:
        return out
    return [*out[:limit - 1], out[-1]]  # the end says what must be done tonight


def _pieces(card: Card, columns: int, *, brief: bool) -> list[Piece]:
    out = [Piece((0,), 0, _head(card, columns))]
    out += _clocks(card, columns)
    out += _stops(card, columns, brief=brief)
    out += _steps(card, columns)
    out += _wishes(card, columns)
    for n, asked in enumerate(card.asked):
        out.append(Piece((65, n), 2 if n == 0 else 5, _wrapped(asked, columns, "", 2)))
    for n, trap in enumerate(card.beware):
        out.append(Piece((67, n), 2 if n == 0 else 6, _wrapped(trap, columns, "要当心：", 2)))
    for n, excuse in enumerate(card.excuses):
        out.append(Piece((70, n), 2, _wrapped(excuse, columns)))
    if card.later:
        out.append(Piece((80,), 6, _wrapped("；".join(card.later), columns, "之后：", 2)))
    if card.open:
        asks = "".join(q.fact.ask for q in card.open[:MOST_OPEN])
        out.append(Piece((81,), 8, _wrapped(asks, columns, "弄清会更准：", 2)))
    if card.readings:
        text = "；".join(card.readings)
        out.append(Piece((82,), 9, _wrapped(f"{text}。不是这样就改", columns, "没说的：", 2)))
    if card.stale:
        out.append(Piece((84,), 2, _wrapped(card.stale, columns)))
    out.append(Piece((90,), 0, _wrapped(_end(card), columns)))
    return [p for p in out if p.lines]


def _head(card: Card, columns: int) -> list[str]:
    """The case and today on one line, as much of the case as fits beside the day."""
    day = zh_day(card.today)
    for head in card.heads:
        for shown in (f"{day}{card.today:%H:%M}", day):
            space = columns - width(head) - width(shown)
            if space >= 2 and (head == card.heads[0] or len(card.heads) == 1
                               or width(card.heads[0]) > columns):
                return [head + " " * space + shown]
        if width(head) <= columns:
            return [head, f"今天 {day}{card.today:%H:%M}"]
    return [*_wrapped(card.heads[-1], columns)[:2], f"今天 {day}{card.today:%H:%M}"]


def _clocks(card: Card, columns: int) -> list[Piece]:
    out = []
    for n, text in enumerate(card.conflicts):
        out.append(Piece((10, n), 0 if n == 0 else 7, _wrapped(text, columns, "先改：", 2)))
    for n, text in enumerate(card.overdue):
        out.append(Piece((11, n), 0 if n == 0 else 6, _wrapped(text, columns, "", 2)))
    if card.mine:
        out.append(Piece((12,), 0, _wrapped(card.mine, columns, "最近的期限：", 2)))
        if card.mine_then:
            out.append(Piece((13,), 6, _wrapped(f"到时：{card.mine_then}", columns, "  ", 2)))
    return out


def _stops(card: Card, columns: int, *, brief: bool) -> list[Piece]:
    """What not to do; on a screen the first sentence, which says it."""
    texts = [t.split("。")[0] + "。" if brief else t for t in card.stop]
    return [Piece((20, n), 1 if n == 0 else 6, _wrapped(text, columns, "小心：", 2))
            for n, text in enumerate(texts)]


def _steps(card: Card, columns: int) -> list[Piece]:
    what = "今晚先做" if card.must_tonight else "接下来先做"
    count = "一件" if len(card.steps) < 2 else "两件"
    out = [Piece((30,), 0, [f"{what}{count}"])]
    for n, step in enumerate(card.steps, 1):
        out += _step(step, n, columns)
    if card.perishing:
        text = "；".join(card.perishing)
        out.append(Piece((39,), 4, _wrapped(text, columns, "   最先会没的：", 3)))
    return out


def _step(step: CardStep, n: int, columns: int) -> list[Piece]:
    base = 30 + n
    out = [Piece((base, 0), 0, _wrapped(step.title, columns, f" {n} ", 3))]
    for m, text in enumerate(step.do):
        rank = (1 if m == 0 else 4 + m) if n == 1 else 7 + m
        out.append(Piece((base, 1, m), rank, _wrapped(text, columns, "   · ", 5)))
    if step.path:
        tail = "" if step.sure else "（以 App 里显示为准）"
        lines = _wrapped(f"{step.path}{tail}", columns, "   点 ", 3)
        out.append(Piece((base, 2), 1 if n == 1 else 2, lines))
    return out


def _pasted(paste: Sequence[str], name: str, columns: int, room: int) -> list[str]:
    """The text to paste between two lines; its first sentences where it is too long."""
    line = "-" * min(columns, RULE)
    first = f"-- 可以贴：{name} " if name else ""
    first += "-" * max(2, len(line) - width(first))
    whole = [x for p in paste for x in _wrapped(p, columns)]
    if len(whole) + 2 <= room:
        return [first, *whole, line] if whole else []
    tail = _wrapped("（还有，全文在 先做什么.txt）", columns)
    space = room - 2 - len(tail)
    begun: list[str] = []
    for text in paste:
        lines = _wrapped(text, columns)
        if len(begun) + len(lines) > space:
            begun += _sentences(text, columns, space - len(begun))
            break
        begun += lines
    return [first, *begun, *tail, line] if len(begun) >= LEAST_OF_PASTE else []


def _sentences(text: str, columns: int, room: int) -> list[str]:
    """The first whole sentences of a paragraph that fit into some lines."""
    begun = ""
    for sentence in re.findall(r"[^。；]+[。；]?", text):
        if len(_wrapped(begun + sentence, columns)) > room:
            break
        begun += sentence
    return _wrapped(begun, columns)


def _wishes(card: Card, columns: int) -> list[Piece]:
    out = []
    refused = any(w.mark == MARK["no"] for w in card.wishes if w.asked)
    for n, wish in enumerate(card.wishes):
        # what can be had is the answer where what was asked for cannot
        rank = 0 if n == 0 else 1 if wish.asked or refused else 8
        out.append(Piece((60, n, 0), rank, _wrapped(_wish(wish), columns, "", 2)))
        if wish.say:
            say = 2 if n == 0 else 6 if wish.asked else 9
            out.append(Piece((60, n, 1), say, _wrapped(wish.say, columns, "  ", 2)))
    return out


def _wish(wish: CardWish) -> str:
    what = wish.label if wish.asked else f"还可以要：{wish.label}"
    return f"【{wish.mark}】{what}" + (f"　{wish.amount}" if wish.amount else "")


def _end(card: Card) -> str:
    if card.must_tonight:
        return f"上面这件今晚必须做。{card.look_again}。"
    if card.nothing:
        return f"今晚没有非做不可的，可以睡了。{card.look_again}。"
    return f"做完第 1 件，今晚就可以睡了。{card.look_again}。"


def _wrapped(text: str, columns: int, first: str = "", hang: int = 0) -> list[str]:
    return wrap(text, columns, first, " " * hang)
