"""A case that is made whole out of sight and then put in its place in one step."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from weiquan.errors import CaseError
from weiquan.store.atomic import make_folders, sync_folder
from weiquan.store.case import Case, moment
from weiquan.store.folder import readme_text
from weiquan.store.layout import CASE_FILE, README_FILE
from weiquan.store.names import numbered
from weiquan.store.parse import dump
from weiquan.store.trouble import explain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

WORK = ".weiquan-batch"     # beside the cases: no list of cases looks into it
LEDGER_FILE = "ledger.sqlite"
_HALF = "half-"
# One call for many cases: asking for each file takes longer than all the rest.
_AT_ONCE = hasattr(os, "sync")
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def stage(home: Path, at: datetime, *, rules_digest: str, version: str) -> Case:
    """A new case in a folder of its own that is not one of `home` yet. Raises: CaseError."""
    folder = home / WORK / f"{_HALF}{os.urandom(6).hex()}"
    try:
        make_folders(folder)
    except OSError as error:
        raise CaseError(explain("新建案件", home, error)) from error
    return Case(folder=folder, id=os.urandom(6).hex(), created=moment(at), updated=moment(at),
                rules_digest=rules_digest, weiquan=version)


def put(path: Path, data: bytes) -> None:
    """Write a new file in a folder that is staged. Raises: CaseError."""
    try:
        make_folders(path.parent)
        with os.fdopen(os.open(path, _NEW_FILE, 0o600), "wb") as file:
            file.write(data)
            if not _AT_ONCE:
                file.flush()
                os.fsync(file.fileno())
    except OSError as error:
        raise CaseError(explain("写文件", path, error)) from error


def finish(case: Case, home: Path, wanted: str, started_as: str,
           readme: str | None = None) -> str:
    """Write what names the case: case.json and 说明.txt; the name that it is to have in `home`.

    `readme` is what 说明.txt says in place of the usual. Raises: CaseError.
    """
    name = _free(home, wanted)
    half, case.folder = case.folder, home / name
    try:
        put(half / CASE_FILE, dump(case))
        put(half / README_FILE, (readme or readme_text(case, started_as)).encode())
    finally:
        case.folder = half
    return name


def settle(home: Path, halves: Sequence[tuple[str, str]], started_as: str,
           readme: str | None = None) -> list[str]:
    """Put staged folders in their place: (folder, name that it is to have); the names they got.

    Each is there as a whole or not at all, also after a power cut. `readme` as in `finish`.
    Raises: CaseError.
    """
    if _AT_ONCE:
        os.sync()
    names = []
    for folder, wanted in halves:
        half, name = home / WORK / folder, wanted
        try:
            while not _moved(half, home / name):
                name = _free(home, wanted)
                case = Case(home / name, "", datetime.min, datetime.min)
                (half / README_FILE).write_bytes(
                    (readme or readme_text(case, started_as)).encode())
        except OSError as error:
            raise CaseError(explain("新建案件", home, error)) from error
        names.append(name)
    sync_folder(home)
    return names


def _free(home: Path, wanted: str) -> str:
    return next(n for n in numbered(wanted) if not os.path.lexists(home / n))


def _moved(half: Path, target: Path) -> bool:
    """Whether the folder could be moved; False where another has the name."""
    if os.path.lexists(target):
        return False
    try:
        half.rename(target)
    except OSError:
        if not os.path.lexists(target):
            raise
        return False
    return True


def discard(case: Case) -> None:
    """Remove a staged case that is not to be."""
    if case.folder.parent.name == WORK:
        shutil.rmtree(case.folder, ignore_errors=True)


def sweep_halves(home: Path) -> None:
    """Remove what an interrupted run left half made; only for the holder of the lock."""
    with suppress(OSError):
        for half in (home / WORK).glob(f"{_HALF}*"):
            if half.is_dir() and not half.is_symlink():
                shutil.rmtree(half, ignore_errors=True)
            else:
                half.unlink()
