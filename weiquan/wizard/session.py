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

    `heading` is printed above the first option of a group.
    """

    id: str
    label: str
    hint: str = ""
    heading: str = ""


@dataclass(frozen=True)
class Question:
    """One question with everything that its screen shows.

    `previous` holds the ids chosen before (for a bool "true" or "false"), `typed` the text to
    start from when it is asked again, in a form that `Session.answer` accepts; it stays empty
    for personal data. `shown` is the answer as the user reads it, empty when not yet answered.
    """

    fact_id: str
    type: FactType
    ask: str
    short: str
    section: str
    help: str = ""
    options: tuple[Option, ...] = ()
    unsure: bool = True
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
        question, and CaseError when the answer cannot be saved.
        """

    def unsure(self, fact_id: str) -> str:
        """Save 不清楚 for a fact and return the words to show; raises CaseError."""

    def answers(self) -> Sequence[Answered]:
        """Everything answered, by section, in the order of the questions."""

    def enough(self) -> bool:
        """Whether there is enough for a first result, so that no more is asked for now."""

    def about(self) -> int:
        """About how many questions this case has, those answered included."""
