"""The rule types: what a file under rules/ may say. Frozen data, no behaviour, no I/O.

Every dataclass here is both the shape of the YAML (read by pydantic in weiquan.loading,
which also derives the JSON Schemas) and the object that the engine works on. A field's
comment is its documentation for rule authors.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from weiquan.core import condition as c
from weiquan.core import formula as f
from weiquan.core.reading import (
    Citation,
    ReadBy,
    read_citation,
    read_condition,
    read_formula,
)
from weiquan.core.ruletype import rule

When = Annotated[c.Condition, ReadBy(read_condition, "Condition")]
Sum = Annotated[f.Formula, ReadBy(read_formula, "Formula")]
Basis = Annotated[Citation, ReadBy(read_citation, "Citation")]

Confidence = Literal["verified-in-full-text", "official-text", "api-enum",
                     "verified-in-secondary", "secondary", "computed", "seed", "unverified"]
Rung = Literal["talk", "evidence", "platform", "law"]
Who = Literal["buyer", "merchant", "platform", "authority", "court"]
Stage = Literal["", "merchant_reply", "buyer_intervene", "buyer_return", "merchant_receive",
                "buyer_proof", "ship", "aftersale_end", "merchant_appeal", "platform_review",
                "refund_arrive", "freight_insurance"]
Unit = Literal["hour", "calendar_day", "working_day", "month", "year"]


# ---------------------------------------------------------------- facts

@rule
class Choice:
    """One answer to a choice question."""

    id: str
    label: str                      # what the user picks, at most 18 characters
    hint: str = ""                  # one line under the label
    story: str = ""                 # how a letter says it: a full clause without a full stop
    when: When = c.ALWAYS           # offered only when this holds
    settles: dict[str, str | bool | int] = field(default_factory=dict)  # what follows from it


@rule
class Check:
    """What a value must satisfy, beyond its type."""

    not_future: bool = False
    not_before: tuple[str, ...] = ()   # date facts that come first
    since: date | None = None          # earliest date that the rules cover
    min: Decimal | None = None
    max: Decimal | None = None
    max_length: int | None = None


@rule
class Fact:
    """One thing that we know about the case; questions, flags and schemas come from it."""

    id: str
    type: Literal["bool", "int", "money", "date", "datetime", "choice", "choices", "text"]
    section: Literal["purchase", "refund", "answer", "evidence", "letter"]
    ask: str                           # the question, at most 30 characters
    short: str                         # its name in lists and errors, at most 18 characters
    help: str = ""                     # why we ask, where to find it
    choices: tuple[Choice, ...] = ()
    choices_from: Literal["", "platforms", "disputes", "evidence", "excuses"] = ""
    unsure: bool = True                # 不清楚 may be answered
    required: bool = False             # a plan cannot be made without it
    worth: When = c.ALWAYS             # worth a question only then; used whenever given
    always: bool = False               # asked in an interview even if no rule needs it
    assumed: str = ""                  # what a one-shot command takes it to be, and says so
    ask_if: When = c.ALWAYS            # asked only when this holds; earlier facts only
    check: Check = Check()
    secret: bool = False               # personal data: asked last, masked on screen
    flag: bool = False                 # a command-line option of its own
    place: str = ""


# ---------------------------------------------------------------- law

@rule
class ArticleVersion:
    """What an article says from `start` on, in our own words."""

    start: date
    gist: str
    numbers: tuple[str, ...] = ()
    note: str = ""
    repealed: bool = False


@rule
class Article:
    """One article of an instrument, by version."""

    article: str
    versions: tuple[ArticleVersion, ...]
    confidence: Confidence | None = None  # when it differs from the instrument's


@rule
class ParamValue:
    """The value of a parameter from `start` on; None where it was repealed."""

    start: date
    value: Decimal | None
    cite: Basis


@rule
class Param:
    """A number that the law sets, by date."""

    id: str
    name: str
    unit: Literal["元", "倍", "小时", "日", "工作日", "月", "年", "次", "比例"]
    values: tuple[ParamValue, ...]
    as_of: date


@rule
class Law:
    """One instrument: law, regulation, judicial interpretation, departmental rule."""

    id: str
    name: str
    short: str                         # how basis strings and letters cite it
    level: str
    doc_no: str = ""
    start: date                        # in force from
    end: date | None = None            # the last day in force, when repealed
    replaced_by: str = ""
    applies: Literal["purchase", "filing"] = "purchase"  # which day chooses the version
    source: str
    as_of: date
    confidence: Confidence
    status: str = ""
    articles: tuple[Article, ...] = ()
    params: tuple[Param, ...] = ()
    place: str = ""


# ---------------------------------------------------------------- clocks, evidence, excuses

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
class Excuse:
    """What a merchant says to refuse, and the honest answer."""

    id: str
    name: str                          # as a choice, at most 18 characters
    says: tuple[str, ...]              # how merchants word it
    story: str                         # how a letter reports it: a clause
    right_when: tuple[str, ...]        # when they may be right, in words
    right_if: When = c.NEVER           # when the facts of this case make them right
    answer: tuple[str, ...]            # the factual answer
    reply: str = ""                    # text to paste into the chat
    beats: tuple[str, ...] = ()        # evidence ids that beat it
    capture: tuple[str, ...] = ()      # what to capture now
    disputes: tuple[str, ...] = ()     # where it is offered; empty: everywhere
    basis: tuple[Basis, ...] = ()
    source: str = ""
    as_of: date | None = None
    confidence: Confidence = "verified-in-full-text"
    place: str = ""


# ---------------------------------------------------------------- ladder

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
    ends: bool = False                 # nothing else is asked or shown
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
    """Something that must not be done, or that closes a door."""

    id: str
    level: Literal["stop", "care"]
    when: When
    text: str
    basis: tuple[Basis, ...] = ()
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
    disputes: tuple[str, ...] = ()     # empty: all
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


# ---------------------------------------------------------------- disputes

@rule
class Element:
    """One thing that a claim needs proved, and the evidence that proves it."""

    id: str
    title: str
    evidence: tuple[str, ...]
    basis: tuple[Basis, ...] = ()
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


# ---------------------------------------------------------------- platforms, channels

@rule
class Source:
    """Where a statement was read."""

    id: str
    title: str
    url: str = ""
    kind: Confidence
    date: str = ""
    note: str = ""


@rule
class MenuPath:
    """Where to tap for an action."""

    action: Literal["apply_refund", "modify_apply", "apply_intervention", "upload_evidence",
                    "view_license", "order_snapshot", "export_chat", "report_merchant",
                    "appeal_again", "contact_support", "other"]
    path: str
    source: str
    confidence: Confidence
    as_of: date | None = None
    note: str = ""
    when: When = c.ALWAYS


@rule
class Operator:
    """Who runs a platform; only verified names may reach a letter."""

    name: str
    role: str
    district: str = ""
    source: str
    confidence: Confidence
    note: str = ""


@rule
class Contact:
    """A phone number, entry or address of a platform or channel."""

    type: Literal["phone", "web", "in_app", "email"]
    value: str
    source: str
    confidence: Confidence
    as_of: date | None = None
    note: str = ""


@rule
class PageState:
    """A state that the order page shows, in the user's words, and what it means."""

    name: str
    meaning: str
    next: str = ""
    source: str = ""
    confidence: Confidence


@rule
class Platform:
    """One platform: rules/platforms/<id>.yaml."""

    id: str
    name: str
    label: str                         # as a choice
    aliases: tuple[str, ...] = ()
    order: int
    as_of: date
    completeness: Literal["high", "medium", "low"]
    trust: str
    notes_text: str = ""
    operators: tuple[Operator, ...] = ()
    contacts: tuple[Contact, ...] = ()
    paths: tuple[MenuPath, ...] = ()
    clocks: tuple[Deadline, ...] = ()
    notes: tuple[Note, ...] = ()
    states: tuple[PageState, ...] = ()
    steps: tuple[Step, ...] = ()
    warnings: tuple[WarningRule, ...] = ()
    gaps: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    settles: dict[str, str | bool | int] = field(default_factory=dict)  # facts that follow from it
    form: str = ""                     # id of the short form for its text box
    place: str = ""


@rule
class Channel:
    """One way outside the platform: rules/channels/<id>.yaml."""

    id: str
    name: str
    order: int
    force: str                         # what its result can and cannot do
    as_of: date
    contacts: tuple[Contact, ...] = ()
    notes: tuple[Note, ...] = ()
    steps: tuple[Step, ...] = ()
    warnings: tuple[WarningRule, ...] = ()
    sources: tuple[Source, ...] = ()
    place: str = ""


# ---------------------------------------------------------------- letters, rungs, calendar

@rule
class Ground:
    """Law that a letter needs for a request of its own; entries with one id add up."""

    id: str
    when: When = c.ALWAYS
    basis: tuple[Basis, ...]


@rule
class LetterMeta:
    """Front matter of templates/letters/<id>.md.j2 or templates/forms/<id>.md.j2."""

    id: str
    title: str                         # heading of the letter
    name: str                          # in lists
    to: str                            # who gets it
    order: int
    when: When = c.ALWAYS
    channel: str = ""                  # how it goes out, in words
    form: str = ""                     # letters: its short version under templates/forms/
    max_chars: int | None = None       # forms: the box, where known
    max_source: str = ""
    reply_clock: str = ""              # a deadline that starts on the day of the letter
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
