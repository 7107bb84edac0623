"""weiquan doctor: what is wrong with this installation, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weiquan.cli.common import cache_folder, columns, emit, moment, place_of, rules_at
from weiquan.cli.facts_options import AsOf, Dir, Json
from weiquan.cli.group import command_of
from weiquan.cli.homes import home_folder
from weiquan.errors import RulesInvalid, WeiquanError

if TYPE_CHECKING:
    from weiquan.cli.checkups import Checkup

HELP = """查一查这台电脑上的安装：编码、终端、组件、字体、案卷的权限、缓存、规则的新旧，和怎么办。

只看，什么都不改。

\b
示例：
  weiquan doctor
  weiquan doctor --json
"""
SCHEMA = "weiquan/doctor/1"
MARK = {"ok": "好", "warn": "留意", "bad": "要改"}


def build(name: str) -> Any:
    """The click command."""
    def doctor(home_dir: Dir = None, as_of: AsOf = None, as_json: Json = False) -> int:
        return show(home_dir, moment(as_of), as_json=as_json)

    return command_of(doctor, name, HELP)


def show(home_dir: Path | None, now: datetime, *, as_json: bool) -> int:
    """Print every check and what to do; the exit code of the first that is bad."""
    found = list(_checkups(home_dir, now))
    if as_json:
        from weiquan.cli.reading import as_json as text_of

        emit([text_of({"schema": SCHEMA, "as_of": now.isoformat(timespec="minutes"),
                       "checks": [c.as_json() for c in found]})])
    else:
        from weiquan.render.wrap import wrap

        for check in found:
            head = f"[{MARK[check.state]}] "
            emit(wrap(f"{check.title}：{check.found}", columns(), head, "    "))
            if check.do:
                emit(wrap(f"怎么办：{check.do}", columns(), "    "))
    return next((c.code for c in found if c.state == "bad"), 0)


def _checkups(home_dir: Path | None, now: datetime) -> Iterator[Checkup]:
    from weiquan.cli import checkups

    place = place_of(None, None, trust=False)
    yield from checkups.python_checkups(place.root)
    yield from checkups.screen_checkups()
    try:
        yield from checkups.home_checkups(home_folder(home_dir))
    except WeiquanError as problem:
        yield checkups.Checkup("home", "案卷文件夹", "bad", "用不了", problem.message,
                               problem.exit_code)
    yield checkups.cache_checkup(cache_folder())
    yield from checkups.rules_checkups(place.root, now)
    try:
        rules = rules_at(place)
    except RulesInvalid:
        return  # said above
    yield from checkups.format_checkups(place.root, rules, now)
