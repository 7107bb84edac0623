"""Where this user's cases are."""

from __future__ import annotations

import os
from pathlib import Path

from weiquan.errors import CaseError
from weiquan.store.home import home


def home_folder(explicit: Path | None) -> Path:
    """The folder of all cases; raises CaseError when the system names no home folder."""
    if explicit is not None:
        return explicit
    lost = CaseError("找不到家目录。请用 --dir 指出案卷放在哪里。")
    if os.environ.get("HOME") == "":  # Python takes it for the root of all folders
        raise lost
    try:
        user_home = Path.home()
    except RuntimeError:
        raise lost from None
    return home(None, os.environ, user_home)


def case_folder(name: str | None, home: Path, *, finished: bool = False) -> Path:
    """The folder of the case that `name` means; without one, the case that was used last.

    `finished`: also one that is over. Raises CaseError where there is none.
    """
    from weiquan.store.home import find_case, list_cases

    if name is not None:
        return find_case(home, name)
    cases = [c for c in list_cases(home) if not c.problem and (finished or not c.finished)]
    if not cases:
        raise CaseError("还没有案件。运行 weiquan start 新建一个。")
    return cases[0].folder
