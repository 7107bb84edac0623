"""Chinese sentences for what the operating system refuses."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_NO_ROOM = ("磁盘满了", "腾出一些空间再试")
_DENIED = ("没有权限，或者文件正被别的程序打开", "关掉打开它的程序，检查文件夹的权限，再试")
_READ_ONLY = ("这个位置是只读的", "换一个能写的位置再试，案卷的位置可以用 --dir 指定")
_TOO_LONG = ("路径太长", "把案卷放到更短的路径下再试，位置可以用 --dir 指定")
_NOT_A_FOLDER = ("路径里有一级不是文件夹", "检查路径再试")
_UNABLE = ("这块盘做不了保存要用的操作，多半是网盘或者共享文件夹",
           "把案卷放到本机的磁盘上，位置可以用 --dir 指定")
_REASONS: dict[int, tuple[str, str]] = {
    errno.ENOSPC: _NO_ROOM,
    errno.EDQUOT: _NO_ROOM,
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EBUSY: _DENIED,
    errno.EFBIG: _NO_ROOM,
    errno.EROFS: _READ_ONLY,
    errno.ENAMETOOLONG: _TOO_LONG,
    errno.ENOENT: ("找不到这个位置", "检查路径，文件夹可能刚被移走或改名"),
    errno.ENOTDIR: _NOT_A_FOLDER,
    errno.EEXIST: _NOT_A_FOLDER,
    errno.EISDIR: ("这里已经有一个同名的文件夹", "换一个文件名再试"),
    errno.ELOOP: ("这里是一个链接，不是文件", "去掉这个链接再试"),
    errno.EIO: ("磁盘读写出错", "先把案卷复制到别的磁盘，再检查这块磁盘"),
    errno.ENOLCK: _UNABLE,
    errno.ENOSYS: _UNABLE,
    errno.ENOTSUP: _UNABLE,
    errno.EOPNOTSUPP: _UNABLE,
    errno.EMFILE: ("打开的文件太多", "关掉一些程序再试"),
}
_WINDOWS_PATH_TOO_LONG = 206


def explain(action: str, path: Path, error: OSError) -> str:
    """What failed, why, where and what to do, as one message."""
    if getattr(error, "winerror", None) == _WINDOWS_PATH_TOO_LONG:
        reason, advice = _TOO_LONG
    else:
        fallback = (f"系统报错，编号 {error.errno}", "再试一次；还不行就换一个位置")
        reason, advice = _REASONS.get(error.errno or 0, fallback)
    return f"{action}没有成功：{reason}。位置：{shown(str(path))}。{advice}。"


def shown(text: str) -> str:
    """`text` fit for a message: nothing in it can move the cursor or break the line."""
    return "".join(c if c.isprintable() or c == "\u3000" else "\ufffd" for c in text)
