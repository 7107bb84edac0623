"""A whole case that leaves or comes: deleted, packed into one zip, unpacked from one.

Each ends in one rename. Until then the case is as it was; what a killed program leaves behind has
a name of its own and is cleared away the next time.
"""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from weiquan.errors import CaseError
from weiquan.store.atomic import TEMP_SUFFIX, is_link, sync_folder
from weiquan.store.layout import LOCK_FILE, OURS
from weiquan.store.lock import CaseLock, own_folder
from weiquan.store.trouble import explain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GOING, COMING = f"{OURS}purge-", f"{OURS}import-"


@dataclass(frozen=True)
class Entry:
    """One thing in a case folder: `name` is relative to it, with slashes."""

    name: str
    path: Path
    kind: Literal["file", "folder", "link", "special"]
    size: int = 0


def contents(folder: Path) -> list[Entry]:
    """Everything in a case folder, in the order of names; links are not followed.

    The lock and half-written files of the program are left out. Raises: CaseError.
    """
    try:
        return sorted(_walk(folder, ""), key=lambda e: e.name)
    except OSError as error:
        raise CaseError(explain("读取案件", folder, error)) from error


def _walk(folder: Path, base: str) -> Iterator[Entry]:
    with os.scandir(folder) as found:
        entries = list(found)
    for entry in entries:
        name = f"{base}{entry.name}"
        path = folder / entry.name
        mode = entry.stat(follow_symlinks=False)
        if name == LOCK_FILE or entry.name.endswith(TEMP_SUFFIX):
            continue
        if stat.S_ISDIR(mode.st_mode) and not is_link(path):
            yield Entry(name, path, "folder")
            yield from _walk(path, f"{name}/")
        elif stat.S_ISREG(mode.st_mode):
            yield Entry(name, path, "file", mode.st_size)
        else:
            link = is_link(path)
            yield Entry(name, path, "link" if link else "special")


def purge_case(folder: Path) -> None:
    """Delete a case folder and all that is in it; links in it go, what they point at stays.

    Raises: CaseError; then the case is as it was, unless the message says what is left.
    """
    own_folder(folder)
    target = folder.parent / f"{GOING}{os.urandom(6).hex()}"
    lock = CaseLock(folder)
    try:
        try:
            lock.move(folder, target)
        except OSError as error:
            raise CaseError(explain("删除案件", folder, error)) from error
        sync_folder(folder.parent)
    finally:
        lock.release()
    try:
        shutil.rmtree(target)
    except OSError as error:
        raise CaseError(explain("删除案件", target, error) + "案件已经不在列表里，"
                        "剩下的文件下次运行 weiquan cases 时再清。") from error


def sweep_home(home: Path) -> int:
    """Clear away what a killed purge or import left; how many things that was."""
    done = 0
    with suppress(OSError), os.scandir(home) as found:
        left = [e.name for e in found if e.name.startswith((GOING, COMING))]
        for name in left:
            done += _cleared(home / name)
    return done


def _cleared(folder: Path) -> bool:
    if folder.name.startswith(COMING):
        try:
            CaseLock(folder).release()
        except CaseError:
            return False  # it is being filled in another window
    shutil.rmtree(folder, ignore_errors=True)
    return not os.path.lexists(folder)
