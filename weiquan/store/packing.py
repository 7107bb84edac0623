"""A case as one zip, for somebody else: complete or not there at all."""

from __future__ import annotations

import os
import stat
import time
import zipfile
from contextlib import suppress
from typing import IO, TYPE_CHECKING

from weiquan.errors import CaseError, RenderFailed
from weiquan.store.atomic import TEMP_SUFFIX, sync_folder
from weiquan.store.folder import read_case
from weiquan.store.lock import CaseLock, own_folder
from weiquan.store.moving import contents
from weiquan.store.names import numbered
from weiquan.store.trouble import explain, shown

if TYPE_CHECKING:
    from pathlib import Path

    from weiquan.store.moving import Entry

MOST_FILES, MOST_BYTES = 5_000, 4_000_000_000
_HOUR = 3600
_OLDEST = 315_619_200   # 1980: a zip knows no earlier day


def packed(folder: Path, target: Path, *, overwrite: bool = False) -> tuple[Path, list[Entry]]:
    """Write the case in `folder` as one zip; where it is, and what is not in it.

    Links and special files stay out. Another file of that name is kept unless `overwrite`.
    Raises: CaseError for the case, RenderFailed for the zip; then nothing is changed.
    """
    own_folder(folder)
    lock = CaseLock(folder)
    try:
        read_case(folder)
        entries = contents(folder)
        _check_size(entries)
        return write_zip(target, folder.name, [e for e in entries if e.kind == "file"],
                         overwrite=overwrite), [e for e in entries
                                                if e.kind in {"link", "special"}]
    finally:
        lock.release()


def write_zip(target: Path, name: str, files: list[Entry], *, overwrite: bool = False) -> Path:
    """A zip of these files in a folder called `name`; raises RenderFailed."""
    try:
        if target.is_dir():
            raise RenderFailed(f"「{shown(str(target))}」是一个文件夹。请在后面加上文件名。")
        if not target.parent.is_dir():
            raise RenderFailed(f"没有文件夹「{shown(str(target.parent))}」。"
                               "先新建这个文件夹，或换一个位置。")
        _sweep_old(target.parent)
        temp = target.with_name(f".{os.urandom(6).hex()}{TEMP_SUFFIX}")
        try:
            flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            with os.fdopen(os.open(temp, flags, 0o600), "w+b") as file:
                _fill(file, name, files)
                file.flush()
                os.fsync(file.fileno())
            done = target if overwrite else next(
                p for n in numbered(target.stem, target.suffix)
                if not os.path.lexists(p := target.with_name(n)))
            temp.replace(done)
        except BaseException:
            with suppress(OSError):
                temp.unlink()
            raise
        sync_folder(target.parent)
    except OSError as error:
        raise RenderFailed(explain("写文件", target, error)) from error
    return done


def _fill(file: IO[bytes], name: str, files: list[Entry]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for entry in files:
            flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
            with os.fdopen(os.open(entry.path, flags), "rb") as source:
                when = time.localtime(max(os.fstat(source.fileno()).st_mtime, _OLDEST))
                info = zipfile.ZipInfo(f"{name}/{entry.name}", when[:6])
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = (stat.S_IFREG | 0o600) << 16
                with zipped.open(info, "w", force_zip64=entry.size > 2**31) as out:
                    while block := source.read(1 << 20):
                        out.write(block)


def _check_size(entries: list[Entry]) -> None:
    size = sum(e.size for e in entries)
    if len(entries) > MOST_FILES or size > MOST_BYTES:
        raise CaseError(f"这个案件有 {len(entries)} 个文件、{size // 1_000_000} MB，"
                        f"装进一个压缩包太大（最多 {MOST_FILES} 个、"
                        f"{MOST_BYTES // 1_000_000} MB）。"
                        "把大的视频挪到别处再试。")


def _sweep_old(folder: Path) -> None:
    """Remove what a killed export left; one that is an hour old is no longer being written."""
    with suppress(OSError):
        for left in folder.glob(f".*{TEMP_SUFFIX}"):
            if time.time() - left.lstat().st_mtime > _HOUR:
                left.unlink()
