"""Letters, rungs, named conditions and calendars."""

from __future__ import annotations

from datetime import date
from typing import Literal

from weiquan.core.language import condition as c
from weiquan.core.language.ruletype import rule
from weiquan.core.model.kinds import Basis, Confidence, Rung, When

# Who reads a letter: it decides what the two sides are called in it.
Voice = Literal["merchant", "platform", "official", "court"]
# What a letter cannot do without.
Taken = Literal["request", "money", "lead", "exhibit", "debt", "favour"]


@rule
class Ground:
    """Law that a letter needs for a request of its own; entries with one id add up."""

    id: str
    when: When = c.ALWAYS
    basis: tuple[Basis, ...]


@rule
class Remark:
    """A sentence for the person, said where `when` holds."""

    when: When = c.ALWAYS
    say: str
    place: str = ""


@rule
class LetterMeta:
    """Front matter of templates/letters/<id>.md.j2 or templates/forms/<id>.md.j2."""

    id: str
    title: str                         # heading of the letter
    name: str                          # in lists
    to: str                            # who gets it
    order: int
    when: When = c.ALWAYS              # it is a letter of such a case at all
    offered: When = c.NEVER            # it is offered even where no step names it
    helps: tuple[Remark, ...] = ()     # why it helps now: the first that holds
    unless: tuple[Remark, ...] = ()    # why it is not written now: the first that holds
    notes: tuple[Remark, ...] = ()     # what the person should know beside the letter
    takes: tuple[Taken, ...] = ()      # what it cannot do without
    asks_for: tuple[str, ...] = ()     # kinds of money that it may ask for; empty: all
    roles: tuple[str, ...] = ()        # only theories of these roles; empty: all
    voice: Voice = "official"          # who reads it
    calls: tuple[str, ...] = ()        # what the two sides are called; else by who reads it
    channel: str = ""                  # how it goes out, in words
    pasted: bool = False               # it is pasted into a chat or a field of a page
    form: str = ""                     # letters: its short version under templates/forms/
    max_chars: int | None = None       # what it may be at most
    max_source: str = ""
    reply_clocks: tuple[str, ...] = () # from the letter on: the first that holds, or the last
    basis: tuple[Basis, ...] = ()      # cited besides what the claims cite
    grounds: tuple[Ground, ...] = ()   # the same, for one request and where `when` holds
    needs: tuple[str, ...] = ()        # derived: facts that must be there
    uses: tuple[str, ...] = ()         # derived: all facts that it looks at
    shows: tuple[str, ...] = ()        # derived: all computed values that it looks at
    place: str = ""


@rule
class RungSpec:
    """One rung of the ladder."""

    id: Rung
    name: str
    what: str


@rule
class NamedCondition:
    """A condition with a name, for `is:`."""

    id: str
    when: When
    text: str
    place: str = ""


@rule
class CalendarYear:
    """Days off and make-up workdays of one year, from the State Council notice."""

    year: int
    source: str
    as_of: date
    confidence: Confidence
    certain: bool = True               # False: only statutory holidays, computed
    off: tuple[str, ...]               # 2026-01-01 or 2026-01-01/2026-01-03
    work: tuple[date, ...] = ()
