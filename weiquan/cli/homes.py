"""Where this user's cases are."""

from __future__ import annotations

import os
from pathlib import Path

from weiquan.errors import CaseError
from weiquan.store.home import home


def home_folder(explicit: Path | None) -> Path:
    """The folder of all cases; raises CaseError when the system names no home folder."""
    try:
        user_home = Path.home()
    except RuntimeError:
        raise CaseError("找不到家目录。请用 --dir 指出案卷放在哪里。") from None
    return home(explicit, os.environ, user_home)
