"""Where Jinja keeps compiled letter templates between runs: compiling takes longer than the rest.

They are code, so the folder is one that nobody but the user can open: it is trusted as far as
Python trusts its own __pycache__, and no further.
"""

from __future__ import annotations

import os
import shutil
import stat
import time
from pathlib import Path

from weiquan.loading.sealed import key_of, name_of

_HOUR = 3600
_DAY = 24 * _HOUR


def bytecode_folder(cache: Path, engine: str) -> Path | None:
    """The folder for what this state of the program compiled with `engine`, or None.

    None where the cache folder cannot be written to, or others can open it. Folders of other
    states of the program go when nobody has used them for a day: another may be running.
    """
    folder = cache / f"templates-{name_of(key_of(engine))}"
    now = time.time()
    try:
        if not folder.is_dir():
            for old in cache.glob("templates-*"):
                if now - old.stat().st_mtime > _DAY:
                    shutil.rmtree(old, ignore_errors=True)
            folder.mkdir(mode=0o700, exist_ok=True)
        elif now - folder.stat().st_mtime > _HOUR:
            os.utime(folder)  # it is in use
        return folder if _private(cache) and _private(folder) else None
    except OSError:
        return None


def _private(folder: Path) -> bool:
    """Whether the folder is the user's own and closed to everybody else."""
    found = folder.stat()
    if not hasattr(os, "getuid"):
        return True  # Windows: the profile folder is closed by default, and has no such modes
    return found.st_uid == os.getuid() and not stat.S_IMODE(found.st_mode) & 0o077
