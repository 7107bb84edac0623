"""Facts: what a question asks, and what an answer must satisfy."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Literal

from weiquan.core import condition as c
from weiquan.core.model.kinds import When
from weiquan.core.ruletype import rule


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
    detail: bool = False               # only sharpens: not asked once much has been answered
    always: bool = False               # asked in an interview even if no rule needs it
    assumed: str = ""                  # what a one-shot command takes it to be, and says so
    ask_if: When = c.ALWAYS            # asked only when this holds; earlier facts only
    check: Check = Check()
    secret: bool = False               # personal data: asked last, masked on screen
    flag: bool = False                 # a command-line option of its own
    place: str = ""
