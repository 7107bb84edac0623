"""What the person is asked to tell besides, in own words, after a story."""

from __future__ import annotations

from weiquan.core.language import condition as c
from weiquan.core.language.ruletype import rule
from weiquan.core.model.kinds import When


@rule
class FollowUp:
    """One thing to tell besides: an entry of followups.yaml."""

    id: str
    text: str                          # what to tell, at most 30 characters
    happened: str = ""                 # the label that it belongs to; empty: to any of them
    kind: str = ""                     # the fact that, once known, makes it one of these cases
    about: tuple[str, ...] = ()        # facts that it asks for; not asked where all are known
    # What a plain 没有, and a plain 有, means for the fact; nothing: it may mean several things.
    no: str | bool | int | None = None
    yes: str | bool | int | None = None
    when: When = c.ALWAYS              # asked only where this is so
    place: str = ""
