"""Letters and exports: files that are handed to the user, and never lost to a second run."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from weiquan.errors import RenderFailed
from weiquan.store.atomic import make_folders, write_file
from weiquan.store.names import numbered
from weiquan.store.trouble import explain, shown

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Written:
    """Where the content now is, and what that took.

    `renamed`: another file had the name, so the content is beside it under the next number.
    """

    path: Path
    status: Literal["written", "unchanged", "renamed", "replaced"]


def write_output(
    path: Path, data: bytes, *, overwrite: bool = False, make_parent: bool = False,
    dry_run: bool = False,
) -> Written:
    """Write `data` to `path`, or beside it: a file with other content stays unless `overwrite`.

    `make_parent` is for folders that hold what is written, in a case or for several letters;
    the folder around a single file that the user named must exist. With `dry_run` nothing is
    written, and what is returned says what would be.
    Raises: RenderFailed, and nothing is changed.
    """
    try:
        if make_parent and not dry_run:
            make_folders(path.parent)
        if path.is_dir():
            raise RenderFailed(f"「{shown(str(path))}」是一个文件夹。请在后面加上文件名。")
        if not path.parent.is_dir() and not (dry_run and make_parent):
            raise RenderFailed(
                f"没有文件夹「{shown(str(path.parent))}」。先新建这个文件夹，或换一个位置。"
            )
        return _write(path, data, overwrite=overwrite, dry_run=dry_run)
    except OSError as error:
        raise RenderFailed(explain("写文件", path, error)) from error


def _write(path: Path, data: bytes, *, overwrite: bool, dry_run: bool) -> Written:
    for name in numbered(path.stem, path.suffix):
        candidate = path.with_name(name)
        found = _find(candidate, data)
        if found == "same":
            return Written(candidate, "unchanged")
        if found == "special" and candidate == path:
            raise RenderFailed(f"「{shown(str(path))}」不是普通文件。请换一个文件名。")
        if found == "free" or (found == "other" and overwrite):
            if not dry_run:
                write_file(candidate, data)
            if candidate != path:
                return Written(candidate, "renamed")
            return Written(path, "written" if found == "free" else "replaced")
    raise AssertionError("numbered() never ends")


def _find(path: Path, data: bytes) -> Literal["free", "same", "other", "special"]:
    """What is at `path`: nothing, a file with this content or with another, or no plain file."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return "free"
    if not stat.S_ISREG(found.st_mode):  # a link would be lost, a pipe would make us wait
        return "special"
    return "same" if found.st_size == len(data) and path.read_bytes() == data else "other"
