"""A copy of a case that is safe to send: everything personal covered, names of files too."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Protocol

from weiquan.errors import CaseError, RenderFailed
from weiquan.store.atomic import read_file, sync_folder
from weiquan.store.case import Answer, Case, Letter, Past
from weiquan.store.layout import BACKUP_FILE, CASE_FILE, README_FILE, TRACES
from weiquan.store.masked import MOST_BYTES, Unreadable, covered, visible
from weiquan.store.moving import contents
from weiquan.store.names import numbered
from weiquan.store.packing import write_zip
from weiquan.store.parse import dump
from weiquan.store.trouble import explain, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from weiquan.store.moving import Entry

README = """这是一件网购维权案卷的副本，可以发给别人看。

姓名、电话、地址、订单号、运单号、证件号这些都盖住了，盖住的地方写成〔姓名〕的样子。
图片、录屏和 pdf 里的内容没法盖住，没有放进来，要看的话再单独发。
程序可能有认不出的，发出去以前请自己再看一遍。
"""
ZIP = ".zip"
# Not copied as they are: written anew, or of no use beside covered letters.
OWN_FILES = frozenset({CASE_FILE, BACKUP_FILE, README_FILE, TRACES})


class Masking(Protocol):
    """What covers texts."""

    def text(self, raw: str) -> str:
        """One text, covered."""

    def pieces(self, parts: Sequence[str]) -> list[str]:
        """Texts that follow each other, covered as one."""

    def left_in(self, raw: str) -> bool:
        """Whether something known is left in it."""


@dataclass
class Redacted:
    """Where the copy is, what is in it, and what is not, with the reason."""

    place: Path
    files: list[str] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


def redact_case(case: Case, private: Mapping[str, str], mask: Masking, target: Path, *,
                write: bool = True) -> Redacted:
    """Write a covered copy of `case` as a new folder, or as a zip where `target` ends in .zip.

    `private` has the facts that are personal with the word that covers each. What is at `target`
    stays; the copy gets a number. With write=False nothing stays on disk.
    Raises: CaseError for the case, RenderFailed for the copy; then there is none.
    """
    parent = target.parent
    if not parent.is_dir():
        raise RenderFailed(f"没有文件夹「{shown(str(parent))}」。先新建这个文件夹，或换一个位置。")
    temp = parent / f".weiquan-redact-{os.urandom(6).hex()}"
    try:
        temp.mkdir(mode=0o700)
        try:
            done = _filled(case, private, mask, temp)
            done.place = _placed(temp, target) if write else _free(target)
        finally:
            shutil.rmtree(temp, ignore_errors=True)
    except OSError as error:
        raise RenderFailed(explain("写副本", target, error)) from error
    return done


def _free(target: Path) -> Path:
    stem, suffix = (target.stem, ZIP) if target.suffix == ZIP else (target.name, "")
    return next(target.with_name(n) for n in numbered(stem, suffix)
                if not os.path.lexists(target.with_name(n)))


def _placed(temp: Path, target: Path) -> Path:
    if target.suffix == ZIP:
        return write_zip(target, target.stem, [e for e in contents(temp) if e.kind == "file"])
    done = _free(target)
    temp.rename(done)
    sync_folder(done.parent)
    return done


def _filled(case: Case, private: Mapping[str, str], mask: Masking, temp: Path) -> Redacted:
    done = Redacted(temp)
    names: dict[str, str] = {}
    for entry in contents(case.folder):
        if entry.kind == "folder" or entry.name in OWN_FILES:
            continue
        try:
            made = _covered(entry, mask)
        except Unreadable as problem:
            done.left_out.append((entry.name, str(problem)))
            continue
        name = names[entry.name] = _name(mask.text(entry.name), set(names.values()))
        _write(temp / name, made)
    copy = masked_case(case, private, mask)
    copy.letters = [_letter(x, names, temp) for x in case.letters if x.file in names]
    copy.texts = {names[n]: _sum(temp / names[n]) for n in case.texts if n in names}
    data = dump(copy)
    if mask.left_in(data.decode()):
        raise CaseError(f"案件里有盖不住的内容，没有写副本。请先看看 {CASE_FILE} 里写了什么。")
    _write(temp / CASE_FILE, data)
    _write(temp / README_FILE, README.encode())
    done.files = sorted([*names.values(), CASE_FILE, README_FILE])
    return done


def _covered(entry: Entry, mask: Masking) -> bytes:
    """The content of a file of the case, covered; raises Unreadable."""
    if entry.kind != "file":
        raise Unreadable("是链接，或者不是普通文件")
    try:
        data = read_file(entry.path, MOST_BYTES)
    except OSError as error:
        raise Unreadable("读不了") from error
    return covered_bytes(entry.path.suffix, data, mask)


def covered_bytes(suffix: str, data: bytes, mask: Masking) -> bytes:
    """The content of a file of this kind, covered and searched again; raises Unreadable."""
    made = covered(suffix, data, mask.pieces)
    if any(map(mask.left_in, visible(suffix, made))):
        raise Unreadable("有没盖住的地方")
    return made


def _name(name: str, taken: set[str]) -> str:
    path = PurePosixPath(name)
    stem = path.name.removesuffix(path.suffix)
    return next(n for m in numbered(stem, path.suffix)
                if (n := str(path.with_name(m))) not in taken)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_bytes(data)
    path.chmod(0o600)


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _letter(letter: Letter, names: Mapping[str, str], temp: Path) -> Letter:
    name = names[letter.file]
    return dataclasses.replace(letter, file=name, sha256=_sum(temp / name), extra={})


def masked_case(case: Case, private: Mapping[str, str], mask: Masking) -> Case:
    """The case with covered answers, without what can be taken back and what nobody knows of."""
    def value(fact: str, have: Any) -> Any:
        if fact in private and isinstance(have, str):
            return f"〔{private[fact]}〕"
        return _deep(have, mask)

    return Case(
        folder=case.folder, id=os.urandom(6).hex(), created=case.created, updated=case.updated,
        rules_digest=case.rules_digest, weiquan=case.weiquan, finished=case.finished,
        facts={f: Answer(value(f, a.value), a.by, a.at, about=mask.text(a.about),
                         unconfirmed=a.unconfirmed)
               for f, a in case.facts.items()},
        asked=list(case.asked), exhibits=list(case.exhibits),
        history=[Past(p.id, value(p.id, p.old), p.at) for p in case.history],
        seen=_deep(case.seen, mask),
    )


def _deep(value: Any, mask: Masking) -> Any:
    if isinstance(value, str):
        return mask.text(value)
    if isinstance(value, list):
        return [_deep(x, mask) for x in value]
    if isinstance(value, dict):
        return {k: x if k == "rules" else _deep(x, mask) for k, x in value.items()}
    return value
