"""Folder and file names from what people type."""

from __future__ import annotations

import unicodedata
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_ALLOWED = frozenset("_.+（）【】·")
_NO_FILE = frozenset('/\\:*?"<>|')
_LONGEST_PLATFORM = 20
_LONGEST_PRODUCT = 40
UNNAMED = "未命名"


def folder_name(day: date, platform: str, product: str) -> str:
    """The name of a case folder: <YYYY-MM-DD>-<platform>-<product>."""
    # The date in front also keeps Windows from seeing one of its device names (CON, NUL).
    parts = [day.isoformat(), safe(platform, _LONGEST_PLATFORM), safe(product, _LONGEST_PRODUCT)]
    return "-".join(part for part in (*parts[:2], parts[2] or UNNAMED) if part)


def safe(text: str, longest: int = _LONGEST_PRODUCT) -> str:
    """`text` as part of a file name on every system; what is not allowed becomes a hyphen.

    Letters, digits and a few marks stay. An allowlist, because the name is also pasted into
    a shell as `weiquan resume <name>`: quotes, $ and spaces must not survive either.
    """
    kept = "".join(
        c if c.isalnum() or c in _ALLOWED or unicodedata.category(c).startswith("M") else " "
        for c in unicodedata.normalize("NFC", text)
    )
    return "-".join(kept.split())[:longest].strip("-.")


def is_safe(name: str) -> bool:
    """Whether `name` could have come from `safe`."""
    return safe(name, len(name)) == name


def numbered(name: str, suffix: str = "") -> Iterator[str]:
    """`name` + `suffix`, then the same with -2, -3 … in between."""
    yield name + suffix
    for n in count(2):
        yield f"{name}-{n}{suffix}"


def is_numbered(name: str, base: str) -> bool:
    """Whether `name` is `base`, or `base` with a number that set it apart."""
    rest = name.removeprefix(base) if name.startswith(base) else "?"
    return not rest or (rest.startswith("-") and rest[1:].isdecimal())


def file_part(text: str) -> str:
    """`text` as part of a file name: what leads elsewhere or no system takes is a hyphen.

    Unlike `safe` it keeps spaces and Chinese marks: nobody pastes it into a shell.
    """
    kept = "".join(c if c.isprintable() and c not in _NO_FILE else "-" for c in text)
    return kept[:_LONGEST_PRODUCT].strip(" .-") or UNNAMED
