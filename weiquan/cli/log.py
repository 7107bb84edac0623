"""weiquan log: something happened; the answers follow, and the card is shown again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from weiquan.cli.common import columns, emit, moment, place_of, rules_at, say
from weiquan.cli.completing import complete_events
from weiquan.cli.facts_options import AsOf, CaseOption, Dir, DryRun
from weiquan.cli.group import command_of
from weiquan.cli.homes import case_folder, home_folder
from weiquan.core.case.answers import check_value, dump_value, show_value
from weiquan.core.case.events import event_named, told_by
from weiquan.core.language.reading import nearest
from weiquan.core.model import Event
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.dates import read_moment
from weiquan.core.values.typed import Unclear, plain_line
from weiquan.errors import BadValue

HELP = """记下后来发生的一件事：事实跟着变，卡片重新给。

\b
示例：
  weiquan log 商家拒绝
  weiquan log 商家签收退货 --at 昨天 --case 1
  weiquan log --list
"""
Words = Annotated[str | None, typer.Argument(
    metavar="事情", help="发生了什么；见 --list", show_default=False,
    autocompletion=complete_events)]
At = Annotated[str | None, typer.Option(
    "--at", metavar="时间", help="哪天、几点，例如 昨天 或 2026-11-20 18:30；不写就是现在",
    show_default=False)]
List = Annotated[bool, typer.Option("--list", help="列出可以记的事")]


def build(name: str) -> Any:
    """The click command."""
    def log(words: Words = None, at: At = None, case: CaseOption = None, home_dir: Dir = None,
            as_of: AsOf = None, listed: List = False, dry_run: DryRun = False) -> int:
        return show(words, at, case, home_dir, as_of, listed=listed, dry_run=dry_run)

    return command_of(log, name, HELP)


def show(words: str | None, at: str | None, case: str | None, home_dir: Path | None,
         as_of: str | None, *, listed: bool, dry_run: bool) -> int:
    """Note the event in the case and print its card; with `dry_run` only print it."""
    place = place_of(None, None, trust=False)
    rules = rules_at(place)
    if listed:
        emit([f"{e.label}" + (f"（也可以写：{'、'.join(e.says)}）" if e.says else "")
              for e in rules.events.values()])
        return 0
    event = event_named(rules, words or "")
    if event is None:
        labels = [e.label for e in rules.events.values()]
        raise BadValue(f"没有「{words or ''}」这件事{nearest(words or '', labels)}。"
                       "有哪些，运行 weiquan log --list 查看。")
    now = moment(as_of)
    when = _when(at, now)
    folder = case_folder(case, home_folder(home_dir))
    return _note(place.root, rules, event, when, now, folder, dry_run=dry_run)


def _when(at: str | None, now: datetime) -> datetime:
    if at is None:
        return now
    try:
        when = read_moment(plain_line(at), now, past=True)
    except Unclear as e:
        raise BadValue(f"--at 写成了 {at}，{e}。请写成 昨天 或 2026-11-20 18:30 的样子。") from None
    if when > now:
        raise BadValue(f"--at 写成了 {at}，这个时间还没到。请核对。")
    return when


def _note(root: Path, rules: RuleSet, event: Event, when: datetime, now: datetime,
          folder: Path, *, dry_run: bool) -> int:
    from weiquan.cli.now import screen_rows
    from weiquan.cli.session import CaseSession
    from weiquan.cli.writing import reckoned, refresh
    from weiquan.render.card import card_lines
    from weiquan.store.folder import open_case, read_case, save_case

    with read_case(folder) if dry_run else open_case(folder) as case:
        session = CaseSession(rules, case, lambda: now)
        told = told_by(rules, event, when)
        facts = {**session.facts(), **told}
        for fact, value in told.items():
            check_value(rules.specs[fact], value, facts, rules.specs)
        for fact, value in told.items():
            case.set_answer(fact, dump_value(rules.specs[fact], value), "flag", now)
        if dry_run:
            card, paste = reckoned(root, session)[1:]
        else:
            save_case(case, event.id)
            card, paste = refresh(root, session)[1:]
        noted = "、".join(f"{rules.specs[f].short}：{show_value(rules.specs[f], v)}"
                         for f, v in told.items())
        say(f"{'会记下' if dry_run else '记下了'}「{event.label}」。{noted}。"
            f"{'现在没有写。' if dry_run else ''}"
            + (f"\n马上：{event.note}" if event.note else ""))
        rows = screen_rows()
        emit(card_lines(card, columns(), None if rows is None else rows - 2,
                        paste=paste.lines, paste_to=paste.name))
    return 0
