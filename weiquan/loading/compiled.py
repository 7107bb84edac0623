"""Compiled letter templates, kept between runs: compiling one takes longer than all the rest.

They are code, so they are only taken from a folder that nobody but the user can open, under the
same seal and key as the rules: as far as Python trusts its own __pycache__, and no further.
"""

from __future__ import annotations

import importlib.util
import marshal
import os
import stat
from pathlib import Path
from types import CodeType

from weiquan.loading.cache import key_of, read_sealed, write_sealed

_KIND = "letters"


class Compiled:
    """The compiled templates of one state of rules, templates and program, by name."""

    def __init__(self, folder: Path, root: Path, digest: str, engine: str) -> None:
        self.folder = folder
        self.key = key_of(digest, str(root), engine, importlib.util.MAGIC_NUMBER.hex())
        self.codes = self._read()
        self._before = len(self.codes)

    def _read(self) -> dict[str, CodeType]:
        if not _private(self.folder):
            return {}
        body = read_sealed(self.folder, _KIND, self.key)
        try:
            found = marshal.loads(body) if body is not None else {}  # noqa: S302  see above
        except (EOFError, ValueError, TypeError):
            return {}
        whole = isinstance(found, dict) and all(isinstance(c, CodeType) for c in found.values())
        return found if whole else {}

    def keep(self) -> None:
        """Write the templates that this run compiled, if any, next to the others."""
        if len(self.codes) > self._before:
            write_sealed(self.folder, _KIND, self.key, marshal.dumps(self.codes))
            self._before = len(self.codes)


def _private(folder: Path) -> bool:
    """Whether the folder is the user's own and closed to everybody else."""
    try:
        found = folder.stat()
    except OSError:
        return False
    if not hasattr(os, "getuid"):
        return True  # Windows: the profile folder is closed by default, and has no such modes
    return found.st_uid == os.getuid() and not stat.S_IMODE(found.st_mode) & 0o077
