"""Sentences of the rules told of one case: the sides called by name, the values filled in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from weiquan.core.judging.views import Clock
from weiquan.core.language.condition import Context, Special
from weiquan.core.language.holes import Hole, pieces_of
from weiquan.core.model import Fact
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.parties import Parties, told
from weiquan.core.telling.requests import money
from weiquan.core.values.days import day_of
from weiquan.core.values.zh import zh_date

LONGEST_QUOTE = 36
_STOPS = "。！？；;!?"
_ENDS = "，,、：: 。.！？；"


class Sayer:
    """Tells sentences of the rules for one letter of one case."""

    def __init__(self, rules: RuleSet, ctx: Context, sides: Parties,
                 clocks: Iterable[Clock]) -> None:
        self._rules = rules
        self._ctx = ctx
        self._sides = sides
        self._due = {k.rule.id: k.due.date() for k in clocks if k.due is not None}

    def say(self, text: str) -> str | None:
        """The sentence; None where a value that it needs is not known."""
        out = []
        for piece in pieces_of(text):
            words = told(piece, self._sides) if isinstance(piece, str) else self._filled(piece)
            if words is None:
                return None
            out.append(words)
        return "".join(out)

    def _filled(self, hole: Hole) -> str | None:
        if hole.kind == "clock":
            due = self._due.get(hole.name)
            return None if due is None else self._day(due)
        value = self._known(hole.name)
        if hole.kind == "fact":
            return None if value is None else self._shown(self._rules.specs[hole.name], value)
        if not isinstance(value, date):
            return None
        day = day_of(value)
        if hole.kind == "after":
            return self._day(day + timedelta(days=hole.days))
        end = self._known(hole.until) if hole.until else self._ctx.today
        if not isinstance(end, date) or day_of(end) < day:
            return None
        return str((day_of(end) - day).days)

    def _known(self, fact: str) -> Any:
        found = self._ctx.facts.get(fact)
        return None if isinstance(found, Special) else found

    def _shown(self, fact: Fact, value: Any) -> str | None:
        match value:
            case bool():
                return None
            case Decimal():
                return money(value)
            case date():
                return self._day(day_of(value))
            case int():
                return str(value)
            case str() if fact.type == "choice":
                return self._label(fact, value)
            case str():
                return quoted(value) or None
            case tuple() if fact.type == "choices":
                return "、".join(self._label(fact, one) for one in value) or None
        return None

    def _label(self, fact: Fact, id_: str) -> str:
        if fact.choices_from == "platforms" and id_ in self._rules.platforms:
            return self._rules.platforms[id_].name.partition("（")[0]
        return next((c.label.partition("（")[0] for c in fact.choices if c.id == id_), id_)

    def _day(self, day: date) -> str:
        same_year = day.year == self._ctx.today.year
        return f"{day.month}月{day.day}日" if same_year else zh_date(day)


def quoted(text: str) -> str:
    """The first words of what somebody wrote, in “ ”; at most LONGEST_QUOTE characters."""
    one = " ".join(text.split()).translate(str.maketrans("“”", "‘’")).strip(_ENDS)
    if len(one) > LONGEST_QUOTE:
        cut = max(one.rfind(mark, 0, LONGEST_QUOTE) for mark in (*_STOPS, "，", ","))
        one = one[:cut].rstrip(_ENDS) if cut > 0 else one[:LONGEST_QUOTE - 2] + "……"
    return f"“{one}”" if one else ""
