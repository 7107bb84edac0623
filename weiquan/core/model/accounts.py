"""What a letter tells of the case from the answers, a sentence each."""

from __future__ import annotations

from typing import Literal

from weiquan.core.language import condition as c
from weiquan.core.language.ruletype import rule
from weiquan.core.model.kinds import When

AccountStage = Literal["deal", "course", "cost"]


@rule
class Account:
    """One fact that stands in a letter where it is known: an entry of accounts.yaml."""

    id: str
    stage: AccountStage                # where in the order of events
    say: str                           # a sentence with values in braces, no full stop
    point: str = ""                    # of those with the same point the first that can be told
    when: When = c.ALWAYS
    said_by: tuple[str, ...] = ()      # words by which the person's own sentences tell it already
    place: str = ""
