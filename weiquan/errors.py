"""What can go wrong, with the exit code and the Chinese sentence that the user reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple


class Problem(NamedTuple):
    """One finding in a file: where it is, its code, and a Chinese message."""

    path: str
    line: int
    column: int
    code: str
    message: str
    level: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.code} {self.message}"


class WeiquanError(Exception):
    """Base of all expected failures; `message` is shown to the user as it is."""

    exit_code = 1

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BadValue(WeiquanError):
    """A value that cannot be used for a fact: typed, given as a flag, or read from a file."""

    exit_code = 2


class RulesInvalid(WeiquanError):
    """Findings in rules/ or templates/; carries every one of them."""

    exit_code = 3

    def __init__(self, problems: Sequence[Problem], message: str = "") -> None:
        self.problems = sorted(problems)
        head = message or f"规则或模板有 {len(self.problems)} 处问题："
        super().__init__("\n".join([head, *map(str, self.problems)]))


class CaseError(WeiquanError):
    """No such case, or one that cannot be read or written."""

    exit_code = 4


class FactsMissing(WeiquanError):
    """A one-shot command lacks facts; `missing` holds (fact id, the flag that gives it)."""

    exit_code = 5

    def __init__(self, message: str, missing: Sequence[tuple[str, str]]) -> None:
        super().__init__(message)
        self.missing = tuple(missing)


class RenderFailed(WeiquanError):
    """A format cannot be written: library, disk or template."""

    exit_code = 6


class PreflightBlocked(WeiquanError):
    """A letter must not go out as it is; `message` names it and says what to do."""

    exit_code = 7


class BatchPartlyFailed(WeiquanError):
    """Some rows of a table could not be done; the others are."""

    exit_code = 8
