"""Regular expressions that are made when they are first used.

A Chinese one takes up to some milliseconds to make, and a command uses few of those in its modules.
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("match", "search", "fullmatch", "finditer", "findall", "sub", "subn", "split")


def lazy_re(text: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, at no cost before it is used."""
    return cast("re.Pattern[str]", _Later(text, flags))


class _Later:
    def __init__(self, text: str, flags: int) -> None:
        self.pattern = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """A method that was not used before; all of them come with the first."""
        if name not in _METHODS:
            raise AttributeError(name)
        made = re.compile(self.pattern, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(made, method))
        return getattr(made, name)
