"""Theories: one legal question each, judged on every case that raises it."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from typing import Literal

from weiquan.core.language import condition as c
from weiquan.core.language.ruletype import rule
from weiquan.core.model.kinds import Basis, Confidence, Sum, When
from weiquan.core.model.ladder import Step
from weiquan.core.model.points import NotClaim, ReportPoint

Strength = Literal["firm", "arguable", "court"]
Party = Literal["shop", "platform", "owner", "live_operator", "leader", "agent", "maker",
                "courier", "payer", "bank", "lender", "shareholder", "guardian", "lawfirm",
                "host", "insurer", "unknown", "buyer", "other"]
# What a sum is paid for: two lines about the same money are never added up.
MoneyKind = Literal["price", "multiple", "gap", "freight", "loss", "injury", "property", "mental",
                    "promised", "penalty", "interest", "debt", "act"]


@rule
class Element:
    """One thing that has to be so, and what proves it."""

    id: str
    title: str                         # in plain words, at most 24 characters
    met: When                          # the facts of the case fulfil it
    when: When = c.ALWAYS              # it is a question of this case at all
    evidence: tuple[str, ...] = ()     # ids of rules/evidence.yaml
    proved_by: str = ""                # other proof, in words
    story: str = ""                    # how a letter says it is so: a clause without a full stop
    so: str = ""                       # what follows from it, by the article: a clause
    tell: When = c.ALWAYS              # a letter says it only then
    leads: bool = False                # the demand itself follows from it: letters say it first
    basis: tuple[Basis, ...] = ()      # what `so` rests on
    fails: str = ""                    # one sentence for the person when it is not so


@rule
class Defeat:
    """Something that stands in the way of a theory, or seems to."""

    id: str
    effect: Literal["bars", "limits", "weakens", "rebuts", "not_yet", "reroutes"]
    when: When
    say: str                           # one or two sentences for the person
    line: str = ""                     # the line it acts on; empty: the whole theory
    instead: tuple[str, ...] = ()      # theories that remain
    basis: tuple[Basis, ...] = ()


@rule
class AskNow:
    """The demand in another state of things, where `when` holds."""

    when: When
    ask: str


@rule
class Rest:
    """What of the same wish a line leaves over: a part with a sum and a reason of its own."""

    what: str                          # in plain words, at most 18 characters
    amount: Sum
    say: str                           # why it cannot be had, or what it hangs on
    answer: Literal["no", "maybe"] = "no"
    basis: tuple[Basis, ...] = ()


@rule
class Line:
    """One sum, or one act, that can be asked for."""

    id: str
    what: str                          # in plain words, at most 18 characters
    money: MoneyKind
    strength: Strength = "firm"
    when: When = c.ALWAYS              # it is a question of this case
    provided: When = c.ALWAYS          # it has `strength` only then
    otherwise: Literal["drop", "arguable", "court"] = "arguable"
    amount: Sum | None = None
    amount_text: str = ""              # where no formula gives the amount
    ask: str                           # the demand in a letter, without day and payee; the sum
                                       # goes where 〔数〕 stands, else to the end
    in_court: str = ""                 # what only a court can do, said before it in its papers
    ask_open: str = ""                 # the demand while the sum is not known
    now: tuple[AskNow, ...] = ()       # the demand as things stand: the first that holds
    leans: bool = False                # it speaks of the other demands: never asked alone
    covers: tuple[MoneyKind, ...] = () # kinds of money that the demand says already
    wishes: tuple[str, ...] = ()       # the wishes that this line answers
    same_as: str = ""                  # `theory.line` that is the same money
    hangs_on: str = ""                 # in words, where it is not firm
    despite: tuple[str, ...] = ()      # elements whose failing leaves it standing
    says: str = ""                     # the answer to a wish, where it stands though they fail
    rest: Rest | None = None           # what of the wish does not stand with it
    basis: tuple[Basis, ...] = ()


@rule
class Reason:
    """Why a demand is made, as a letter says it of this case: a fact and what follows from it.

    A value of the case stands in braces: {paid}, {received_on}, {received_on+7} (seven days
    later), {return_signed_on..} (days from then to today), {paid_on..told_on} (days between),
    {clock:ID} (the last day of a clock). Where one is not known the reason is not told.
    """

    say: str                           # without a full stop; the parties as 消费者 and 商家
    when: When = c.ALWAYS              # as it was said: what is not known is not told
    point: str = ""                    # of those with one point only the first that holds is told
    lines: tuple[str, ...] = ()        # the demands that it carries; empty: all of the theory
    element: str = ""                  # the element whose exhibits prove it
    seen: bool = False                 # it says how a thing is: where nobody else has said so and
                                       # it is not certain, a letter says 照我看到的
    basis: tuple[Basis, ...]


@rule
class Owes:
    """Who has to pay or act."""

    party: Party
    answer: Literal["yes", "maybe", "no"]
    when: When = c.ALWAYS
    line: str = ""                     # only this line; empty: all
    say: str = ""
    basis: tuple[Basis, ...] = ()


@rule
class Decides:
    """A fact that this theory turns on."""

    fact: str
    power: Literal[1, 2, 3] = 2        # 3 turns it alone, 2 an element, 1 only the sum
    why: str = ""                      # why it is asked, one sentence for the person
    stands: str = ""                   # why a yes stands while the person does not know it
    stands_when: When = c.ALWAYS       # it stands only then


@rule
class Say:
    """The answer in one or two sentences, by verdict."""

    yes: str
    maybe: str
    no: str


@rule
class Theory:
    """One legal question: rules/theories/<id>.yaml."""

    id: str
    name: str                          # at most 18 characters, plain words
    group: str
    order: int                         # the place in theories.md: step * 100 + n
    role: Literal["stop", "gate", "main", "extra", "defence", "answer", "route"]
    asks: tuple[str, ...] = ()         # how people ask it
    wishes: tuple[str, ...] = ()       # wishes that it answers, also where no line does
    law_date: str = "ordered_on"       # the fact whose day chooses the law
    summary: str = ""                  # one clause for letters: what happened
    raised: When                       # it is a question of this case
    decides: tuple[Decides, ...]       # in the order of asking
    elements: tuple[Element, ...] = ()
    yes_if: When = c.ALWAYS            # else the answer is at most 看情况
    alone: When = c.NEVER              # nothing else is to be done: no steps of other theories
    burden: str = ""
    burden_basis: tuple[Basis, ...] = ()
    lines: tuple[Line, ...] = ()
    reasons: tuple[Reason, ...] = ()   # for letters, the weightiest first; none that holds: the
                                       # elements that have a story. Read through RuleSet.reasons
    owes: tuple[Owes, ...] = ()
    defeats: tuple[Defeat, ...] = ()
    excludes: tuple[str, ...] = ()     # theories for the same money: one is chosen
    replaces: tuple[str, ...] = ()     # theories not shown any more where this one stands
    adds_to: tuple[str, ...] = ()
    base: tuple[str, ...] = ()         # the remedy that this one is an addition to
    clocks: tuple[str, ...] = ()       # deadline ids
    say: Say
    traps: tuple[str, ...] = ()        # what people lose it by, one sentence each
    steps: tuple[Step, ...] = ()       # what to do that is particular to it
    not_claims: tuple[NotClaim, ...] = ()
    report: tuple[ReportPoint, ...] = ()
    basis: tuple[Basis, ...]
    cause: str = ""                    # cause of action in court
    source: str
    as_of: date
    confidence: Confidence
    place: str = ""


@rule
class Titling:
    """How a letter's title says what happened, where the case has the values for it."""

    say: str                           # after the thing; values in braces, no full stop
    when: When = c.ALWAYS


@rule
class Label:
    """One thing that may have happened, in the person's words: an entry of happened.yaml."""

    id: str
    group: str                         # the first of the two lists that it is chosen from
    label: str                         # at most 18 characters
    title: str = ""                    # after the thing, in a letter's title: 收到就有毛病
    titles: tuple[Titling, ...] = ()   # the same with what this case has: the first that can
    faulty: bool = False               # something is wrong with the thing: a title says what
    show: str = ""                     # what the other side has to show if it stands by its reason
    leads: bool = False                # of several that happened, a letter's title names this one
    hint: str = ""
    cues: tuple[str, ...] = ()         # how people write it
    heard: Literal["", "own", "found", "theirs", "any"] = ""
    perishes: tuple[str, ...] = ()     # what of this vanishes first, one line each
    sounds_like: tuple[str, ...] = ()  # labels that its words resemble: heard instead of them
    place: str = ""


@rule
class Wish:
    """Something that the person may want: an entry of wishes.yaml."""

    id: str
    label: str
    answer: Literal["yes", "maybe", "no"]           # where no theory answers it
    say: str
    hint: str = ""
    cues: tuple[str, ...] = ()
    questioned: tuple[str, ...] = ()   # a question with one of these words asks for it
    beside: bool = False               # says from whom or why; what is wanted is still open
    by_default: bool = False           # wanted where nobody said what, if `shared_when` holds
    general: bool = False              # the main theories answer it where none names it
    ask: str = ""                      # the request in a letter, where no line answers it
    own_ask: str = ""                  # the same where only the picked situation answers it
    deed: str = ""                     # the same in two to seven characters, for titles
    seen_in: str = ""                  # a demand that grants it has one of these characters
    part: bool = False                 # it is a part of what was paid
    in_place: bool = False             # of those with it one is granted: the thing, or its price
    desired: str = ""                  # what it is in the older fact 「desired」
    answered_as: str = ""              # what the answer names, where the wish is a negation
    # Its words for yes and no.
    answers: dict[Literal["yes", "maybe", "no"], str] = field(default_factory=dict)
    shared_when: When = c.ALWAYS       # a cue that it shares with another wish means it then
    offered_when: When = c.ALWAYS      # shown in the list only then; whoever says it is answered
    basis: tuple[Basis, ...] = ()
    place: str = ""


@rule
class Speech:
    """Words that people use for one thing when they tell what happened: of speech.yaml."""

    id: str
    means: str                         # what they are listened to for
    words: tuple[str, ...]
    day: str = ""                      # of a feast, as 11-11
    place: str = ""


@rule
class Derived:
    """A fact that follows from others and is not asked."""

    fact: str
    when: When
    value: str | bool | int
    add: bool = False                  # one more tick of a fact with several answers
    say: str = ""                      # shown where it matters
    place: str = ""
