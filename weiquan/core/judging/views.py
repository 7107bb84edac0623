"""The parts of what comes out for a case: clocks, steps, elements, evidence, letters."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from weiquan.core.model import (
    Deadline,
    Evidence,
    LetterMeta,
    Note,
    Step,
)
from weiquan.core.values.records import result, value

Status = Literal["now", "later", "check", "done", "blocked"]


@value
class Cited:
    """One article as it was in force on the day that counts."""

    law: str
    article: str
    gist: str
    name: str                     # full name of the instrument
    full_text: bool               # checked against the official text: a letter may cite it


@result
class Clock:
    """A deadline that runs (or ran out) in this case."""

    rule: Deadline
    due: datetime | None          # None: no countdown can be given, the order page has it
    certain: bool
    note: str
    basis: tuple[Cited, ...]
    source: str
    from_screen: bool = False     # the user read it off the order page
    checked: date | None = None   # when we last looked, where rule.as_of is the day of the text
    about: str = ""               # from which day it is counted, where that is known only about

    @property
    def counted(self) -> str:
        """Where the day that it runs from is known only about: how it was counted, to add."""
        return f"（{self.about}）" if self.about else ""

    def passed(self, now: datetime) -> bool:
        """Whether it has run out."""
        return self.due is not None and self.due < now


@result
class Undated:
    """A deadline of the person's own that runs from a day that nobody knows."""

    rule: Deadline
    days: int
    first: date | None            # the earliest day on which it can end; None: it may be today


@result
class StepView:
    """A step on the ladder of this case."""

    rule: Step
    status: Status
    why: str                      # for later, check and blocked
    clocks: tuple[Clock, ...]
    basis: tuple[Cited, ...]
    paths: tuple[tuple[str, bool], ...]   # (menu path, verified)
    notes: tuple[Note, ...]
    unsure: tuple[str, ...] = ()  # short names of facts to find out, for `check`
    undated: tuple[Undated, ...] = ()


@result
class ElementView:
    """An element of a claim with the evidence that there is for it."""

    id: str
    title: str
    claim: str
    have: tuple[str, ...]
    lacking: tuple[str, ...]
    story: str                    # how a letter says it; empty where it may not
    met: bool
    basis: tuple[Cited, ...]
    so: str = ""                  # what follows from it by that basis
    leads: bool = False           # the demand itself follows from it
    proved_by: str = ""           # other proof, in words


@result
class EvidenceView:
    """One kind of evidence in this case."""

    rule: Evidence
    have: bool
    proves: tuple[str, ...]       # titles of the elements that it proves
    number: int | None            # exhibit number, when there


@result
class LetterView:
    """A letter that can be written in this case."""

    rule: LetterMeta
    missing: tuple[str, ...]      # facts that it still needs
    why: str = ""                 # when it helps, in a few words

    @property
    def ready(self) -> bool:
        """Whether nothing is left to fill in."""
        return not self.missing


@result
class ExcuseView:
    """The merchant's excuse, with the honest answer for this case."""

    id: str
    name: str
    right: bool                   # the facts of this case make the merchant right
    right_when: tuple[str, ...]
    answer: tuple[str, ...]
    reply: str
    capture: tuple[str, ...]
    basis: tuple[Cited, ...]
    beside: bool = False          # no answer to what happened here
    beside_why: str = ""


@result
class OwnAnswer:
    """What the person wrote where none of the choices fitted; no verdict rests on it."""

    fact: str
    short: str
    words: str


@result
class Gap:
    """A fact that is not known and would change or sharpen the result."""

    fact: str
    short: str
    ask: str
    unsure: bool                  # asked, the user does not know
