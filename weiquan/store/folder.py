"""A case folder on disk: create, open, save, rename, and what lies beside case.json."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from weiquan.errors import CaseError
from weiquan.store.atomic import (
    is_link,
    make_folders,
    read_file,
    sweep,
    sync_folder,
    write_file,
)
from weiquan.store.case import Case, moment
from weiquan.store.layout import (
    BACKUP_FILE,
    CASE_FILE,
    EVIDENCE,
    LARGEST,
    LETTERS,
    LOCK_FILE,
    OLD,
    README_FILE,
)
from weiquan.store.lock import CaseLock, own_file, own_folder
from weiquan.store.names import folder_name, is_numbered, is_safe, numbered
from weiquan.store.parse import Damaged, TooNew, dump, parse
from weiquan.store.steps import MOST, kept_of, step_of
from weiquan.store.trouble import explain, shown

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


def create_case(
    home: Path,
    now: datetime,
    *,
    platform: str = "",
    product: str = "",
    rules_digest: str = "",
    version: str = "",
) -> Case:
    """A new case, saved and locked for this program; close it when done.

    `platform` is the name that people read, not the id. Raises: CaseError, and nothing stays.
    """
    now = moment(now)
    try:
        make_folders(home)
        folder = _new_folder(home, folder_name(now.date(), platform, product))
    except OSError as error:
        raise CaseError(explain("新建案件", home, error)) from error
    case = Case(
        folder=folder,
        id=os.urandom(6).hex(),
        created=now,
        updated=now,
        rules_digest=rules_digest,
        weiquan=version,
    )
    try:
        case.lock = CaseLock(folder)
        save_case(case)
    except BaseException:
        case.close()
        with suppress(OSError):
            (folder / LOCK_FILE).unlink(missing_ok=True)
            folder.rmdir()
        raise
    return case


def read_case(folder: Path) -> Case:
    """The case in `folder`, to look at only. Raises: CaseError; the file is never touched."""
    path = folder / CASE_FILE
    try:
        data = read_file(path, LARGEST)
    except FileNotFoundError:
        raise CaseError(
            f"案件「{shown(folder.name)}」里没有 {CASE_FILE}。{_advice(folder, missing=True)}"
        ) from None
    except OSError as error:
        if error.errno in {errno.EFBIG, errno.EINVAL, errno.EISDIR}:
            raise CaseError(
                f"案件「{shown(folder.name)}」的 {CASE_FILE} 不是普通文件，或者太大，没有读。"
                f"{_advice(folder)}") from error
        raise CaseError(explain("读取案件", path, error)) from error
    try:
        return parse(data, folder)
    except TooNew as problem:
        raise CaseError(
            f"案件「{shown(folder.name)}」的 {CASE_FILE} {problem}。"
            "升级 weiquan 后再打开，文件没有改动。"
        ) from problem
    except Damaged as problem:
        raise CaseError(
            f"案件「{shown(folder.name)}」的 {CASE_FILE} 读不懂：{problem}。{_advice(folder)}"
        ) from problem


def open_case(folder: Path) -> Case:
    """The case in `folder`, locked for this program; close it when done. Raises: CaseError."""
    lock = CaseLock(folder)
    try:
        own_file(folder / CASE_FILE)
        case = read_case(folder)
    except BaseException:
        lock.release()
        raise
    case.lock = lock
    for inner in ("", LETTERS, f"{LETTERS}/{OLD}"):
        sweep(folder / inner)
    return case


def save_case(case: Case, what: str = "") -> None:
    """Write `case`; what was there before becomes case.json.bak.

    A change of answers becomes a step that can be taken back; `what` is the event behind it.
    Raises: CaseError, and the stored case is as it was.
    """
    if case.lock is None or not case.lock.held:
        raise ValueError("only a case from create_case or open_case can be saved")
    own_folder(case.folder)
    before, step = case.steps, step_of(case, what)
    if step is not None:
        case.steps = [*before, step][-MOST:]
    try:
        _save(case, case.folder / CASE_FILE)
    except BaseException:
        if case.stored is None or dump(case) != case.stored:
            case.steps = before
        raise
    case.kept = kept_of(case)


def _save(case: Case, path: Path) -> None:
    data = dump(case)
    if data == case.stored:
        return
    try:
        _check_unchanged(case, path)
        if case.stored is not None:
            write_file(case.folder / BACKUP_FILE, case.stored)
        write_file(path, data)
        case.stored = data
    except OSError as error:
        raise CaseError(explain("保存案件", path, error) + "之前存下的内容没有改动。") from error
    except KeyboardInterrupt:
        # Ctrl-C may come when the file is already in place; the next save must know that.
        with suppress(OSError):
            if path.read_bytes() == data:
                case.stored = data
                case.kept = kept_of(case)
        raise


def rename_case(case: Case, platform: str, product: str) -> bool:
    """Name the folder after what is now known; whether it moved.

    If the system refuses, the old folder stays and the case goes on in it.
    """
    if case.lock is None:
        raise ValueError("only a case from create_case or open_case can be renamed")
    wanted = folder_name(case.created.date(), platform, product)
    if is_numbered(case.name, wanted):
        return False
    home = case.folder.parent
    target = next(home / n for n in numbered(wanted) if not os.path.lexists(home / n))
    try:
        case.lock.move(case.folder, target)
    except OSError:
        return False
    case.folder = target
    sync_folder(home)
    return True


def evidence_folder(case: Case) -> Path:
    """The folder for evidence, created if need be. Raises: CaseError."""
    folder = _own(case, EVIDENCE)
    try:
        make_folders(folder)
    except OSError as error:
        raise CaseError(explain("新建文件夹", folder, error)) from error
    return folder


def letters_folder(case: Case) -> Path:
    """The folder for letters. Raises: CaseError where a link would lead elsewhere."""
    _own(case, f"{LETTERS}/{OLD}")
    return case.folder / LETTERS


def _own(case: Case, name: str) -> Path:
    """A folder inside a case, none of whose levels is a link. Raises: CaseError."""
    folder = case.folder
    own_folder(folder)
    for part in name.split("/"):
        folder /= part
        if is_link(folder):
            raise CaseError(
                f"「{shown(str(folder))}」是一个链接，会写到别的地方去。请改名或移走它再试。")
    return folder


def readme_text(case: Case, started_as: str = "weiquan") -> str:
    """What 说明.txt says to a person who finds the folder."""
    # People paste this line into a shell; a folder from elsewhere may have any name.
    name = case.name if is_safe(case.name) else ""
    return f"""这个文件夹是一件网购维权的案卷。

里面有什么
  先做什么.txt    今晚先做哪一两件、最近的期限、能不能要、要贴的话
  依据.txt        全部步骤、期限、算法和依据
  证据清单.txt    缺哪些证据、怎么取
  手机复制页.html  传到手机上用浏览器打开：要贴的话、证据打勾；写过文书才有
  {CASE_FILE}      填过的内容，可以用记事本打开看
  {BACKUP_FILE}  上一次保存的内容，{CASE_FILE} 打不开时用
  {LETTERS}/          写好的文书；旧的在 {LETTERS}/{OLD}/
  {EVIDENCE}/          截图、录屏等证据

怎么接着做
  {f"{started_as} resume {name}".rstrip()}

没有这个程序也能看：文书和证据都是普通文件，直接打开就行。

注意
  这里有姓名、电话、地址、订单号。发给别人之前，先看看里面有什么。
  程序不联网，所有内容只在这台电脑上。
  这份说明会被程序重写，不要把自己的笔记写在这里。
"""


def write_readme(case: Case, text: str | None = None) -> None:
    """Write 说明.txt (`readme_text` unless told); again after `rename_case`. Raises: CaseError."""
    own_folder(case.folder)
    path = case.folder / README_FILE
    try:
        write_file(path, (text or readme_text(case)).encode("utf-8", "replace"))
    except OSError as error:
        raise CaseError(explain("写说明文件", path, error)) from error


def _new_folder(home: Path, name: str) -> Path:
    for candidate in numbered(name):
        folder = home / candidate
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            continue
        return folder
    raise AssertionError("numbered() never ends")


def _check_unchanged(case: Case, path: Path) -> None:
    """Refuse to write over what someone changed by hand while the case was open."""
    if case.stored is None:
        return
    try:
        same = not is_link(path) and read_file(path, LARGEST) == case.stored
    except FileNotFoundError:
        return
    except OSError as error:
        if error.errno not in {errno.EFBIG, errno.EINVAL, errno.EISDIR}:
            raise
        same = False
    if not same:
        raise CaseError(
            f"案件「{shown(case.name)}」的 {CASE_FILE} 在这期间被别的程序改过，"
            "所以这次没有保存，文件没有改动。退出后重新打开这个案件，再接着填。"
        )


def _advice(folder: Path, *, missing: bool = False) -> str:
    """What to do about a case file that cannot be read: the backup, if it is any good."""
    try:
        parse(read_file(folder / BACKUP_FILE, LARGEST), folder)
    except (OSError, Damaged):
        return f"文件没有改动，也没有能用的备份。文件夹是 {shown(str(folder))}，改正后再试。"
    keep = "" if missing else f"把 {CASE_FILE} 改个名字留底，再"
    return (
        f"文件没有改动。同一文件夹里的 {BACKUP_FILE} 是上一次保存的内容："
        f"{keep}把 {BACKUP_FILE} 复制成 {CASE_FILE}。"
        f"文件夹是 {shown(str(folder))}。"
    )
