"""What can be wrong with an installation: each thing looked at, with what to do about it."""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from weiquan.errors import CaseError, RenderFailed, RulesInvalid, WeiquanError
from weiquan.store.trouble import shown

NEEDED = (3, 11)
NARROW = 60
ROOM = 200_000_000   # bytes that should be free: letters, evidence, the cache
MOST_NAMES = 5
STALE = "W201"       # the finding of a fact that nobody has checked for half a year
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)\s*(?:;\s*([^\\]+?))?\s*\\?$", re.M)
SAMPLE = "returned"


@dataclass(frozen=True)
class Checkup:
    """One thing that was looked at: how it is, and what to do where it is not well.

    `code` is what a command that needs it would exit with.
    """

    id: str
    title: str
    state: Literal["ok", "warn", "bad"]
    found: str
    do: str = ""
    code: int = 0

    def as_json(self) -> dict[str, Any]:
        """For --json."""
        return {k: v for k, v in asdict(self).items() if k != "code"}


def python_checkups(root: Path) -> Iterator[Checkup]:
    """The interpreter, and the libraries against the lock that was tested."""
    have = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < NEEDED:
        yield Checkup("python", "Python", "bad", have, "换成 Python 3.11 或更新的版本。", 1)
    else:
        yield Checkup("python", "Python", "ok", have)
    lock = next((p for p in (root / "requirements" / "run.txt", root / "requirements.txt")
                 if p.is_file()), None)
    if lock is None:
        yield Checkup("libraries", "组件", "warn", "没有找到测试过的版本清单",
                      "重新安装 weiquan，或者从源码文件夹里运行。")
        return
    wrong = list(_differing(lock.read_text(encoding="utf-8")))
    missing = [name for name, _, found in wrong if not found]
    if wrong:
        listed = "，".join(f"{name} {found or '没有装'}（测试过的是 {pinned}）"
                          for name, pinned, found in wrong)
        yield Checkup("libraries", "组件", "bad" if missing else "warn", listed,
                      "在源码文件夹里运行 python3 run.py，会换成测试过的版本；"
                      f"自己装的，运行 pip install -r {shown(str(lock))}。", 1 if missing else 0)
    else:
        yield Checkup("libraries", "组件", "ok", "和测试过的版本一样")


def _differing(text: str) -> Iterator[tuple[str, str, str]]:
    """(library, version in the lock, version here or "") where the two are not the same."""
    from importlib.metadata import PackageNotFoundError, version

    for name, pinned, marker in _PIN.findall(text):
        if marker and not _applies(marker):
            continue
        try:
            found = version(name)
        except PackageNotFoundError:
            found = ""
        if found != pinned:
            yield name, pinned, found


def _applies(marker: str) -> bool:
    """Whether a line of the lock is for this system; one that we cannot read is not held to be."""
    match = re.fullmatch(r"sys_platform == '(\w+)'", marker.strip())
    return match is not None and sys.platform == match[1]


def screen_checkups() -> Iterator[Checkup]:
    """Whether Chinese can be shown and typed, and how wide the screen is."""
    from weiquan.wizard.streams import can_prompt

    encoding = (getattr(sys.stdout, "encoding", "") or "").lower()
    files = sys.getfilesystemencoding().lower()
    do = ("把命令行的编码设成 UTF-8。Windows 上运行 chcp 65001；"
          "Linux 和苹果系统上设 LANG=zh_CN.UTF-8 或 C.UTF-8。")
    try:
        "维权￥√①".encode(encoding or "ascii")
        shows = True
    except (UnicodeEncodeError, LookupError):
        shows = False
    if not shows:
        yield Checkup("encoding", "文字编码", "warn",
                      f"输出用的是 {encoding or '没有'}，显示不全", do)
    elif files not in {"utf-8", "utf8"}:
        yield Checkup("encoding", "文字编码", "warn",
                      f"文件名用的是 {files}，中文名可能写不出", do)
    else:
        yield Checkup("encoding", "文字编码", "ok", encoding)
    kind = can_prompt(sys.stdin, sys.stdout, os.environ)
    wide = shutil.get_terminal_size((80, 24)).columns
    if kind == "none":
        yield Checkup("terminal", "终端", "ok", "这次不是在终端里运行，不能提问，别的命令都能用")
    elif wide < NARROW:
        yield Checkup("terminal", "终端", "warn", f"宽 {wide} 列，窄了",
                      f"把窗口拉宽到 {NARROW} 列以上，一行能多放几个字。")
    else:
        yield Checkup("terminal", "终端", "ok", f"宽 {wide} 列，"
                      f"{'整屏提问' if kind == 'rich' else '逐行提问'}")


def home_checkups(home: Path) -> Iterator[Checkup]:
    """The folder of the cases and every case in it."""
    if not os.path.lexists(home):
        yield Checkup("home", "案卷文件夹", "ok", f"{shown(str(home))} 还没有，第一次填的时候会建")
        yield from _room(home)
        return
    if not home.is_dir():
        yield Checkup("home", "案卷文件夹", "bad", f"{shown(str(home))} 不是文件夹",
                      "把这个文件改个名字，或者用 --dir、WEIQUAN_HOME 换一个位置。",
                      CaseError.exit_code)
        return
    if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        yield Checkup("home", "案卷文件夹", "bad", f"{shown(str(home))} 读不了或写不了",
                      "检查这个文件夹的权限，或者用 --dir、WEIQUAN_HOME 换一个位置。",
                      CaseError.exit_code)
        return
    if _others(home):
        yield Checkup("home", "案卷文件夹", "warn", f"{shown(str(home))} 别的账户也能看",
                      f"运行 chmod 700 '{shown(str(home))}'，只留给自己。")
    else:
        yield Checkup("home", "案卷文件夹", "ok", shown(str(home)))
    yield from _room(home)
    yield from _cases(home)


def _others(path: Path) -> bool:
    """Whether other accounts may look into it; on Windows folders have no such mode."""
    return os.name == "posix" and bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _room(home: Path) -> Iterator[Checkup]:
    place = next((p for p in (home, *home.parents) if p.is_dir()), None)
    if place is None:
        return
    free = shutil.disk_usage(place).free
    if free < ROOM:
        yield Checkup("disk", "磁盘", "warn", f"只剩 {free // 1_000_000} MB", "腾出一些空间。")


def _cases(home: Path) -> Iterator[Checkup]:
    from weiquan.store.folder import read_case
    from weiquan.store.home import list_cases
    from weiquan.store.layout import EVIDENCE, LETTERS, OURS

    cases = list_cases(home)
    damaged, open_, links = [], [], []
    for case in cases:
        try:
            read_case(case.folder)
        except CaseError:
            damaged.append(case.name)
            continue
        if _others(case.folder):
            open_.append(case.name)
        if any((case.folder / n).is_symlink() for n in ("", LETTERS, EVIDENCE)):
            links.append(case.name)
    left = [e.name for e in home.iterdir() if e.name.startswith(OURS)]
    if damaged:
        yield Checkup("cases", "案件", "bad", f"读不懂的：{_some(damaged)}",
                      "运行 weiquan show 案件名，会说哪里不对、怎么恢复。", CaseError.exit_code)
    if open_:
        yield Checkup("cases", "案件", "warn", f"别的账户也能看的：{_some(open_)}",
                      "对这些文件夹运行 chmod 700，只留给自己。")
    if links:
        yield Checkup("cases", "案件", "warn", f"里面有链接、东西会写到别处的：{_some(links)}",
                      "把链接换成普通文件夹。")
    if left:
        yield Checkup("cases", "案件", "warn", f"上次没删完、没导完的：{len(left)} 个",
                      "运行 weiquan cases，会清掉。")
    if not (damaged or open_ or links or left):
        yield Checkup("cases", "案件", "ok", f"{len(cases)} 个，都读得出")


def _some(names: list[str]) -> str:
    more = f" 等 {len(names)} 个" if len(names) > MOST_NAMES else ""
    return "、".join(shown(n) for n in names[:MOST_NAMES]) + more


def cache_checkup(folder: Path | None) -> Checkup:
    """The folder of the cache, which holds no case data."""
    if folder is None:
        return Checkup("cache", "缓存", "warn", "没有用缓存，每次开始要多等一两秒",
                       "去掉 WEIQUAN_CACHE=0。")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / f".probe-{os.urandom(4).hex()}"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError:
        return Checkup("cache", "缓存", "warn",
                       f"{shown(str(folder))} 写不了，每次开始要多等一两秒",
                       "检查这个文件夹的权限，或者用 WEIQUAN_CACHE 换一个位置。")
    size = sum(p.stat().st_size for p in folder.glob("*") if p.is_file())
    return Checkup("cache", "缓存", "ok", f"{shown(str(folder))}，{size / 1_000_000:.1f} MB")


def rules_checkups(root: Path, now: datetime) -> Iterator[Checkup]:
    """Whether the rules are whole, and which files hold what nobody has checked of late."""
    from weiquan.loading.loader import check_rules

    _, problems = check_rules(root / "rules", root / "templates", now.date())
    errors = [p for p in problems if p.level == "error"]
    if errors:
        yield Checkup("rules", "规则和模板", "bad", f"{len(errors)} 处错误",
                      "重新安装 weiquan；自己改过的，运行 weiquan rules check 看是哪里。",
                      RulesInvalid.exit_code)
    else:
        yield Checkup("rules", "规则和模板", "ok", "没有错误")
    old = Counter(p.path for p in problems if p.code == STALE)
    if old:
        listed = "，".join(f"{path} {n} 处" for path, n in old.most_common())
        yield Checkup("freshness", "新旧", "warn",
                      f"超过 180 天没有核对的有 {old.total()} 处：{listed}",
                      "换一份新的 weiquan；在那以前，平台的入口和期限以页面显示为准。")
    else:
        yield Checkup("freshness", "新旧", "ok", "都在 180 天以内核对过")


def format_checkups(root: Path, rules: Any, now: datetime) -> Iterator[Checkup]:
    """Whether a letter can be written in every format: libraries and fonts are there."""
    from weiquan.cli.common import assessed
    from weiquan.cli.examples import read_example
    from weiquan.cli.gather import gather
    from weiquan.cli.letters import make
    from weiquan.render.formats import FORMATS

    example = read_example(root, SAMPLE)
    facts = gather(rules, now, case=example.facts)
    result = assessed(rules, facts, now)
    kinds = [x.rule.id for x in result.letters[:1]]
    for fmt in FORMATS:
        try:
            make(root, rules, facts, result, kinds, fmt)
        except RenderFailed as problem:
            yield Checkup(f"format-{fmt}", f"写 {fmt}", "bad", "写不出", problem.message,
                          RenderFailed.exit_code)
        except WeiquanError as problem:
            yield Checkup(f"format-{fmt}", f"写 {fmt}", "bad", "写不出", problem.message,
                          problem.exit_code)
        else:
            yield Checkup(f"format-{fmt}", f"写 {fmt}", "ok", "写得出")
