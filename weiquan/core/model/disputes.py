"""Types of dispute: what can be claimed, with which elements, and what must not be."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from typing import Literal

from weiquan.core import condition as c
from weiquan.core.model.kinds import Basis, Confidence, Sum, When
from weiquan.core.model.ladder import Step, WarningRule
from weiquan.core.ruletype import rule


@rule
class Element:
    """One thing that a claim needs proved, and the evidence that proves it."""

    id: str
    title: str
    evidence: tuple[str, ...]
    basis: tuple[Basis, ...] = ()
    when: When = c.ALWAYS              # it is a question of this case at all
    met: When = c.ALWAYS               # the facts of the case fulfil it
    story: str = ""                    # how a letter says that it is fulfilled


@rule
class Claim:
    """What can be asked for, how much, and why."""

    id: str
    name: str
    kind: Literal["main", "extra", "option"]  # extra adds to main; option stands instead
    when: When = c.ALWAYS
    amount: Sum | None = None
    amount_text: str = ""              # where no formula gives the amount
    ask: str                           # the demand as a letter puts it, without the amount
    basis: tuple[Basis, ...]
    elements: tuple[Element, ...] = ()
    excludes: tuple[str, ...] = ()     # claims that cannot stand beside it (择一)
    limits: tuple[str, ...] = ()       # the honest restriction, printed with it
    place: str = ""


@rule
class NotClaim:
    """What must not be claimed here, and why."""

    id: str
    name: str
    why: str
    when: When = c.ALWAYS
    basis: tuple[Basis, ...] = ()
    place: str = ""


@rule
class ReportPoint:
    """A suspected violation for a report to the authority."""

    id: str
    what: str
    when: When = c.ALWAYS
    violates: tuple[Basis, ...]
    penalty: tuple[Basis, ...] = ()
    facts: str = ""                    # what in this case points to it
    place: str = ""


@rule
class Dispute:
    """One type of dispute: rules/disputes/<id>.yaml."""

    id: str
    name: str
    label: str                         # as a choice, in the user's words, at most 18 characters
    hint: str = ""
    order: int                         # place in the list of choices
    law_date: str                      # the fact whose day chooses the law
    summary: str                       # one sentence for letters: what the dispute is about
    burden: str
    burden_basis: tuple[Basis, ...] = ()
    clocks: tuple[str, ...] = ()       # deadline ids that run in this dispute
    claims: tuple[Claim, ...]
    not_claims: tuple[NotClaim, ...] = ()
    report: tuple[ReportPoint, ...] = ()
    steps: tuple[Step, ...] = ()
    warnings: tuple[WarningRule, ...] = ()
    settles: dict[str, str | bool | int] = field(default_factory=dict)  # facts that follow from it
    cause: str = ""                    # cause of action in court
    confidence: Confidence = "verified-in-full-text"
    source: str = ""
    as_of: date | None = None
    place: str = ""
