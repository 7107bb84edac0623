"""What the program is about to write, noted before: after a death it knows its own files again.

A file that nobody knows is somebody else's, and the next version of it would get another name:
then the one with the plain name is outdated for ever.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING

from weiquan.store.atomic import read_file
from weiquan.store.case import COMING
from weiquan.store.folder import save_case
from weiquan.store.layout import LARGEST, LETTERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from weiquan.store.case import Case


def announce(case: Case, contents: Iterable[bytes]) -> None:
    """Save the sums of files that are about to be written; nothing where all are known.

    A case that is made out of sight is thrown away after a death, and needs none of it.
    Raises: CaseError, and nothing may be written.
    """
    if case.lock is None:
        return
    known = {*case.texts.values(), *(x.sha256 for x in case.letters), *case.coming}
    sums = _sums(contents)
    if sums - known:
        case.extra[COMING] = sorted(sums | case.coming)
        save_case(case)


def arrived(case: Case, contents: Iterable[bytes]) -> None:
    """Forget what was announced and is noted where it belongs by now; to be saved.

    What an earlier run announced is kept as long as such a file is there.
    """
    left = case.coming - _sums(contents)
    if left:
        left &= _here(case)
    case.extra.pop(COMING, None)
    if left:
        case.extra[COMING] = sorted(left)


def _sums(contents: Iterable[bytes]) -> set[str]:
    return {hashlib.sha256(data).hexdigest() for data in contents}


def _here(case: Case) -> set[str]:
    """The sums of the files that lie open in a case, not among the old ones."""
    found = set()
    for folder in (case.folder, case.folder / LETTERS):
        with suppress(OSError):
            for path in folder.iterdir():
                with suppress(OSError):
                    found |= _sums([read_file(path, LARGEST)])
    return found
