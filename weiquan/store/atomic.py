"""Files that are either the old version or the new one, never half of each."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

TEMP_SUFFIX = ".weiquan-tmp"
# Windows would turn every \n into \r\n without it.
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def read_file(path: Path, most: int) -> bytes:
    """What a plain file of at most `most` bytes holds.

    Raises: OSError; EISDIR and EINVAL for what is no plain file (a pipe would be waited for, for
    ever), EFBIG for a longer one.
    """
    fd = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(fd, "rb") as file:
        found = os.fstat(fd)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EISDIR if stat.S_ISDIR(found.st_mode) else errno.EINVAL, "no file")
        data = file.read(most + 1) if found.st_size <= most else b""
    if found.st_size > most or len(data) > most:
        raise OSError(errno.EFBIG, "too large")
    return data


def is_link(path: Path) -> bool:
    """Whether a path is itself a link, a junction of Windows included. Never raises."""
    junction = getattr(os.path, "isjunction", None)  # Python 3.11 has no name for it
    return os.path.islink(path) or bool(junction and junction(path))  # noqa: PTH114  pathlib raises


def write_file(path: Path, data: bytes) -> None:
    """Replace `path` by `data` in one step; readable by the owner only.

    Raises: OSError; then the old file is untouched and nothing is left beside it.
    """
    # A short name of its own: one built from `path` could be too long where `path` is not.
    temp = path.with_name(f".{os.urandom(6).hex()}{TEMP_SUFFIX}")
    try:
        with os.fdopen(os.open(temp, _NEW_FILE, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temp, path)  # noqa: PTH105 (the one call that is atomic on every system)
    except BaseException:
        with suppress(OSError):
            temp.unlink()
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a finished rename in `folder` survive a power cut, where the system can.

    A failure is not reported: the file is already complete and in place.
    """
    if os.name != "posix":
        return
    with suppress(OSError):
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)


def make_folders(folder: Path) -> None:
    """Create `folder` and what is missing above it, for the owner only. Raises: OSError."""
    try:
        folder.mkdir(mode=0o700)
    except FileNotFoundError:
        if folder.parent == folder:
            raise
        make_folders(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
    except FileExistsError:
        if not folder.is_dir():
            raise


def sweep(folder: Path) -> None:
    """Remove what a killed program left half-written; only for the holder of the lock."""
    if is_link(folder):
        return
    with suppress(OSError):
        for leftover in folder.glob(f".*{TEMP_SUFFIX}"):
            leftover.unlink()
