"""A table for a spreadsheet, written row by row and put in its place in one step."""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from weiquan.core.values.sheets import defused
from weiquan.errors import RenderFailed
from weiquan.store.names import numbered
from weiquan.store.trouble import explain, shown


def write_table(path: Path, rows: Iterable[Sequence[str]], scratch: Path,
                ours: str) -> tuple[Path, str]:
    """Write rows as CSV that a spreadsheet opens; where it now is, and the sha256 of it.

    `scratch` is a folder on the same disk. A file at `path` whose sha256 is not `ours` was
    changed by somebody: it stays, and the new one gets the next number. Raises: RenderFailed.
    """
    half = scratch / f"half-{os.urandom(6).hex()}.csv"
    try:
        # A spreadsheet takes it for UTF-8 only with the mark in front.
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w",
                       encoding="utf-8-sig", newline="", errors="replace") as file:
            csv.writer(file).writerows(_safe(rows))
            file.flush()
            os.fsync(file.fileno())
        digest = digest_of(half)
        return _placed(half, path, ours, digest), digest
    except OSError as error:
        raise RenderFailed(explain("写表格", path, error)) from error
    finally:
        half.unlink(missing_ok=True)


def table_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV, for the screen or another program."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(_safe(rows))
    return out.getvalue()


def _safe(rows: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    return ([defused(" ".join(cell.split())) for cell in row] for row in rows)


def _placed(half: Path, path: Path, ours: str, digest: str) -> Path:
    for name in numbered(path.stem, path.suffix):
        target = path.with_name(name)
        if os.path.lexists(target):
            if target.is_symlink() or not target.is_file():
                raise RenderFailed(f"「{shown(str(target))}」不是普通文件。请移走它再试。")
            found = digest_of(target)
            if found == digest:
                return target
            if found != ours:
                continue
        try:
            half.replace(target)
        except PermissionError:
            if not target.exists():
                raise
            continue  # open in a spreadsheet: Windows then lets nobody replace it
        return target
    raise AssertionError("numbered() never ends")


def digest_of(path: Path) -> str:
    """The sha256 of a file, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
