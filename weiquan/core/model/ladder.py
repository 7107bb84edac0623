"""Clocks, evidence, excuses, and the steps of the ladder."""

from __future__ import annotations

from datetime import date
from typing import Literal

from weiquan.core.language import condition as c
from weiquan.core.language.ruletype import rule
from weiquan.core.model.kinds import Basis, Confidence, Rung, Stage, Unit, When, Who


@rule
class Length:
    """How long a period is: a fixed number, or a dated law parameter."""

    value: int | None = None
    param: str = ""


@rule
class Deadline:
    """A clock: what starts it, how long it runs, what happens at zero."""

    id: str
    name: str
    who: Who                           # who must act before it runs out
    start: str                         # the date or datetime fact that starts it
    length: Length
    unit: Unit
    on_expiry: str
    basis: tuple[Basis, ...] = ()
    kind: Literal["statutory", "platform", "discretionary"] = "statutory"
    stage: Stage = ""                  # platform clocks: a step asks for its stage, not its id
    when: When = c.ALWAYS
    start_text: str = ""               # what starts it, in the user's words
    started_by: tuple[str, ...] = ()   # days that only come after the start, where that is unknown
    counts_start: bool = False         # the day of the event is day 1
    roll: bool = True                  # last day on a day off moves forward (never for `buyer`)
    dated_by: Literal["law_date", "start"] = "law_date"  # which day chooses the parameter
    screen_fact: str = ""              # a datetime fact that the order page shows; it wins
    source: str = ""
    as_of: date | None = None
    confidence: Confidence = "verified-in-full-text"
    status: Literal["current", "unclear", "historic"] = "current"
    note: str = ""
    place: str = ""


@rule
class Evidence:
    """One kind of evidence and how to capture it."""

    id: str
    title: str
    capture: tuple[str, ...]           # steps, at most 12 lines
    proves: str
    strength: str = ""
    perish_hours: int | None = None    # how soon it may vanish; None: stable
    when: When = c.ALWAYS
    basis: tuple[Basis, ...] = ()
    source: str = ""
    as_of: date | None = None
    confidence: Confidence = "verified-in-full-text"
    place: str = ""


@rule
class Rebuttal:
    """What a letter answers to an excuse in one kind of case; values in braces as in a Reason."""

    say: str                           # why it is no reason here: a clause without a full stop
    when: When = c.ALWAYS
    issue: str = ""                    # the point in dispute, as a question without a mark
    basis: tuple[Basis, ...] = ()      # what the answer rests on, where it needs an article
    place: str = ""


@rule
class Excuse:
    """What a merchant says to refuse, and the honest answer."""

    id: str
    name: str                          # as a choice, at most 18 characters
    says: tuple[str, ...]              # how merchants word it
    when: When = c.ALWAYS              # where it may be heard: elsewhere it is not offered
    story: str                         # how a letter reports it: a clause
    right_when: tuple[str, ...]        # when they may be right, in words
    right_if: When = c.NEVER           # when the facts of this case make them right
    answer: tuple[str, ...]            # the factual answer
    tells: tuple[Rebuttal, ...] = ()   # what a letter answers: the first that holds; read through
                                       # RuleSet.rebuttals
    reply: str = ""                    # text to paste into the chat
    beats: tuple[str, ...] = ()        # evidence ids that beat it
    capture: tuple[str, ...] = ()      # what to capture now
    theories: tuple[str, ...] = ()     # what it answers; elsewhere it is beside the point
    beside: str = ""                   # what to say where it is beside the point
    cues: tuple[str, ...] = ()         # how merchants word it, beside `says`
    basis: tuple[Basis, ...] = ()
    source: str = ""
    as_of: date | None = None
    confidence: Confidence = "verified-in-full-text"
    place: str = ""


@rule
class Close:
    """A door that a step closes, said before it closes."""

    door: str
    why: str
    basis: tuple[Basis, ...] = ()


@rule
class Override:
    """Another step that gives way to this one, with the reason."""

    step: str
    why: str


@rule
class Step:
    """One thing to do, on one rung of the ladder."""

    id: str
    rung: Rung
    title: str                         # the action, starting with a verb
    do: tuple[str, ...]                # how, one line each
    when: When = c.ALWAYS              # belongs to this case
    ready: When = c.ALWAYS             # can be done now; else it is 稍后
    later_why: str = ""                # what it waits for
    done: When = c.NEVER               # already done
    blocked: When = c.NEVER            # cannot be done
    blocked_why: str = ""
    first: int = 0                     # before all else: the higher, the earlier
    tonight: bool = False              # tomorrow may be too late
    demands: bool = False              # asks for what its theory gives: not where it gives nothing
    written: bool = False              # is its letter: none where that is not written
    perishing: bool = False            # begins with what of this case vanishes first
    paths: tuple[str, ...] = ()        # menu actions of the platform to print
    clocks: tuple[str, ...] = ()       # deadline ids, or stages of the platform's clocks
    basis: tuple[Basis, ...] = ()
    evidence: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()        # kinds of platform or channel notes to print
    limits: tuple[str, ...] = ()       # what it cannot do, printed with it
    cost: str = ""                     # money, days and effort of this rung
    closes: tuple[Close, ...] = ()
    overrides: tuple[Override, ...] = ()
    source: str = ""
    place: str = ""


@rule
class WarningRule:
    """Something that must not be done, that closes a door, or that people lose such a case by.

    Of those that are in place the first of a file comes first.
    """

    id: str
    level: Literal["stop", "care", "trap"]
    when: When
    text: str
    basis: tuple[Basis, ...] = ()
    place: str = ""


@rule
class Term:
    """Words that only fit cases of one kind: advice with them is left out of the others."""

    id: str
    text: str                          # whose words they are
    words: tuple[str, ...]
    when: When = c.NEVER               # where they are in place; open counts as in place,
    told: tuple[str, ...] = ()         # but not of a scene that has to be told in such words
    place: str = ""


@rule
class Note:
    """One statement about a platform or a channel, with its source."""

    id: str
    kind: Literal["precondition", "evidence", "limit", "decision", "freight", "outcome",
                  "advance", "leverage", "merchant_next", "window", "change", "field",
                  "jurisdiction", "refusal", "time", "pitfall", "right", "seed", "fact"]
    text: str
    when: When = c.ALWAYS
    start: date | None = None          # rule changes: valid from / until (last day)
    end: date | None = None
    article: str = ""
    basis: tuple[Basis, ...] = ()
    source: str = ""
    as_of: date | None = None
    confidence: Confidence
    status: Literal["current", "partly", "outdated", "contradicted", "unverified",
                    "unclear", "historic"] = "current"
    correction: str = ""               # what holds instead, for seed statements
    place: str = ""
