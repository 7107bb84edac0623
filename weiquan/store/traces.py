"""What stands behind each sentence of the letters of a case, kept beside case.json.

A letter is found by the sum of its bytes, so that one that was moved is known, and one that was
changed by hand is known to be changed. The file may be deleted: only `explain` looks at it.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from weiquan.errors import RenderFailed
from weiquan.store.atomic import read_file, write_file
from weiquan.store.layout import CASE_FILE, LARGEST, TRACES
from weiquan.store.trouble import explain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from weiquan.store.case import Case

SCHEMA = 1
Sentences = tuple[tuple[str, tuple[str, ...]], ...]
_UP = 4    # folders from a letter up to its case: 文书/旧 and the case itself


@dataclass(frozen=True)
class Trace:
    """The sentences of one written letter, each with the keys of its sources."""

    kind: str
    file: str
    sentences: Sentences


def keep_traces(case: Case, made: Mapping[str, Trace]) -> None:
    """Add the traces of letters, by the sum of their bytes; those of letters that are gone go.

    Raises: RenderFailed; the letters themselves are already written then.
    """
    if not made:
        return
    path = case.folder / TRACES
    kept = {x.sha256 for x in case.letters}
    every = {s: t for s, t in {**traces_in(path), **made}.items() if s in kept or s in made}
    doc = {"schema": SCHEMA, "letters": {
        s: {"kind": t.kind, "file": t.file, "sentences": [[x, list(k)] for x, k in t.sentences]}
        for s, t in every.items()}}
    try:
        write_file(path, (json.dumps(doc, ensure_ascii=False) + "\n").encode())
    except OSError as error:
        raise RenderFailed(explain("写文件", path, error)) from error


def traces_in(path: Path) -> dict[str, Trace]:
    """The traces that a file holds, by sum; none where it is not there or is something else."""
    found: dict[str, Trace] = {}
    with suppress(OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        doc = json.loads(read_file(path, LARGEST))
        if doc["schema"] == SCHEMA:
            found = {str(s): _trace(t) for s, t in doc["letters"].items()}
    return found


def _trace(record: Mapping[str, Any]) -> Trace:
    rows: Sequence[Any] = record["sentences"]
    return Trace(str(record["kind"]), str(record["file"]),
                 tuple((str(text), tuple(map(str, keys))) for text, keys in rows))


def case_around(letter: Path) -> Path | None:
    """The folder of the case in which a letter lies, or None."""
    for folder in list(letter.absolute().parents)[:_UP]:
        if (folder / CASE_FILE).is_file():
            return folder
    return None


def traces_of(folder: Path) -> dict[str, Trace]:
    """The traces of the letters of the case in `folder`."""
    return traces_in(folder / TRACES)
