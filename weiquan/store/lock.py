"""One writer at a time: a lock that the operating system drops when the program dies."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from weiquan.errors import CaseError
from weiquan.store.atomic import is_link
from weiquan.store.layout import LOCK_FILE
from weiquan.store.trouble import explain, shown

if TYPE_CHECKING:
    from pathlib import Path

    from filelock import BaseFileLock


def own_folder(folder: Path) -> None:
    """Refuse a case folder that is a link: what is done to it would happen elsewhere.

    Raises: CaseError.
    """
    if is_link(folder):
        raise CaseError(f"「{shown(folder.name)}」是一个链接，真正的文件在别处，所以没有动。"
                        "请到它指向的位置去办，或者删掉这个链接。")


def own_file(path: Path) -> None:
    """Refuse a case file that is a link: saving would leave what it points at behind.

    Raises: CaseError.
    """
    if is_link(path):
        raise CaseError(f"案件「{shown(path.parent.name)}」的 {path.name} 是一个链接，真正的文件在"
                        "别处，所以没有打开。请把它换成那个文件本身，再试。")


class CaseLock:
    """The right to write into one case folder, from creation to `release`."""

    def __init__(self, folder: Path) -> None:
        """Take the lock at once, or raise CaseError."""
        self._lock: BaseFileLock | None = None
        self._take(folder)

    @property
    def held(self) -> bool:
        """Whether this object still has the right."""
        return self._lock is not None

    def release(self) -> None:
        """Give the right back; the second call does nothing."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def move(self, folder: Path, target: Path) -> None:
        """Rename the case folder, with the lock still held afterwards.

        Raises: OSError, and the folder stays where it is; CaseError, if another program
        took the lock while Windows, which cannot rename around an open file, made us drop it.
        """
        if sys.platform != "win32":
            folder.rename(target)
            return
        self.release()
        try:
            folder.rename(target)
        except OSError:
            self._take(folder)
            raise
        self._take(target)

    def _take(self, folder: Path) -> None:
        import filelock  # 49 ms, and only writing commands need it

        # filelock would create a folder that is missing.
        if not os.path.isdir(folder):  # noqa: PTH112 (Path.is_dir raises on a path too long)
            raise CaseError(
                f"没有案件文件夹「{shown(folder.name)}」，可能刚被移走或改名。"
                "运行 weiquan cases 查看全部案件。"
            )
        own_folder(folder)
        if is_link(folder / LOCK_FILE):  # older versions of the library empty what it points at
            raise CaseError(f"「{shown(str(folder / LOCK_FILE))}」是一个链接，所以没有打开。"
                            "请删掉这个链接再试。")
        lock = filelock.FileLock(folder / LOCK_FILE, timeout=0, mode=0o600)
        try:
            lock.acquire()
        except filelock.Timeout:
            raise CaseError(
                f"案件「{shown(folder.name)}」正在另一个窗口里使用。关掉那个窗口后再试。"
            ) from None
        except OSError as error:
            raise CaseError(explain("打开案件", folder, error)) from error
        self._lock = lock
