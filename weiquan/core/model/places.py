"""Platforms, and channels outside them."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from typing import Literal

from weiquan.core.language import condition as c
from weiquan.core.language.ruletype import rule
from weiquan.core.model.kinds import Confidence, When
from weiquan.core.model.ladder import Deadline, Note, Step, WarningRule


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
class Box:
    """One field of the form in which a letter is handed in, and how much it takes."""

    letter: str                        # the letter whose short text goes there
    field: str                         # what the page calls it
    fact: str = ""                     # what goes there instead of the short text
    max_chars: int | None = None       # None: not known, the form's own measure counts
    when: When = c.ALWAYS
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
    cues: tuple[str, ...] = ()         # how people name it in a story, beside the aliases
    order: int
    as_of: date
    completeness: Literal["high", "medium", "low"]
    trust: str
    notes_text: str = ""
    named_by: str = ""                 # the fact that says which one it is, where letters ask
    operators: tuple[Operator, ...] = ()
    contacts: tuple[Contact, ...] = ()
    paths: tuple[MenuPath, ...] = ()
    clocks: tuple[Deadline, ...] = ()
    notes: tuple[Note, ...] = ()
    states: tuple[PageState, ...] = ()
    boxes: tuple[Box, ...] = ()
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
    boxes: tuple[Box, ...] = ()
    steps: tuple[Step, ...] = ()
    warnings: tuple[WarningRule, ...] = ()
    sources: tuple[Source, ...] = ()
    place: str = ""
