"""How much of what is there is read, and how much of what is read is right."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from weiquan.core.asking.heard import Heard


@dataclass
class Score:
    """Counts over many texts; `wrong` and `missed` say where."""

    right: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    there: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    first_three: list[bool] = field(default_factory=list)

    def reading(self, key: str, where: str, value: Any, *, right: bool) -> None:
        """One reading, and whether it is right."""
        self.read[key] += 1
        self.right[key] += right
        if not right:
            self.wrong.append(f"{where} {key}={value}")

    def expected(self, key: str, where: str, value: Any, *, found: bool) -> None:
        """Something that the text says, and whether it was read."""
        self.there[key] += 1
        self.found[key] += found
        if not found:
            self.missed.append(f"{where} {key}={value}")

    @property
    def precision(self) -> float:
        """Of what is read, how much is right."""
        return sum(self.right.values()) / max(1, sum(self.read.values()))

    @property
    def recall(self) -> float:
        """Of what is there, how much is read."""
        return sum(self.found.values()) / max(1, sum(self.there.values()))

    @property
    def happened(self) -> float:
        """Of the texts in which something happened was read, those with a right one in front."""
        return sum(self.first_three) / max(1, len(self.first_three))

    def report(self) -> str:
        """The figures, by fact."""
        keys = sorted(self.read | self.there)
        rows = [f"{k:18} 对 {self.right[k]}/{self.read[k]}　读到 {self.found[k]}/{self.there[k]}"
                for k in keys]
        return "\n".join([*rows, f"读出来的对 {self.precision:.3f}，有的读到 {self.recall:.3f}，"
                          f"前三样有对的 {self.happened:.3f}", *self.wrong])


def labels_in(heard: Heard, fact: str) -> list[str]:
    """The answers read for a fact with several, the likeliest first."""
    return [p.value[0] for p in heard.proposals if p.fact == fact]
