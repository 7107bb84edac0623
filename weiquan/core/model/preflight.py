"""What is looked for in a letter before it is called ready."""

from __future__ import annotations

from typing import Literal

from weiquan.core.language.ruletype import rule
from weiquan.core.model.letters import Voice

Level = Literal["block", "warn", "none"]


@rule
class Wording:
    """Words that must not stand in a letter, and what to write instead."""

    words: tuple[str, ...]             # found where one of these stands
    beside: tuple[str, ...] = ()       # and one of these in the same sentence
    unless: tuple[str, ...] = ()       # not in a sentence that has one of these
    wishes: tuple[str, ...] = ()       # not where the case carries a demand for one of these
    offer: str = ""                    # a lawful wording
    place: str = ""


@rule
class Preflight:
    """One check of a letter; what is no question of words is looked for by the program."""

    id: str
    name: str                          # what is looked at, in a few words
    level: Level                       # block: the letter must not go out as it is
    own: Level = "none"                # the same for what the person typed; none: not looked at
    say: str                           # what is wrong; {found} and {what} stand for the place
    do: str                            # what to do about it
    letters: tuple[str, ...] = ()      # only in these; empty: in all
    not_letters: tuple[str, ...] = ()  # in all but these
    voices: tuple[Voice, ...] = ()     # only in letters to these readers; empty: all
    wordings: tuple[Wording, ...] = ()
    place: str = ""
