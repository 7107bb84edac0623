"""Where the cases are, and which one is meant."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from weiquan.errors import CaseError
from weiquan.store.folder import BACKUP_FILE, CASE_FILE, read_case
from weiquan.store.trouble import explain, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

HOME_NAME = "维权案卷"
HOME_VARIABLE = "WEIQUAN_HOME"
_LONGEST_NUMBER = 3


@dataclass(frozen=True)
class CaseSummary:
    """One line of the list of cases; a damaged case has a `problem` and no more than its name."""

    folder: Path
    platform: str = ""
    happened: tuple[str, ...] = ()
    paid: str = ""
    product: str = ""
    updated: datetime | None = None
    finished: bool = False
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
    """Every case, newest first, damaged ones last. Raises: CaseError if `home` is unreadable."""
    try:
        folders = [entry for entry in home.iterdir() if _is_case(entry)]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise CaseError(explain("读取案卷", home, error)) from error
    cases = [_summary(folder) for folder in folders]
    return sorted(cases, key=lambda c: (c.updated or datetime.min, c.name), reverse=True)


def find_case(home: Path, name: str) -> Path:
    """The folder of the case that `name` means.

    The whole name, else the number in `list_cases` (1 is the newest; at most three digits,
    so that 2026 is the start of a name), else a beginning or a part that only one name has.
    Raises: CaseError.
    """
    cases = list_cases(home)
    # Tab completion leaves a slash; some systems store accents in another form.
    wanted = _folded(name.strip().rstrip("/\\"))
    by_name = {_folded(case.name): case.folder for case in cases}
    if wanted in by_name:
        return by_name[wanted]
    if wanted.isdecimal() and len(wanted) <= _LONGEST_NUMBER:
        number = int(wanted)
        if 1 <= number <= len(cases):
            return cases[number - 1].folder
    elif wanted:
        starts = [folder for key, folder in by_name.items() if key.startswith(wanted)]
        parts = [folder for key, folder in by_name.items() if wanted in key]
        for found in (starts, parts):
            if len(found) == 1:
                return found[0]
            if found:
                raise CaseError(_ambiguous(name, found))
    raise CaseError(_unknown(name, by_name))


def _is_case(folder: Path) -> bool:
    try:
        return (folder / CASE_FILE).exists() or (folder / BACKUP_FILE).exists()
    except OSError:  # not ours to read; to be listed as damaged
        return True


def _summary(folder: Path) -> CaseSummary:
    try:
        case = read_case(folder)
    except CaseError as error:
        return CaseSummary(folder, problem=error.message)
    texts = {
        fact: answer.value for fact, answer in case.facts.items() if isinstance(answer.value, str)
    }
    answer = case.facts.get("happened")
    labels = answer.value if answer is not None else ()
    return CaseSummary(
        folder,
        **{fact: texts.get(fact, "") for fact in ("platform", "paid", "product")},
        happened=tuple(map(str, labels)) if isinstance(labels, list) else (),
        updated=case.updated,
        finished=case.finished,
    )


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _ambiguous(name: str, found: list[Path]) -> str:
    names = "、".join(f"「{shown(folder.name)}」" for folder in found[:5])
    more = " 等" if len(found) > 5 else ""
    return (
        f"「{shown(name)}」对得上 {len(found)} 个案件：{names}{more}。"
        "请写完整的名字，或运行 weiquan resume 按编号选。"
    )


def _unknown(name: str, by_name: Mapping[str, Path]) -> str:
    import difflib  # only when something is wrong

    # Nobody types a whole name: 手几 is near to a part of one.
    parts = {part: folder for key, folder in by_name.items() for part in (key, *key.split("-"))}
    wanted = _folded(name.strip())
    near = [] if wanted.isdecimal() else difflib.get_close_matches(wanted, list(parts), 1, 0.5)
    hint = f"最接近的是「{shown(parts[near[0]].name)}」。" if near else ""
    return f"没有案件「{shown(name)}」。{hint}运行 weiquan resume 查看全部案件。"
