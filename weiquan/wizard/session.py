"""What the wizard needs from the rest of the program: questions to ask, a place to save."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

FactType = Literal["bool", "int", "money", "date", "datetime", "choice", "choices", "text",
                   "items"]
Given = str | bool | tuple[str, ...]


@dataclass(frozen=True)
class Option:
    """One thing to choose: its id, its label (at most 18 characters) and a line about it.

    `heading` is printed above it. Options with a `group` are chosen in two steps, the group
    first. `words` are what people also type to find it in a long list.
    """

    id: str
    label: str
    hint: str = ""
    heading: str = ""
    group: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """One question with everything that its screen shows.

    `previous` holds the ids chosen before (for a bool "true" or "false"), `typed` the text to
    start from when it is asked again, in a form that `Session.answer` accepts; it stays empty
    for personal data. `shown` is the answer as the user reads it, empty when not yet answered.
    With `other`, none of the options may fit: the person may write a line instead.
    """

    fact_id: str
    type: FactType
    ask: str
    short: str
    section: str
    help: str = ""
    options: tuple[Option, ...] = ()
    unsure: bool = True
    other: bool = False
    previous: tuple[str, ...] = ()
    typed: str = ""
    shown: str = ""
    was_unsure: bool = False


@dataclass(frozen=True)
class Answered:
    """One line of the review: a fact with its answer; inactive when it no longer applies."""

    fact_id: str
    section: str
    short: str
    shown: str
    active: bool = True


class Doubt(Exception):
    """An answer that was understood, and may well not be what was meant.

    `instead` is how to type the understood answer so that no doubt is left.
    """

    def __init__(self, message: str, instead: str) -> None:
        super().__init__(message)
        self.message = message
        self.instead = instead


class Session(Protocol):
    """One interview over one case. Whatever returns from `answer` and `unsure` is on disk."""

    @property
    def title(self) -> Sequence[str]:
        """Lines for the first screen: which case, what is known already."""

    def current(self) -> Question | None:
        """The next question without an answer; None when nothing is left to ask."""

    def question(self, fact_id: str) -> Question | None:
        """The question of an answered fact, with its answer; None when it no longer applies."""

    def answer(self, fact_id: str, given: Given) -> str:
        """Save an answer and return what was understood, such as 11月20日（周五）.

        `given` is a bool for bool, an option id for choice, a tuple of option ids for choices,
        and what was typed for all others. Raises BadValue with the reason to show under the
        question, Doubt when it should be asked about, and CaseError when the answer cannot be
        saved.
        """

    def unsure(self, fact_id: str) -> str:
        """Save 不清楚 for a fact and return the words to show; raises CaseError."""

    def own_words(self, fact_id: str, text: str) -> str:
        """Save a line that stands in place of the options of a fact; what was understood."""

    def like(self, fact_id: str, text: str) -> Sequence[Option]:
        """What a line in the person's own words sounds like, among all that could be chosen."""

    def why(self, fact_id: str) -> str:
        """Why it is asked and where the answer can be found."""

    def answers(self) -> Sequence[Answered]:
        """Everything answered, by section, in the order of the questions."""

    def enough(self) -> bool:
        """Whether there is enough for a first result, so that no more is asked for now."""

    def counted(self, number: int) -> str:
        """How the question with this number stands among those to come, for its header."""
