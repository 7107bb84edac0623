"""weiquan start, weiquan resume, and weiquan alone: the wizard from the first question."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from weiquan import __version__
from weiquan.cli.common import emit, moment, place_of, rules_at, say
from weiquan.cli.completing import complete_cases
from weiquan.cli.facts_options import AsOf, Dir
from weiquan.cli.group import command_of
from weiquan.cli.hints import SAVED, parting, started_as
from weiquan.cli.homes import home_folder
from weiquan.errors import CaseError, WeiquanError
from weiquan.store.trouble import shown
from weiquan.wizard.prompter import Stopped
from weiquan.wizard.streams import left_sane

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from weiquan.cli.session import CaseSession
    from weiquan.core.model.ruleset import RuleSet
    from weiquan.store.case import Case
    from weiquan.store.home import CaseSummary
    from weiquan.wizard.prompter import Prompter

START = """新建一个案件，一题一题地填，最后给出先做什么、期限和文书。

\b
示例：weiquan start
"""
RESUME = """接着填没做完的案件；不写名字就列出全部案件。

\b
示例：weiquan resume 1
"""
Plain = Annotated[bool, typer.Option("--plain", help="用最简单的逐行提问，适合读屏软件和老终端")]
Name = Annotated[str | None, typer.Argument(
    metavar="案件", help="案件名、编号或其中几个字", show_default=False,
    autocompletion=complete_cases)]
NO_TERMINAL = ("这里不是可以提问的终端。请在终端里运行 weiquan，或者用 weiquan plan 加上事实，"
               "见 weiquan plan --help。")


def build(name: str) -> Any:
    """The click command start or resume."""
    if name == "start":
        def start(home_dir: Dir = None, as_of: AsOf = None, plain: Plain = False) -> int:
            return begin(home_dir, as_of, plain=plain)

        return command_of(start, name, START)

    def resume(case: Name = None, home_dir: Dir = None, as_of: AsOf = None,
               plain: Plain = False) -> int:
        return go_on(case, home_dir, as_of, plain=plain)

    return command_of(resume, name, RESUME)


def begin_or_help() -> int | None:
    """Bare `weiquan`: the newest open case, else a new one; None where nothing can be asked."""
    if _kind(plain=False) == "none":
        return None
    from weiquan.store.home import list_cases

    cases = [c for c in list_cases(home_folder(None)) if not c.finished and not c.problem]
    return go_on(cases[0].name, None, None, plain=False) if cases \
        else begin(None, None, plain=False)


def begin(home_dir: Path | None, as_of: str | None, *, plain: bool) -> int:
    """A new case, from the first question; its folder is made with the first answer."""
    if _kind(plain=plain) == "none":
        raise CaseError(NO_TERMINAL)
    place = place_of(None, None, trust=False)
    rules = rules_at(place)
    home = home_folder(home_dir)

    def make() -> Case:
        from weiquan.store.folder import create_case, evidence_folder, readme_text, write_readme

        case = create_case(home, moment(as_of), rules_digest=rules.digest, version=__version__)
        write_readme(case, readme_text(case, started_as()))
        evidence_folder(case)
        return case

    greeting = ("一次问一题，最多八题就告诉先做什么。每答一题都会存好，随时可以停。",)
    return ask_on(place.root, rules, make, as_of, greeting, plain=plain)


def go_on(name: str | None, home_dir: Path | None, as_of: str | None, *, plain: bool) -> int:
    """A case that exists; without a name, the list of cases."""
    from weiquan.store.folder import open_case
    from weiquan.store.home import find_case, list_cases

    home = home_folder(home_dir)
    place = place_of(None, None, trust=False)
    if name is None:
        cases = list_cases(home)
        if not cases:
            raise CaseError(f"「{home}」里还没有案件。运行 weiquan start 新建一个。")
        rules = rules_at(place)
        if _kind(plain=plain) == "none":
            _list(cases, rules)
            return 0
        from weiquan.wizard.session import Option

        fresh = Option("new!", "新建一个案件")
        prompter = _prompter(plain=plain)
        try:
            with left_sane(prompter.restore):
                name = prompter.choose_one("接着做哪一个案件？", [
                    *(_option(c, rules) for c in cases if not c.problem), fresh])
        except Stopped:
            return 0
        if name == fresh.id:
            return begin(home_dir, as_of, plain=plain)
    if _kind(plain=plain) == "none":
        raise CaseError(NO_TERMINAL)
    rules = rules_at(place)
    case = open_case(find_case(home, name))
    from weiquan.cli.changes import changes_of
    from weiquan.cli.session import CaseSession

    greeting = ["接着上次，从还没填的那一题开始。"]
    if any(a.unconfirmed for a in case.facts.values()):
        greeting.append("有的回答是从经过里读出来的，没有确认，不写进文书。对不对，在“改答案”里看。")
    changes = changes_of(rules, CaseSession(rules, case, lambda: moment(as_of)))
    return ask_on(place.root, rules, case, as_of, tuple(greeting), plain=plain, first=changes)


def ask_on(root: Path, rules: RuleSet, case: Case | Callable[[], Case], as_of: str | None,
           greeting: tuple[str, ...], *, plain: bool, first: Sequence[str] = ()) -> int:
    """Ask until there is enough for the card, show it; what can be said is on disk at any end.

    `first` is shown before anything is asked.
    """
    from weiquan.cli.session import CaseSession
    from weiquan.cli.tonight import Tonight
    from weiquan.wizard.wizard import Wizard

    session = CaseSession(rules, case, lambda: moment(as_of), greeting)

    def last_words() -> str:
        return _last_words(root, session)

    prompter = _prompter(plain=plain)
    try:
        with left_sane(prompter.restore, last_words):
            try:
                if not session.begun:
                    from weiquan.cli.opening import (
                        HAPPENED,
                        pick_situation,
                        tell_besides,
                        tell_first,
                    )

                    story = tell_first(session, prompter)
                    if story and HAPPENED not in session.facts():
                        pick_situation(session, prompter, story)
                    while story and session.waits():
                        Wizard(session, prompter).run(review=False, most=1)
                    if story:
                        pick_situation(session, prompter, story)
                        tell_besides(session, prompter, story)
                if first:
                    prompter.read_through([x for line in first for x in prompter.folded(line)])
                Wizard(session, prompter).run(review=False)
                return Tonight(root, session, prompter, last_words).run()
            except (Stopped, KeyboardInterrupt):
                say("")
                say(last_words())
                return 130
    finally:
        session.close()


def _last_words(root: Path, session: CaseSession) -> str:
    """Write what can be said so far; where it is, and how to go on."""
    if not session.begun:
        return "还没有回答，所以没有新建案件。"
    from weiquan.cli.writing import refresh

    said = "填过的都存好了"
    if session.facts():
        try:
            refresh(root, session)
            said = SAVED
        except WeiquanError:
            pass  # the answers are saved in any case
    folder = session.case.folder
    return parting(folder, said)


def _kind(*, plain: bool) -> str:
    from weiquan.wizard.streams import can_prompt

    return can_prompt(sys.stdin, sys.stdout, os.environ, plain=plain)


def _prompter(*, plain: bool) -> Prompter:
    from weiquan.render.wrap import wrap
    from weiquan.wizard.opening import open_prompter

    kind = _kind(plain=plain)
    return open_prompter("rich" if kind == "rich" else "plain", wrap)


def _option(case: CaseSummary, rules: RuleSet) -> Any:
    from weiquan.wizard.session import Option

    when = f"上次 {case.updated:%Y-%m-%d %H:%M}" if case.updated else ""
    return Option(case.name, "，".join(_about(case, rules)) or case.name,
                  "，".join(filter(None, (_state(case), when))))


def _about(case: CaseSummary, rules: RuleSet) -> list[str]:
    """What tells one case from another: platform, product, what happened, amount."""
    platform = rules.platforms.get(case.platform)
    labels = "、".join(rules.happened[x].label for x in case.happened if x in rules.happened)
    return [shown(x) for x in (platform.label if platform else "", case.product, labels,
                               f"{case.paid} 元" if case.paid else "") if x]


def _state(case: CaseSummary) -> str:
    return "读不懂" if case.problem else "已了结" if case.finished else "还没了结"


def _list(cases: list[CaseSummary], rules: RuleSet) -> None:
    for i, case in enumerate(cases, 1):
        emit([f"{i}. {shown(case.name)}　{'，'.join([*_about(case, rules), _state(case)])}"])
    say("接着做其中一个：在终端里运行 weiquan resume 编号。")
