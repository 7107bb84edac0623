"""The YAML files of the tests, read by the parser in C: every worker reads most of them first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


def texts_in(path: Path) -> Any:
    """What stands in a file, every scalar as its text."""
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)


def values_in(path: Path) -> Any:
    """What stands in a file, with numbers, days and truth as such."""
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
