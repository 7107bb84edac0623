"""weiquan show: what a case holds."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from weiquan.cli.common import columns, emit, moment, place_of, rules_at, show_long
from weiquan.cli.completing import complete_cases
from weiquan.cli.facts_options import AsOf, Dir, Json
from weiquan.cli.group import command_of
from weiquan.cli.homes import case_folder, home_folder
from weiquan.cli.words import STATES
from weiquan.store.trouble import shown

if TYPE_CHECKING:
    from weiquan.cli.session import CaseSession
    from weiquan.core.model.ruleset import RuleSet
    from weiquan.store.moving import Entry

HELP = """一个案件里有什么：填过的、写过的文书、文件、能退回的几步；规则更新过的，说哪里不同。

\b
示例：
  weiquan show 1
  weiquan show 1 --json
"""
SCHEMA = "weiquan/case/1"
Name = Annotated[str | None, typer.Argument(
    metavar="案件", help="案件名、编号或其中几个字；不写就是最近用的那个", show_default=False,
    autocompletion=complete_cases)]
Whole = Annotated[bool, typer.Option("--no-pager", help="不分页，一次印完")]


def build(name: str) -> Any:
    """The click command."""
    def show_(case: Name = None, home_dir: Dir = None, as_of: AsOf = None, as_json: Json = False,
              whole: Whole = False) -> int:
        return show(case, home_folder(home_dir), moment(as_of), as_json=as_json, paged=not whole)

    return command_of(show_, name, HELP)


def show(name: str | None, home: Path, now: datetime, *, as_json: bool, paged: bool) -> int:
    """Print the case; nothing on disk changes."""
    from weiquan.cli.session import CaseSession
    from weiquan.store.folder import read_case
    from weiquan.store.moving import contents

    rules = rules_at(place_of(None, None, trust=False))
    folder = case_folder(name, home, finished=True)
    session = CaseSession(rules, read_case(folder), lambda: now)
    files = [e for e in contents(folder) if e.kind != "folder"]
    if as_json:
        from weiquan.cli.reading import as_json as text_of

        emit([text_of(_data(rules, session, files, now))])
        return 0
    show_long(_lines(rules, session, files, now), paged=paged)
    return 0


def _data(rules: RuleSet, session: CaseSession, files: list[Entry],
          now: datetime) -> dict[str, Any]:
    from weiquan.cli.cases import brought_up, row_of
    from weiquan.cli.changes import changes_of, step_lines
    from weiquan.store.home import list_cases

    case = session.case
    cases = list_cases(case.folder.parent)
    number = next(n for n, c in enumerate(cases, 1) if c.folder == case.folder)
    [row] = [row_of(number, c, rules.digest, now)
             for c in brought_up(rules.digest, [cases[number - 1]], now)]
    return {
        "schema": SCHEMA, "as_of": now.isoformat(timespec="minutes"), **row,
        "created": case.created.isoformat(), "id": case.id,
        "facts": {f: {"value": a.value, "by": a.by, "at": a.at.isoformat(), "about": a.about,
                      "known": f in rules.specs} for f, a in case.facts.items()},
        "letters": [{"kind": x.kind, "format": x.format, "file": x.file, "at": x.at.isoformat()}
                    for x in case.letters],
        "files": [e.name for e in files], "exhibits": case.exhibits,
        "steps": step_lines(rules, case), "changes": changes_of(rules, session),
    }


def _lines(rules: RuleSet, session: CaseSession, files: list[Entry], now: datetime) -> list[str]:
    from weiquan.cli.cases import judged
    from weiquan.cli.changes import changes_of, step_lines
    from weiquan.core.telling.summary import next_clock
    from weiquan.core.values.zh import time_left, zh_due
    from weiquan.render.plan_parts import Page

    case = session.case
    page = Page(columns())
    page.add(shown(case.name))
    page.add(f"文件夹：{shown(str(case.folder))}")
    state = STATES["finished" if case.finished else "open"]
    page.add(f"新建于 {case.created:%Y-%m-%d %H:%M}，上次改动 {case.updated:%Y-%m-%d %H:%M}，"
             f"{state}")
    seen = judged(rules, case.folder, now)
    clock = next_clock(seen, now)
    if clock is not None and not case.finished:
        page.add(f"最近的期限：{zh_due(clock.due, now)}，{clock.said}，{time_left(now, clock.due)}")
    if isinstance(seen.get("sum"), str):
        page.add(f"能要的合计：{seen['sum']} 元")
    for line in changes_of(rules, session):
        page.add(line)
    section = ""
    answers = session.answers()
    page.head(f"填过的（{len(answers)} 项）")
    for answer in answers:
        if answer.section != section:
            section = answer.section
            page.add(f"【{section}】", "  ")
        value = "填过，不显示" if rules.specs[answer.fact_id].secret else answer.shown
        page.add(f"{answer.short}：{shown(value)}", "    ", "      ")
    if case.letters:
        page.head("写过的文书")
        page.points(f"{shown(x.file)}（{x.at.month}月{x.at.day}日）" for x in case.letters)
    written = {x.file for x in case.letters}
    others = [e for e in files if e.name not in written]
    page.head("别的文件")
    page.points(shown(e.name) + ("（链接）" if e.kind == "link" else "") for e in others)
    steps = step_lines(rules, case)
    if steps:
        page.head("能退回的几步，最近的在前（weiquan undo）")
        page.items(steps)
    return page.lines
