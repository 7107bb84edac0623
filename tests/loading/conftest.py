"""A tiny valid rule set, and files laid over it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from weiquan.loading.loader import check_rules

BASE = Path(__file__).parents[1] / "bad_rules" / "base"


class Sandbox:
    """A copy of the tiny rule set that a test may break."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, name, content):
        """Write a file; text or bytes."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def edit(self, name, old, new):
        """Replace text that stands in a file."""
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text
        self.put(name, text.replace(old, new, 1))

    def check(self, today=None):
        """Every finding as 「path:line:column CODE」, and the messages."""
        _, problems = check_rules(self.root / "rules", self.root / "templates", today)
        return problems

    def places(self):
        """Every finding without its message."""
        return [f"{p.path}:{p.line}:{p.column} {p.code}" for p in self.check()]


@pytest.fixture
def tiny(tmp_path):
    shutil.copytree(BASE, tmp_path / "tiny")
    return Sandbox(tmp_path / "tiny")
