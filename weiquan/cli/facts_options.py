"""Command-line options for the facts marked `flag`, built from their declaration."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from weiquan.cli.completing import complete_cases, complete_examples, complete_sets

if TYPE_CHECKING:
    from weiquan.core.model import Fact
    from weiquan.core.model.ruleset import RuleSet

Set = Annotated[list[str] | None, typer.Option(
    "--set", metavar="名称=值", help="其他事实，可以写多次，例如 --set repairs=2",
    autocompletion=complete_sets)]
File = Annotated[str | None, typer.Option(
    "--facts", metavar="文件", help="事实文件（YAML 或 JSON），- 表示标准输入")]
Story = Annotated[str | None, typer.Option(
    "--story", metavar="文件", show_default=False,
    help="写着经过、订单页或聊天记录的文件，- 表示标准输入；读出来的会列出，选项和案件里的优先")]
AsOf = Annotated[str | None, typer.Option(
    "--as-of", metavar="日期",
    help="按哪一天算，例如 2026-11-22 或 2026-11-22T23:05；不写就是现在")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON，给程序用")]
Rules = Annotated[Path | None, typer.Option(
    "--rules", metavar="文件夹", help="用别处的规则（要加 --trust）")]
Templates = Annotated[Path | None, typer.Option(
    "--templates", metavar="文件夹", help="用别处的模板（要加 --trust）")]
Trust = Annotated[bool, typer.Option("--trust", help="信任 --rules、--templates 指定的内容")]
Dir = Annotated[Path | None, typer.Option(
    "--dir", metavar="文件夹",
    help="案卷放在哪里；不写就看 WEIQUAN_HOME，再不然是家目录下的“维权案卷”")]
Case = Annotated[str | None, typer.Argument(
    metavar="案件", help="案件名、编号或其中几个字；不写就用下面给的事实", show_default=False,
    autocompletion=complete_cases)]
CaseOption = Annotated[str | None, typer.Option(
    "--case", metavar="案件", help="用哪个案件的内容", show_default=False,
    autocompletion=complete_cases)]
Sources = Annotated[bool, typer.Option(
    "--show-sources", help="每句话后面列出出处、核对的日子、把握有多大")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只说会做什么，什么都不写")]
Example = Annotated[str | None, typer.Option(
    "--example", metavar="[名字]", help="用自带的例子试一试；名字写错会列出全部例子",
    show_default=False, autocompletion=complete_examples)]

SHARED: dict[str, tuple[Any, Any]] = {
    "sets": (Set, None), "facts_file": (File, None), "story": (Story, None),
    "as_of": (AsOf, None),
    "rules_dir": (Rules, None), "templates_dir": (Templates, None), "trust": (Trust, False),
    "home_dir": (Dir, None), "example": (Example, None),
}


def flag_of(id_: str) -> str:
    """The command-line option of a fact marked `flag`."""
    return "--" + id_.replace("_", "-")


SHOWN = 2   # choices that the help of an option names; rules table facts has them all


def option_of(fact: Fact, aliases: dict[str, str]) -> Any:
    """The typer option of one fact: its help names some choices, completion offers all."""
    text = fact.ask
    metavar = {"money": "金额", "date": "日期", "datetime": "时间", "int": "数",
               "bool": "是/否"}.get(fact.type, "文字")
    complete: Callable[[str], list[Any]] | None = None
    if fact.choices:
        metavar = "选项"
        # The library breaks lines at spaces only.
        shown = " ".join(c.label for c in fact.choices[:SHOWN])
        more = f" …共 {len(fact.choices)} 种" if len(fact.choices) > SHOWN else ""
        text = f"{fact.ask} 例如 {shown}{more}"
        complete = _completion(fact, aliases if fact.id == "platform" else {})
    return Annotated[str | None, typer.Option(
        flag_of(fact.id), metavar=metavar, help=text, show_default=False,
        autocompletion=complete)]


def _completion(fact: Fact, aliases: dict[str, str]) -> Callable[[str], list[Any]]:
    def complete(incomplete: str) -> list[Any]:
        offered = [*((c.id, c.label) for c in fact.choices), *aliases.items()]
        return [(i, label) for i, label in offered if i.startswith(incomplete)]

    return complete


def with_facts(rules: RuleSet, body: Callable[..., int], before: dict[str, tuple[Any, Any]],
               after: dict[str, tuple[Any, Any]]) -> Callable[..., int]:
    """`body` with one option per flagged fact between its own parameters.

    typer reads a function's signature; this one is made from the rules, so that a new fact
    needs no Python. `body` gets the flags as `flags`, a mapping by fact id.
    """
    flagged = [f for f in rules.facts if f.flag]
    params = {**before, **{f.id: (option_of(f, rules.aliases), None) for f in flagged},
              **after, **SHARED}
    ids = [f.id for f in flagged]

    def command(**given: Any) -> int:
        flags = {i: given.pop(i) for i in ids}
        return body(flags=flags, **given)

    command.__signature__ = inspect.Signature([  # type: ignore[attr-defined]  # typer asks
        inspect.Parameter(n, inspect.Parameter.KEYWORD_ONLY, default=d, annotation=a)
        for n, (a, d) in params.items()
    ])
    command.__annotations__ = {n: a for n, (a, _) in params.items()}
    return command


def resolve_case(rules: RuleSet, name: str | None, home_dir: Path | None, *,
                 exact: bool = False) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The stored facts and fixed exhibits of a case; empty without a name."""
    if name is None:
        return {}, ()
    from weiquan.cli.gather import case_facts
    from weiquan.cli.homes import home_folder
    from weiquan.store.folder import read_case
    from weiquan.store.home import find_case

    case = read_case(find_case(home_folder(home_dir), name))
    return case_facts(rules, case, exact=exact), tuple(case.exhibits)


def facts_for(rules: RuleSet, now: datetime, flags: dict[str, str | None], case: str | None,
              options: dict[str, Any], example: Mapping[str, Any], *, exact: bool = False,
              ) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The typed facts of a command line, and the exhibits that its case has fixed.

    The facts of an `example` are the weakest: those of a case win over them. `exact` leaves out
    what the case knows only about.
    """
    from weiquan.cli.gather import gather

    stored, exhibits = resolve_case(rules, case, options["home_dir"], exact=exact)
    facts = gather(rules, now, flags=flags, sets=options["sets"] or (),
                   file=options["facts_file"], case={**example, **stored})
    if options["story"] is not None:
        from weiquan.cli.story import with_story

        facts = with_story(rules, facts, options["story"], now, exact=exact)
    return facts, exhibits
