"""A case from somebody else's zip, unpacked without trusting what is in it."""

from __future__ import annotations

import os
import shutil
import stat
import unicodedata
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

from weiquan.errors import CaseError
from weiquan.store.atomic import make_folders, sync_folder
from weiquan.store.folder import read_case
from weiquan.store.home import list_cases
from weiquan.store.layout import BACKUP_FILE, CASE_FILE, EVIDENCE, LETTERS, README_FILE, TRACES
from weiquan.store.lock import CaseLock
from weiquan.store.moving import COMING
from weiquan.store.names import folder_name, is_safe, numbered
from weiquan.store.packing import MOST_BYTES, MOST_FILES
from weiquan.store.trouble import explain, shown

if TYPE_CHECKING:
    from pathlib import Path

_DEEPEST, _LONGEST = 8, 120
APART = "导入的其他文件"
OWN = frozenset({CASE_FILE, BACKUP_FILE, README_FILE, TRACES, "先做什么.txt", "依据.txt",
                 "证据清单.txt"})
LETTER_KINDS = frozenset({".docx", ".txt", ".md", ".html", ".pdf"})
# What a double click would run. Evidence is anything else that people keep.
_RUNS = frozenset({
    ".app", ".bat", ".cmd", ".com", ".command", ".desktop", ".dll", ".docm", ".exe", ".hta",
    ".jar", ".js", ".jse", ".lnk", ".msi", ".pif", ".ps1", ".py", ".reg", ".scr", ".sh", ".url",
    ".vbe", ".vbs", ".wsf", ".xlsm",
})
_FORBIDDEN = frozenset('<>:"|?*\\')
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt")
                                                    for n in range(1, 10))})
_NO_CASE = (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error,
            ValueError, LookupError, OverflowError)


@dataclass(frozen=True)
class Unpacked:
    """Where an imported case is, what was kept apart, and a case here that it is a copy of."""

    folder: Path
    apart: tuple[str, ...] = ()
    twin: str = ""


def unpacked(archive: Path, home: Path, *, keep: bool = True) -> Unpacked:
    """Unpack a case into `home`, beside what is there.

    What does not belong to a case lies in a folder of its own. With keep=False all of it is
    tried, and nothing stays. Raises: CaseError, and nothing stays.
    """
    try:
        with os.fdopen(os.open(archive, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)
                               | getattr(os, "O_BINARY", 0)), "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode) or found.st_size > MOST_BYTES:
                raise CaseError(f"「{shown(str(archive))}」不是压缩包，或者太大。没有导入。")
            return _unpacked(file, archive, home, keep=keep)
    except FileNotFoundError:
        raise CaseError(f"没有文件「{shown(str(archive))}」。请检查位置。") from None
    except OSError as error:
        raise CaseError(explain("导入案件", archive, error)) from error
    except _NO_CASE as error:
        raise CaseError(f"「{shown(str(archive))}」不是完好的压缩包，或者加了密码。没有导入。"
                        "请让对方用 weiquan export 再导出一次。") from error


def _unpacked(file: IO[bytes], archive: Path, home: Path, *, keep: bool) -> Unpacked:
    with zipfile.ZipFile(file) as zipped:
        members = _members(zipped)
        top, places, apart = _places(members)
        make_folders(home)
        temp = home / f"{COMING}{os.urandom(6).hex()}"
        temp.mkdir(mode=0o700)
        lock = CaseLock(temp)
        try:
            _extract(zipped, places, temp)
            case = read_case(temp)
            twin = next((c.name for c in list_cases(home)
                         if not c.problem and _id_of(c.folder) == case.id), "")
            product = case.facts.get("product")
            said = str(product.value) if product is not None else ""
            base = top if top and is_safe(top) else folder_name(case.created.date(), "", said)
            target = next(home / n for n in numbered(base) if not os.path.lexists(home / n))
            if keep:
                lock.move(temp, target)
        except BaseException as error:
            lock.release()
            shutil.rmtree(temp, ignore_errors=True)
            if isinstance(error, CaseError):
                inner = shown(archive.name)
                raise CaseError(f"「{inner}」里的案件不能用，没有导入。" + error.message.replace(
                    f"文件夹是 {shown(str(temp))}", "请让对方再导出一次").replace(
                    shown(temp.name), inner)) from error
            raise
        lock.release()
        if not keep:
            shutil.rmtree(temp, ignore_errors=True)
        sync_folder(home)
    return Unpacked(target, tuple(apart), twin)


def _id_of(folder: Path) -> str:
    try:
        return read_case(folder).id
    except CaseError:
        return ""


def _members(zipped: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files of a zip by their name; raises CaseError for what could do harm."""
    members: dict[str, zipfile.ZipInfo] = {}
    folded: set[str] = set()
    total = 0
    for info in zipped.infolist():
        name = _name_of(info)
        if "__MACOSX" in PurePosixPath(name).parts or name.endswith(".DS_Store"):
            continue
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in {0, stat.S_IFREG, stat.S_IFDIR} or not _is_plain(name):
            raise CaseError(f"压缩包里的「{shown(name[:_LONGEST])}」是链接，"
                            "或者名字会写到别的地方去。没有导入。")
        if info.is_dir():
            continue
        key = unicodedata.normalize("NFC", name).casefold()
        if key in folded:
            raise CaseError(f"压缩包里有两个「{shown(name[:_LONGEST])}」。没有导入。")
        folded.add(key)
        members[name] = info
        total += info.file_size
        if len(members) > MOST_FILES or total > MOST_BYTES:
            raise CaseError(f"压缩包里的内容太多（最多 {MOST_FILES} 个文件、"
                            f"{MOST_BYTES // 1_000_000} MB）。没有导入。")
    return members


def _name_of(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: Windows packs Chinese names in its own encoding, unmarked."""
    if "\0" in info.orig_filename:
        return "\0"
    if not info.flag_bits & 0x800:
        with suppress(UnicodeError):
            raw = info.filename.encode("cp437")
            with suppress(UnicodeError):
                return raw.decode("utf-8")
            return raw.decode("gb18030")
    return info.filename


def _is_plain(name: str) -> bool:
    """Whether a name leads to one place in the folder, on every system."""
    parts = name.removesuffix("/").split("/")
    return len(parts) <= _DEEPEST and all(
        0 < len(p) <= _LONGEST and p not in {".", ".."} and p.isprintable()
        and not set(p) & _FORBIDDEN and p[-1] not in ". "
        and p.split(".")[0].casefold() not in _DEVICES for p in parts)


def _places(members: dict[str, zipfile.ZipInfo]) -> tuple[str, dict[str, zipfile.ZipInfo],
                                                          list[str]]:
    """The name of the case, where each file goes, and the files that are kept apart."""
    tops = [n.removesuffix(CASE_FILE).rstrip("/") for n in members
            if PurePosixPath(n).name == CASE_FILE and n.count("/") <= 1]
    if len(tops) != 1:
        found = "有好几个" if tops else "没有"
        raise CaseError(f"这个压缩包里{found}案件（{CASE_FILE}）。没有导入。"
                        "一个压缩包装一个案件，用 weiquan export 导出。")
    top = tops[0]
    places: dict[str, zipfile.ZipInfo] = {}
    apart = []
    for name, info in members.items():
        inside = name.removeprefix(f"{top}/" if top else "")
        if (name.startswith(f"{top}/") or not top) and _belongs(inside):
            places[inside] = info
        else:
            bare = PurePosixPath(inside.removeprefix(f"{APART}/"))
            place = next(p for n in numbered(f"{APART}/{bare.with_suffix('')}", bare.suffix)
                         if (p := n) not in places)
            apart.append(place)
            places[place] = info
    return top, places, apart


def _belongs(name: str) -> bool:
    path = PurePosixPath(name)
    if name in OWN:
        return True
    hidden = any(part.startswith(".") for part in path.parts)
    kind = path.suffix.casefold()
    if hidden or len(path.parts) < 2:
        return False
    return (path.parts[0] == LETTERS and kind in LETTER_KINDS) \
        or (path.parts[0] == EVIDENCE and kind not in _RUNS)


def _extract(zipped: zipfile.ZipFile, places: dict[str, zipfile.ZipInfo], into: Path) -> None:
    left = MOST_BYTES
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    for name, info in places.items():
        path = into.joinpath(*name.split("/"))
        make_folders(path.parent)
        with zipped.open(info) as source, os.fdopen(os.open(path, flags, 0o600), "wb") as out:
            while block := source.read(1 << 20):
                left -= len(block)
                if left < 0:  # what it says about its size need not be true
                    raise CaseError("压缩包里的内容太多。没有导入。")
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
        with suppress(ValueError, OSError, OverflowError):
            stamp = datetime(*info.date_time).timestamp()
            os.utime(path, (stamp, stamp))
