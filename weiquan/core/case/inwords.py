"""Answers that rules do not tell apart: one's own words, and choices that only letters tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from weiquan.core.case.checks import CHOICES
from weiquan.core.language.condition import Special
from weiquan.core.model import Choice, Fact
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.inwords import InWords

TOLD = "said_instead"          # the fact that letters take these words from, a sentence a line
_ENDS = ("。", "！", "？", "；")


def told_apart(rules: RuleSet, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The facts with 不清楚 where rules tell nothing apart, and the words as one more fact.

    For rules such an answer says no more than that none of the other choices fits.
    """
    plain: dict[str, Any] = {}
    said: list[str] = []
    for id_, value in given.items():
        if isinstance(value, InWords):
            plain[id_] = Special.UNSURE
            said.append(value.words)
        elif isinstance(value, str | tuple) and (spec := rules.specs.get(id_)) is not None:
            left = _picked_apart(spec, value)
            if left:
                ids = {c.id for c in left}
                rest = tuple(v for v in value if v not in ids) if isinstance(value, tuple) else ()
                plain[id_] = rest or Special.UNSURE
                said += _untold(left, given)
    if not plain:
        return given
    had = str(given.get(TOLD) or "")
    more = [x if x.endswith(_ENDS) else f"{x}。" for x in said if x.strip("。！？；") not in had]
    told = "\n".join(filter(None, (had, *more)))
    return {**given, **plain, TOLD: told} if told else {**given, **plain}


def _picked_apart(spec: Fact, value: Any) -> list[Choice]:
    """Of the choices that were made, those that rules do not tell apart."""
    if spec.type not in CHOICES or spec.choices_from:
        return []
    picked = value if isinstance(value, tuple) else (value,)
    return [c for c in spec.choices if c.apart and c.id in picked]


def _untold(choices: list[Choice], given: Mapping[str, Any]) -> Iterator[str]:
    """How letters say them, where the person's own account does not say it by itself."""
    account = f"{given.get('problem') or ''}{given.get('told_more') or ''}"
    for choice in choices:
        if choice.story and not any(cue in account for cue in choice.cues):
            yield choice.story
