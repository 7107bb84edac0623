"""What exactly it is: the situations into which a thing that happened splits."""

from __future__ import annotations

from dataclasses import field
from datetime import date

from weiquan.core.language import condition as c
from weiquan.core.language.ruletype import rule
from weiquan.core.model.kinds import Basis, Confidence, Rung, When


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
class Situation:
    """One situation, as the person picks it from a few: an entry of situations."""

    id: str
    line: str                          # what the person recognises, at most 24 characters
    happened: tuple[str, ...]          # the labels under which it is offered
    texts: tuple[str, ...]             # how people tell it; ranks the lines that are offered
    first: FirstStep
    traps: tuple[str, ...] = ()        # how people lose just this, one sentence each
    asks: tuple[Ask, ...] = ()         # what decides it, the weightiest first
    they_say: tuple[Retort, ...] = ()
    calm: bool = False                 # no emergency: what such a thing begins with waits for it
    when: When = c.ALWAYS              # not offered where this is known not to be so
    settles: dict[str, str | bool | int] = field(default_factory=dict)  # what the line says
    source: str = ""                   # what it was written from
    as_of: date | None = None
    confidence: Confidence = "verified-in-secondary"
    basis: tuple[Basis, ...] = ()      # what the first step, the traps and the answers rest on
    place: str = ""
