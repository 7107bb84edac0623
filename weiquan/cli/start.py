"""weiquan start, weiquan resume, and weiquan alone: the wizard from the first question."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from weiquan import __version__
from weiquan.cli.common import emit, moment, place_of, rules_at, say
from weiquan.cli.facts_options import AsOf, Dir
from weiquan.cli.group import command_of
from weiquan.cli.homes import home_folder
from weiquan.errors import CaseError

if TYPE_CHECKING:
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
    metavar="案件", help="案件名、编号或其中几个字", show_default=False)]
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
    """Bare `weiquan`: the unfinished case or a new one; None where nothing can be asked."""
    kind = _kind(plain=False)
    if kind == "none":
        return None
    from weiquan.store.home import list_cases

    home = home_folder(None)
    open_cases = [c for c in list_cases(home) if not c.finished and not c.problem]
    if not open_cases:
        return begin(None, None, plain=False)
    prompter = _prompter(plain=False)
    rules = rules_at(place_of(None, None, trust=False))
    options = [_option(c, rules) for c in open_cases[:8]]
    from weiquan.wizard.session import Option

    chosen = prompter.choose_one("有没做完的案件，要接着做哪一个？",
                                 [*options, Option("new!", "新建一个案件")], options[0].id)
    if chosen == "new!":
        return begin(None, None, plain=False)
    return go_on(chosen, None, None, plain=False)


def begin(home_dir: Path | None, as_of: str | None, *, plain: bool) -> int:
    """A new case, from the first question."""
    if _kind(plain=plain) == "none":
        raise CaseError(NO_TERMINAL)
    from weiquan.store.folder import create_case, evidence_folder, write_readme

    place = place_of(None, None, trust=False)
    rules = rules_at(place)
    with create_case(home_folder(home_dir), moment(as_of), rules_digest=rules.digest,
                     version=__version__) as case:
        write_readme(case)
        evidence_folder(case)
        greeting = ("一题一题来，大约十来分钟。每答一题都会存好，随时可以停。",
                    f"案卷在 {case.folder}")
        return _run(place.root, rules, case, as_of, greeting, plain=plain)


def go_on(name: str | None, home_dir: Path | None, as_of: str | None, *, plain: bool) -> int:
    """A case that exists; without a name, the list of cases."""
    from weiquan.store.folder import open_case
    from weiquan.store.home import find_case, list_cases

    home = home_folder(home_dir)
    if name is None:
        cases = list_cases(home)
        if not cases:
            raise CaseError(f"「{home}」里还没有案件。运行 weiquan 新建一个。")
        rules = rules_at(place_of(None, None, trust=False))
        if _kind(plain=plain) == "none":
            _list(cases, rules)
            return 0
        name = _prompter(plain=plain).choose_one(
            "接着做哪一个案件？", [_option(c, rules) for c in cases[:20] if not c.problem])
    if _kind(plain=plain) == "none":
        raise CaseError(NO_TERMINAL)
    place = place_of(None, None, trust=False)
    rules = rules_at(place)
    with open_case(find_case(home, name)) as case:
        greeting = [f"接着做「{case.name}」，从没填的地方开始。"]
        if case.rules_digest and case.rules_digest != rules.digest:
            greeting.append("规则在这之后更新过，期限和步骤按现在的规则重新算。")
        case.rules_digest = rules.digest
        return _run(place.root, rules, case, as_of, tuple(greeting), plain=plain)


def _run(root: Path, rules: Any, case: Case, as_of: str | None, greeting: tuple[str, ...], *,
         plain: bool) -> int:
    from weiquan.cli.session import CaseSession
    from weiquan.cli.tonight import Tonight
    from weiquan.wizard.prompter import Stopped
    from weiquan.wizard.wizard import Wizard

    session = CaseSession(rules, case, lambda: moment(as_of), greeting)

    def farewell() -> str:
        return f"填过的都存好了。接着填：weiquan resume {case.name}"

    prompter = _prompter(plain=plain)
    try:
        Wizard(session, prompter, farewell).run(review=False)
        return Tonight(root, session, prompter, farewell).run()
    except (Stopped, KeyboardInterrupt):
        say("")
        say(farewell())
        return 130


def _kind(*, plain: bool) -> str:
    from weiquan.wizard.streams import can_prompt

    return can_prompt(sys.stdin, sys.stdout, os.environ, plain=plain)


def _prompter(*, plain: bool) -> Prompter:
    from weiquan.render.wrap import wrap
    from weiquan.wizard.streams import open_prompter

    kind = _kind(plain=plain)
    return open_prompter("rich" if kind == "rich" else "plain", wrap)


def _option(case: CaseSummary, rules: RuleSet) -> Any:
    from weiquan.wizard.session import Option

    state = "已做完" if case.finished else "没做完"
    when = f"上次 {case.updated:%Y-%m-%d %H:%M}" if case.updated else ""
    hint = "，".join(filter(None, (*_about(case, rules), state, when)))
    return Option(case.name, case.name, hint)


def _about(case: CaseSummary, rules: RuleSet) -> list[str]:
    """What tells one case from another: platform, dispute and amount, as far as answered."""
    platform = rules.platforms.get(case.platform)
    labels = "、".join(rules.happened[x].label for x in case.happened if x in rules.happened)
    return [x for x in (platform.label if platform else "", case.product, labels,
                        f"{case.paid} 元" if case.paid else "") if x]


def _list(cases: list[CaseSummary], rules: RuleSet) -> None:
    for i, case in enumerate(cases, 1):
        state = "读不懂" if case.problem else ("已做完" if case.finished else "没做完")
        emit([f"{i}. {case.name}　{'，'.join([*_about(case, rules), state])}"])
    say("接着做其中一个：在终端里运行 weiquan resume 编号。")
