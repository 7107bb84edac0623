"""Facts: what a question asks, and what an answer must satisfy."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Literal

from weiquan.core.language import condition as c
from weiquan.core.language.ruletype import rule
from weiquan.core.model.kinds import When


@rule
class Choice:
    """One answer to a choice question."""

    id: str
    label: str                      # what the user picks, at most 18 characters
    hint: str = ""                  # one line under the label
    story: str = ""                 # how a letter says it: a full clause without a full stop
    when: When = c.ALWAYS           # offered only when this holds
    apart: bool = False             # none of what rules tell apart: 不清楚 to them, told in letters
    settles: dict[str, str | bool | int] = field(default_factory=dict)  # what follows from it
    cues: tuple[str, ...] = ()      # how people write it; see weiquan.core.asking
    heard: Literal["", "own", "found", "theirs", "any"] = ""   # where that differs from the fact's
    service: str = ""               # done by people: its name where only who does it is named
    happens: tuple[str, ...] = ()   # what cases of it are about; where none was heard, the first


@rule
class Reading:
    """What an unknown answer is read as; it changes no stored answer."""

    say: str                        # 「按……算」, shown where it matters
    value: str | bool | int | None = None
    firm: bool = False              # the usual state of things: a verdict may rest on it
    unless: When = c.NEVER          # what was said makes it unlikely
    instead: str | bool | int | None = None  # what it is read as then; nothing: it stays open
    instead_say: str = ""


@rule
class Check:
    """What a value must satisfy, beyond its type."""

    not_future: bool = False
    not_before: tuple[str, ...] = ()   # date facts that come first
    after: tuple[str, ...] = ()        # date facts that come first, as a rule: else one is asked
    at_most: str = ""                  # the fact whose number it cannot exceed
    since: date | None = None          # earliest date that the rules cover
    min: Decimal | None = None
    max: Decimal | None = None
    max_length: int | None = None


@rule
class Fact:
    """One thing that we know about the case; questions, flags and schemas come from it."""

    id: str
    type: Literal["bool", "int", "money", "date", "datetime", "choice", "choices", "text", "items"]
    section: Literal["gate", "who", "what", "delivery", "problem", "said", "money", "return",
                     "result", "platform", "service", "minor", "harm", "letter", "shorthand"]
    ask: str                           # the question, at most 30 characters
    short: str                         # its name in lists and errors, at most 18 characters
    help: str = ""                     # why we ask, where to find it
    choices: tuple[Choice, ...] = ()
    choices_from: Literal["", "platforms", "evidence", "excuses", "happened", "wishes",
                          "situations", "points", "theories"] = ""
    unsure: bool = True                # 不清楚 may be answered
    unknown_as: Reading | None = None
    asked: bool = True                 # False: only derived, or given as a flag
    usually: Decimal = Decimal("0.6")  # how often the answer differs from its reading
    cost: Decimal = Decimal(1)         # 1 known by heart, 1.5 look at the phone, 2 look it up
    starts_clock: bool = False         # a deadline of the person's own runs from it
    weight: Decimal = Decimal(0)       # what it is worth to steps and the card by itself
    not_yet: dict[str, str | bool | int] = field(default_factory=dict)  # what 还没有 answers, too
    nil_if_open: bool = False          # counts as nothing in a sum while it is not known
    gate: When = c.NEVER               # asked before all else where this holds
    # Whether it is read from the person's own words by its cues: from what the person says, from
    # what the other side is said to have said, or from both.
    heard: Literal["", "own", "found", "theirs", "any"] = ""
    heard_if: When = c.ALWAYS          # a choice is read only in such a case, as told elsewhere
    cues: tuple[str, ...] = ()         # of days, sums and numbers: # is where the value stands
    latest: bool = False               # of sums named one after the other the last one counts
    worth: When = c.ALWAYS             # worth a question only then; used whenever given
    late: When = c.NEVER               # only where the order stands: waits for what decides
    ask_if: When = c.ALWAYS            # asked only when this holds; earlier facts only
    check: Check = Check()
    secret: bool = False               # personal data: asked last, masked on screen
    private: bool = False              # names somebody: covered in a copy that leaves the house
    private_if: When = c.ALWAYS        # only then; where it is not known, it is covered
    flag: bool = False                 # a command-line option of its own
    place: str = ""


@rule
class SumRole:
    """What a sum that a story names may be: an entry of sums.yaml."""

    id: str
    label: str                         # as the person picks it, at most 18 characters
    fact: str                          # the sum that it then is; of losses the kind is asked
    rest: str = ""                     # the sum that is left of the price then
    settles: dict[str, str | bool | int] = field(default_factory=dict)  # where not known
    when: When = c.ALWAYS
    place: str = ""


@rule
class Clash:
    """Two answers that cannot both be so."""

    id: str
    facts: tuple[str, ...]
    when: When
    text: str                          # what each of them says
    larger: bool = False               # only where the first is more than the second, as sums
    place: str = ""
