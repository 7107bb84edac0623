"""A folder of covered copies: made on one basis, and never mixed with cases that are open."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from weiquan.errors import CaseError
from weiquan.store.atomic import read_file, write_file
from weiquan.store.staging import LEDGER_FILE, WORK
from weiquan.store.trouble import explain, shown

_MARK = "copies.json"
_MOST_BYTES = 10_000


def refuse_mixed(home: Path, basis: str) -> None:
    """Raise CaseError where `home` does not hold what is to be written into it.

    `basis` is what copies rest on (the moment comes first, then |), "" for a folder of cases.
    """
    found = _mark_of(home)
    if found is None:
        if basis and _holds_anything(home):
            raise CaseError(f"「{shown(str(home))}」里已经有东西。盖住个人信息的一份放进新文件夹，"
                            "请在 --out 后面换一个名字。")
    elif not basis:
        raise CaseError(f"「{shown(str(home))}」里是盖住了个人信息的一份，不能和案卷放在一起。"
                        "请在 --out 后面换一个名字，或者加上 --redact。")
    elif found["basis"] != basis:
        raise CaseError(
            f"「{shown(str(home))}」里的一份是 {shown(found['basis'].split('|')[0])} 做的，"
            "这次的日期、规则或者要的文书不一样。接着做那一份，用 --as-of 写那一天，"
            "别的选项也写一样的；另做一份，在 --out 后面换一个名字。")


def secret_of(home: Path, basis: str) -> bytes:
    """What rows are known by in a folder of copies besides their content; b"" among cases.

    Made with the first call. Why: the content of a row is known by its digest, and from the
    digest alone somebody could find out a phone number by trying all of them.
    Raises: CaseError.
    """
    refuse_mixed(home, basis)
    if not basis:
        return b""
    found = _mark_of(home)
    if found is None:
        found = {"basis": basis, "secret": os.urandom(16).hex()}
        path = home / WORK / _MARK
        try:
            write_file(path, json.dumps(found).encode())
        except OSError as error:
            raise CaseError(explain("写文件", path, error)) from error
    return found["secret"].encode()


def _mark_of(home: Path) -> dict[str, str] | None:
    path = home / WORK / _MARK
    try:
        loaded: Any = json.loads(read_file(path, _MOST_BYTES))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise CaseError(explain("读取文件", path, error)) from error
    except (ValueError, RecursionError):
        loaded = None
    if not isinstance(loaded, dict) or not all(
            isinstance(loaded.get(k), str) for k in ("basis", "secret")):
        raise CaseError(f"「{shown(str(path))}」坏了，不知道这里的一份是怎么做的。"
                        "请在 --out 后面换一个名字。")
    return loaded


def _holds_anything(home: Path) -> bool:
    try:
        names = set(os.listdir(home))  # noqa: PTH208 (names only)
    except OSError:
        return False  # not there yet, or said when it is made
    return names - {WORK} != set() or (home / WORK / LEDGER_FILE).exists()
