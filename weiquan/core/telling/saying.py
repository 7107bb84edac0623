"""Sentences of the rules told of one case: the sides called by name, the values filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from weiquan.core.judging.views import Clock
from weiquan.core.language.condition import Context, Special
from weiquan.core.language.holes import Hole, pieces_of
from weiquan.core.model import Fact
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.parties import Parties, known_text, told
from weiquan.core.telling.statements import SAME, covered
from weiquan.core.values.days import AboutDay, day_of
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.quoting import OPEN_ENDS, first_words, in_quotes
from weiquan.core.values.rmb import money
from weiquan.core.values.zh import zh_short

LONGEST_QUOTE = 36
_SHORT = 14                    # characters of what may be quoted though it is only reported
_QUOTED = lazy_re("“[^”]*”")
_PERSON = lazy_re("[我他她]")
_ORDERED = lazy_re("[让叫要]")
_WROTE = lazy_re("[^“”]{0,8}[写标印][着的明是]*[：:]?“([^”]+)”[^“”]{0,2}")   # 宣传册写“…”
_SAYS = lazy_re("^(?:或者|要么|然后|但是|不过)"
                "|^(?:还|又|就|则)?(?:说是|说(?!好|明|法|话)|声称|称(?!重))")


class Sayer:
    """Tells sentences of the rules for one letter of one case."""

    def __init__(self, rules: RuleSet, ctx: Context, sides: Parties,
                 clocks: Iterable[Clock]) -> None:
        self._rules = rules
        self._ctx = ctx
        self._sides = sides
        self._own = known_text(ctx, "problem") + known_text(ctx, "told_more")
        # What is an estimate is no last day that a letter may state.
        self._due = {k.rule.id: k.due.date() for k in clocks if k.due is not None and k.certain}

    def filled(self, text: str) -> str | None:
        """The sentence with its values, the sides not yet called; None where one is not known."""
        out = [p if isinstance(p, str) else self._filled(p) for p in pieces_of(text)]
        return None if None in out else "".join(x or "" for x in out)

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
            return None if due is None else zh_short(due, self._ctx.today)
        value = self._known(hole.name)
        if hole.kind == "fact":
            return None if value is None else self._shown(self._rules.specs[hole.name], value)
        day = _counted(value)
        if day is None:
            return None
        if hole.kind == "after":
            return zh_short(day + timedelta(days=hole.days), self._ctx.today)
        end = _counted(self._known(hole.until)) if hole.until else self._ctx.today
        return str((end - day).days) if end is not None and end >= day else None

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
                return zh_short(day_of(value), self._ctx.today)
            case int():
                return str(value)
            case str() if fact.type == "choice":
                return self._label(fact, value)
            case str():
                if fact.id == "merchant_said" and is_report(value, self._own):
                    return None
                return quoted(value) or None
            case tuple() if fact.type == "items":
                return "、".join(f"{x.name}{money(x.amount)}" + ("" if x.receipt else "（没有票）")
                                for x in value) or None
            case tuple() if fact.type == "choices":
                return "、".join(self._label(fact, one) for one in value) or None
        return None

    def _label(self, fact: Fact, id_: str) -> str:
        if fact.choices_from == "platforms" and id_ in self._rules.platforms:
            return self._rules.platforms[id_].name.partition("（")[0]
        return next((c.label.partition("（")[0] for c in fact.choices if c.id == id_), id_)


def _counted(value: Any) -> date | None:
    """A day from which days are counted; none from one that is known only about."""
    return day_of(value) if isinstance(value, date) and not isinstance(value, AboutDay) else None


def is_report(words: str, written: str) -> bool:
    """Whether what the other side said is known only as the person reports it: no quotation.

    The persons in it are then the writer's: 说我没证据是他家的. What stands in “ ” in the own
    words, or is short, was said so.
    """
    bare = words.strip("“”。 ")
    if f"“{bare}" in written or f"「{bare}" in written:
        return False
    outside = _QUOTED.sub("", words)
    return bool(_PERSON.search(outside)) or (
        len(bare) > _SHORT and bool(_ORDERED.match(bare) or "，" in bare)
        and covered(bare, written) >= SAME)


def said_to_sell(rules: RuleSet, words: str, written: str) -> bool:
    """Whether the person tells that it was said before the purchase: it turns nothing down."""
    bare = words.strip("“”。 ")
    if not bare:
        return False
    told_in = next((s for s in re.split("[。！？；\n]", written) if bare in s), "")
    return any(w in told_in.partition(bare)[0] for w in rules.spoken("before_buying"))


def as_written(text: str) -> str:
    """Of 宣传册写“…” what stands in “ ”; any other text as it is."""
    within = _WROTE.fullmatch(" ".join(text.split()))
    return within.group(1) if within else text


def quoted(text: str) -> str:
    """The first words of what somebody wrote, in “ ”; empty where there are none."""
    words = first_words(_SAYS.sub("", as_written(" ".join(text.split()))), LONGEST_QUOTE)
    return in_quotes(words) if words.strip(OPEN_ENDS + "。.！？") else ""
