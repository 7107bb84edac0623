"""Letters put into a case: earlier ones make room, what somebody changed stays."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path, PurePosixPath

from weiquan.cli.made import Made, file_name, part_of
from weiquan.errors import WeiquanError
from weiquan.store.atomic import read_file
from weiquan.store.case import Case, Letter
from weiquan.store.folder import letters_folder
from weiquan.store.layout import LARGEST, LETTERS, OLD
from weiquan.store.lock import own_folder
from weiquan.store.names import numbered
from weiquan.store.output import Written, write_output

MOST_BESIDE = 20   # versions of one letter under numbered names that are looked at


def keep_phone_page(case: Case, page: bytes, failed: list[str],
                    write: Callable[..., Written]) -> list[Path]:
    """Write the page for the phone; where it is."""
    from weiquan.render.copy_page import NAME

    try:
        own_folder(case.folder)
        done = write(case.folder / NAME, page, overwrite=case.wrote(NAME))
    except WeiquanError as error:
        failed.append(f"{NAME}：{error.message}")
        return []
    case.remember(NAME, page)
    return [done.path]


def keep(case: Case, number: int, one: Made, now: datetime, write: Callable[..., Written]) -> Path:
    """Write one letter; an earlier one of ours makes room, one changed by hand stays."""
    path = letters_folder(case) / file_name(number, one)
    _set_aside(case, path, one)
    done = write(path, one.data, make_parent=True)
    case.add_letter(Letter(
        one.id, one.format, done.path.relative_to(case.folder).as_posix(), now,
        hashlib.sha256(one.data).hexdigest()))
    return done.path


def _set_aside(case: Case, path: Path, one: Made) -> None:
    """Move earlier versions that nobody changed to the folder of old letters."""
    same = hashlib.sha256(one.data).hexdigest()
    _set_aside_unknown(case, path, same)
    for old in list(case.letters):
        file = case.folder / old.file
        if (old.kind, old.format) != (one.id, one.format) or file.parent != path.parent \
                or part_of(file) != one.part:
            continue
        try:
            data = read_file(file, LARGEST)
        except OSError:
            _found_again(case, old)
            continue
        found = hashlib.sha256(data).hexdigest()
        if found != old.sha256 or (file == path and found == same):
            continue
        try:
            kept = write_output(path.parent / OLD / file.name, data, make_parent=True)
            file.unlink()
        except OSError:
            continue  # it stays where it is, beside the new one
        case.letters.remove(old)
        case.add_letter(replace(old, file=kept.path.relative_to(case.folder).as_posix()))


def _set_aside_unknown(case: Case, path: Path, same: str) -> None:
    """Move away what the program wrote here before it was killed: no letter of the case yet."""
    if not case.coming:
        return
    known = {same, *(x.sha256 for x in case.letters)}
    for name in islice(numbered(path.stem, path.suffix), MOST_BESIDE):
        with suppress(OSError):
            data = read_file(path.with_name(name), LARGEST)
            if hashlib.sha256(data).hexdigest() in case.coming - known:
                write_output(path.parent / OLD / name, data, make_parent=True)
                path.with_name(name).unlink()


def _found_again(case: Case, old: Letter) -> None:
    """Note where a letter is that was moved just before the program was killed."""
    path = case.folder / LETTERS / OLD / PurePosixPath(old.file).name
    for name in islice(numbered(path.stem, path.suffix), MOST_BESIDE):
        with suppress(OSError):
            data = read_file(path.with_name(name), LARGEST)
            if hashlib.sha256(data).hexdigest() == old.sha256:
                case.letters.remove(old)
                case.add_letter(replace(old, file=f"{LETTERS}/{OLD}/{name}"))
                return
