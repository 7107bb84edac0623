"""Where the cases are, and which one is meant."""

from __future__ import annotations

import json
import os
import stat
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weiquan.errors import CaseError
from weiquan.store.atomic import read_file
from weiquan.store.layout import BACKUP_FILE, CASE_FILE, LARGEST, OURS, SCHEMA
from weiquan.store.trouble import explain, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

HOME_NAME = "维权案卷"
HOME_VARIABLE = "WEIQUAN_HOME"
_REST = b'\n  "facts": '   # begins in case.json what the list does not show
_LONGEST_NUMBER = 3


@dataclass(frozen=True)
class CaseSummary:
    """One line of the list of cases; a damaged case has a `problem` and no more than its name.

    `seen` is what came out when it was last looked at, empty where that is not known.
    """

    folder: Path
    platform: str = ""
    happened: tuple[str, ...] = ()
    paid: str = ""
    product: str = ""
    updated: datetime | None = None
    finished: bool = False
    seen: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""

    @property
    def name(self) -> str:
        """The name of the folder."""
        return self.folder.name


def home(explicit: Path | None, env: Mapping[str, str], user_home: Path) -> Path:
    """The folder of all cases: `--dir`, else WEIQUAN_HOME, else 维权案卷 in the user's home."""
    if explicit is not None:
        return explicit
    value = env.get(HOME_VARIABLE, "").strip()
    if not value:
        return user_home / HOME_NAME
    path = Path(value)
    # Outside a shell (a service, a .env file) nobody has replaced the tilde.
    return user_home.joinpath(*path.parts[1:]) if path.parts[:1] == ("~",) else path


def list_cases(home: Path) -> list[CaseSummary]:
    """Every case, newest first, damaged ones last. Raises: CaseError if `home` is unreadable.

    Reads of each case only the head, where the program left what the list shows: hundreds are
    listed in the time of a start. What is wrong further on is said when the case is opened.
    """
    try:
        with os.scandir(home) as entries:
            folders = [Path(entry.path) for entry in entries
                       if not entry.name.startswith(OURS) and _is_case(entry.path)]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise CaseError(explain("读取案卷", home, error)) from error
    cases = [_summary(folder) for folder in folders]
    return sorted(cases, key=lambda c: (c.updated or datetime.min, c.name), reverse=True)


def leftovers(home: Path) -> bool:
    """Whether something that a killed program left lies among the cases."""
    try:
        with os.scandir(home) as entries:
            return any(entry.name.startswith(OURS) for entry in entries)
    except OSError:
        return False


def find_case(home: Path, name: str) -> Path:
    """The folder of the case that `name` means.

    The whole name, else the number in `list_cases` (1 is the newest; at most three digits,
    so that 2026 is the start of a name), else a beginning or a part that only one name has.
    Raises: CaseError.
    """
    cases = list_cases(home)
    # Tab completion leaves a slash; some systems store accents in another form.
    exact = name.strip().rstrip("/\\")
    wanted = _folded(exact)
    named = {case.name: case.folder for case in cases}
    if exact in named:
        return named[exact]
    same = [case.folder for case in cases if _folded(case.name) == wanted]
    if len(same) > 1:  # names that differ in capitals only
        raise CaseError(_ambiguous(name, same))
    if same:
        return same[0]
    by_name = {_folded(case.name): case.folder for case in reversed(cases)}
    if wanted.isdecimal() and len(wanted) <= _LONGEST_NUMBER:
        number = int(wanted)
        if 1 <= number <= len(cases):
            return cases[number - 1].folder
    elif wanted:
        keys = [(_folded(case.name), case.folder) for case in cases]
        starts = [folder for key, folder in keys if key.startswith(wanted)]
        parts = [folder for key, folder in keys if wanted in key]
        for found in (starts, parts):
            if len(found) == 1:
                return found[0]
            if found:
                raise CaseError(_ambiguous(name, found))
    raise CaseError(_unknown(name, by_name))


def _is_case(folder: str) -> bool:
    try:
        return any(stat.S_ISDIR(os.stat(folder).st_mode)  # noqa: PTH116  a third of the time
                   and os.path.lexists(f"{folder}/{name}") for name in (CASE_FILE, BACKUP_FILE))
    except PermissionError:  # not ours to read; to be listed as damaged
        return True
    except OSError:
        return False


def _summary(folder: Path) -> CaseSummary:
    try:
        data = read_file(folder / CASE_FILE, LARGEST)
        head, rest, _ = data.partition(_REST)
        if rest and data.endswith(b"}\n"):
            doc = json.loads(head.rstrip(b", \r\n") + b"}")
            if doc.get("seen"):
                return _summary_of(folder, doc)
        return _summary_of(folder, json.loads(data))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass  # the full reader says what is wrong, or reads what this one does not
    from weiquan.store.folder import read_case
    from weiquan.store.parse import dump

    try:
        case = read_case(folder)
    except CaseError as error:
        return CaseSummary(folder, problem=error.message)
    return _summary_of(folder, json.loads(dump(case)))


def _summary_of(folder: Path, doc: dict[str, Any]) -> CaseSummary:
    """What the list shows of a case.json; raises KeyError and the like where it is not so."""
    updated = datetime.fromisoformat(doc["updated"])
    if doc["schema"] != SCHEMA or updated.tzinfo is not None or not isinstance(doc["id"], str):
        raise ValueError(doc["schema"])
    seen = doc.get("seen") or {}
    values = {fact: answer["value"] for fact, answer in doc["facts"].items()} \
        if "facts" in doc else dict(seen["about"])
    labels = values.get("happened")
    return CaseSummary(
        folder,
        **{fact: values[fact] if isinstance(values.get(fact), str) else ""
           for fact in ("platform", "paid", "product")},
        happened=tuple(map(str, labels)) if isinstance(labels, list) else (),
        updated=updated,
        finished=bool(doc.get("finished")),
        seen=seen if isinstance(seen, dict) else {},
    )


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _ambiguous(name: str, found: list[Path]) -> str:
    names = "、".join(f"「{shown(folder.name)}」" for folder in found[:5])
    more = " 等" if len(found) > 5 else ""
    return (
        f"「{shown(name)}」对得上 {len(found)} 个案件：{names}{more}。"
        "请写完整的名字，或运行 weiquan cases 看编号。"
    )


def _unknown(name: str, by_name: Mapping[str, Path]) -> str:
    import difflib  # only when something is wrong

    # Nobody types a whole name: 手几 is near to a part of one.
    parts = {part: folder for key, folder in by_name.items() for part in (key, *key.split("-"))}
    wanted = _folded(name.strip())
    near = [] if wanted.isdecimal() else difflib.get_close_matches(wanted, list(parts), 1, 0.5)
    hint = f"最接近的是「{shown(parts[near[0]].name)}」。" if near else ""
    return f"没有案件「{shown(name)}」。{hint}运行 weiquan cases 查看全部案件。"
