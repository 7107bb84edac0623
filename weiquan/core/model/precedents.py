"""Decided cases: shown beside what is open, never as a rate."""

from __future__ import annotations

from datetime import date
from typing import Literal

from weiquan.core.language.ruletype import rule
from weiquan.core.model.kinds import Confidence


@rule
class Precedent:
    """One decided case: rules/precedents/<id>.yaml."""

    id: str
    name: str                          # what it was about, at most 20 characters
    court: str
    year: int
    outcome: Literal["win", "partial", "lose"]  # for the buyer
    theories: tuple[str, ...]          # the questions that it answers
    what: str                          # what happened, whole sentences
    held: str                          # what was decided
    turned_on: str                     # what it turned on
    source: str
    as_of: date
    confidence: Confidence
    place: str = ""
