"""Events: what may happen in a case after it was told, and what follows from it."""

from __future__ import annotations

from dataclasses import field

from weiquan.core.language.ruletype import rule


@rule
class Event:
    """Something that happened: which facts it settles, and which day it gives."""

    id: str
    label: str                          # how people say it
    says: tuple[str, ...] = ()          # other ways to say it
    settles: dict[str, str | bool | int] = field(default_factory=dict)
    day: str = ""                       # the date fact that gets the day of the event
    note: str = ""                      # what to do at once
    place: str = ""
