"""What exactly it is: the situations into which a thing that happened splits."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from typing import Literal

from weiquan.core.language import condition as c
from weiquan.core.language.ruletype import rule
from weiquan.core.model.kinds import Basis, Confidence, Rung, When

OVER = "over"          # the id of the point that the first step is past


@rule
class FirstStep:
    """What to do first in a situation."""

    title: str                         # the action, starting with a verb, at most 24 characters
    do: tuple[str, ...]                # how, one line each
    rung: Rung
    tonight: bool = False              # tomorrow may be too late


@rule
class Ask:
    """One thing that decides a situation, to be told in own words."""

    text: str                          # at most 30 characters
    about: tuple[str, ...] = ()        # facts that it asks for; not asked where all are known


@rule
class Retort:
    """What the other side usually says in a situation, and the honest answer."""

    says: tuple[str, ...]              # how it is worded
    answer: str


@rule
class Point:
    """A statement that turns a situation or proves something; the person ticks what is so."""

    id: str
    text: str                          # as the person would say it, at most 24 characters
    # What the first answer comes to where it is ticked: all with `yes` together make it certain,
    # with one of the others it is at most that.
    turn: Literal["", "yes", "maybe", "no"] = ""
    so: str = ""                       # what follows from it, as a sentence of the card
    tells: str = ""                    # how a letter says that it is so
    because: str = ""                  # what follows from it for the demand: a clause of a letter
    basis: tuple[Basis, ...] = ()      # what `so` and `because` rest on, where not on the answer's


@rule
class Outcome:
    """What of it can be had, by what the line says alone."""

    wishes: tuple[str, ...]
    answer: Literal["yes", "maybe", "no"]
    say: str                           # what it hangs on, as one or two sentences of the card
    because: str = ""                  # why it is asked for: a clause of a letter
    basis: tuple[Basis, ...] = ()


@rule
class Situation:
    """One situation, as the person picks it from a few: an entry of situations."""

    id: str
    line: str                          # what the person recognises, at most 24 characters
    happened: tuple[str, ...]          # the labels under which it is offered
    texts: tuple[str, ...]             # how people tell it; ranks the lines that are offered
    first: FirstStep
    over: str = ""                     # that it is too late for that, or done, as a point to tick
    then: FirstStep | None = None      # what comes first then; else what any such case begins with
    traps: tuple[str, ...] = ()        # how people lose just this, one sentence each
    asks: tuple[Ask, ...] = ()         # what decides it, the weightiest first
    they_say: tuple[Retort, ...] = ()
    tells: str = ""                    # the line as a letter tells it, a sentence
    outcomes: tuple[Outcome, ...] = ()  # the answers to what is wanted, the main wish first
    points: tuple[Point, ...] = ()     # what decides it, the weightiest first
    against: Literal["", "platform", "courier", "insurer", "maker", "bank", "lender", "payer",
                     "lawfirm", "leader", "nobody"] = ""   # who is written to, where not the shop
    rules_out: tuple[str, ...] = ()    # labels that are a misunderstanding where the line is true
    calm: bool = False                 # no emergency: what such a thing begins with waits for it
    when: When = c.ALWAYS              # not offered where this is known not to be so
    settles: dict[str, str | bool | int] = field(default_factory=dict)  # what the line says
    source: str = ""                   # what it was written from
    as_of: date | None = None
    confidence: Confidence = "verified-in-secondary"
    basis: tuple[Basis, ...] = ()      # what the first step, the traps and the answers rest on
    place: str = ""

    @property
    def ticks(self) -> dict[str, str]:
        """What the person ticks of it: text by id, unique among all situations."""
        texts = {point.id: point.text for point in self.points}
        if self.over:
            texts[OVER] = self.over
        return {f"{self.id}__{key}": text for key, text in texts.items()}
