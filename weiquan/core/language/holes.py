"""Values of a case in a sentence of the rules: {paid}, {received_on+7}, {paid_on..told_on}."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.records import value

_HOLE = lazy_re(r"\{([^{}]*)\}")
_INSIDE = lazy_re(r"(clock:)?(\w+)(?:\+(\d{1,3})|\.\.(\w*))?")


@value
class Hole:
    """A place in a sentence: the value of a fact, a day after it, days between, or a clock's end.

    `until` is the fact that the days are counted to; empty: the day of the letter.
    """

    kind: Literal["fact", "after", "between", "clock", "wrong"]
    name: str
    days: int = 0
    until: str = ""

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that it needs."""
        if self.kind in {"clock", "wrong"}:
            return ()
        return (self.name, self.until) if self.until else (self.name,)


def pieces_of(text: str) -> Iterator[str | Hole]:
    """The fixed words and the holes of a sentence in order; one that cannot be read is wrong."""
    for n, piece in enumerate(_HOLE.split(text)):
        if n % 2:
            yield _read(piece)
        elif piece:
            yield piece


def facts_of_holes(text: str) -> tuple[str, ...]:
    """The facts whose values stand in a sentence, each once."""
    return tuple(dict.fromkeys(
        f for p in pieces_of(text) if isinstance(p, Hole) for f in p.facts))


def _read(inside: str) -> Hole:
    found = _INSIDE.fullmatch(inside)
    if found is None:
        return Hole("wrong", inside)
    clock, name, days, until = found.groups()
    if clock:
        return Hole("wrong" if days or until is not None else "clock", name)
    if days:
        return Hole("after", name, int(days))
    return Hole("fact", name) if until is None else Hole("between", name, 0, until)
