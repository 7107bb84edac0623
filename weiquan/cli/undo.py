"""weiquan undo: the last answers or events of a case, taken back."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from weiquan.cli.common import Place, columns, emit, moment, place_of, rules_at, say
from weiquan.cli.facts_options import AsOf, Dir, DryRun
from weiquan.cli.group import command_of
from weiquan.cli.homes import case_folder, home_folder
from weiquan.cli.show import Name
from weiquan.cli.start import Plain
from weiquan.errors import BadValue, CaseError

if TYPE_CHECKING:
    from weiquan.cli.session import CaseSession
    from weiquan.core.model.ruleset import RuleSet
    from weiquan.store.case import Case
    from weiquan.store.steps import Step

HELP = """退回上一步：回到上一次回答以前，或者记下那件事以前。最多退 20 步，关了窗口也能退。

\b
示例：
  weiquan undo
  weiquan undo 1 --steps 3
  weiquan undo 1 --list
"""
Steps = Annotated[int, typer.Option("--steps", "-n", metavar="步数", help="退几步")]
List = Annotated[bool, typer.Option("--list", help="列出能退回的几步，不退")]


def build(name: str) -> Any:
    """The click command."""
    def undo(case: Name = None, steps: Steps = 1, home_dir: Dir = None, as_of: AsOf = None,
             listed: List = False, dry_run: DryRun = False, plain: Plain = False) -> int:
        folder = case_folder(case, home_folder(home_dir), finished=True)
        if listed or dry_run:
            return show(folder, steps if dry_run else None)
        return take_back(folder, steps, as_of, plain=plain)

    return command_of(undo, name, HELP)


def show(folder: Path, times: int | None) -> int:
    """Print the steps that can be taken back, or the first `times` of them."""
    from weiquan.cli.changes import step_lines
    from weiquan.store.folder import read_case

    rules = rules_at(place_of(None, None, trust=False))
    case = read_case(folder)
    lines = step_lines(rules, case)
    if times is not None:
        _check(case, times)
        say("这几步会退回，没有改动：")
    elif not lines:
        say("还没有能退回的。")
    emit(f"{n}. {line}" for n, line in enumerate(lines[:times], 1))
    return 0


def take_back(folder: Path, times: int, as_of: str | None, *, plain: bool) -> int:
    """Take steps back; what is open again is asked where there is a terminal."""
    from weiquan.cli.changes import step_lines
    from weiquan.store.folder import open_case, save_case
    from weiquan.store.steps import undo_steps
    from weiquan.wizard.streams import can_prompt

    now = moment(as_of)
    place = place_of(None, None, trust=False)
    rules = rules_at(place)
    asking = can_prompt(sys.stdin, sys.stdout, os.environ, plain=plain) != "none"
    case = open_case(folder)
    try:
        _check(case, times)
        lines = step_lines(rules, case)[:times]
        undone = undo_steps(case, now, times)
        save_case(case)
        say("退回了：\n" + "\n".join(f"- {line}" for line in lines))
        session = _session(rules, case, now)
        _renamed(session, undone)
        if asking and not session.enough():
            from weiquan.cli.start import ask_on

            return ask_on(place.root, rules, case, as_of, (), plain=plain)
        return _after(place, session, undone)
    finally:
        case.close()


def _check(case: Case, times: int) -> None:
    if times < 1:
        raise BadValue("--steps 后面写退几步，至少 1。")
    if not case.steps:
        raise CaseError("这个案件没有能退回的一步。要改哪个回答，运行 weiquan resume。")
    if times > len(case.steps):
        raise CaseError(f"这个案件最多能退 {len(case.steps)} 步，没有改动。")


def _session(rules: RuleSet, case: Case, now: datetime) -> CaseSession:
    from weiquan.cli.session import CaseSession

    return CaseSession(rules, case, lambda: now)


def _renamed(session: CaseSession, undone: list[Step]) -> None:
    if any({"platform", "product"} & step.facts.keys() for step in undone):
        session.rename(back=True)


def _after(place: Place, session: CaseSession, undone: list[Step]) -> int:
    """The card as it now is, on disk and on the screen."""
    from weiquan.cli.now import screen_rows
    from weiquan.cli.writing import forget_texts, refresh
    from weiquan.render.card import card_lines

    if not session.facts():
        forget_texts(session)
        say("现在什么都没填。运行 weiquan resume 重新填。")
        return 0
    _, card, paste = refresh(place.root, session)
    open_again = [session.rules.specs[f].short for step in undone for f, a in step.facts.items()
                  if a is None and f in session.rules.specs and f not in session.case.facts]
    if open_again:
        say(f"又没填的：{'、'.join(dict.fromkeys(open_again))}。运行 weiquan resume 再答。")
    rows = screen_rows()
    emit(card_lines(card, columns(), None if rows is None else rows - 2,
                    paste=paste.lines, paste_to=paste.name))
    return 0
