"""weiquan rules check, schema, table, new."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from weiquan.cli.common import check_folders, columns, emit, moment, place_of, rules_at, say
from weiquan.cli.completing import complete_schemas, complete_skeletons, complete_tables
from weiquan.cli.facts_options import AsOf, DryRun, Json
from weiquan.errors import BadValue, RulesInvalid

if TYPE_CHECKING:
    from weiquan.core.model.ruleset import RuleSet
    from weiquan.errors import Problem
    from weiquan.loading.table import Table

HELP = """给写规则的人：检查规则和模板、打印结构说明、列成表格。

\b
示例：weiquan rules check
"""
CHECK = """检查规则和模板，列出全部问题：文件:行:列: 编号 说明。

有错误时退出码是 3；只有提醒（编号 W 开头）时是 0。
太久没有核对的按文件合计，--all 逐条列出。加 --deep 还会试各种答案，找出永远不会成立、
永远成立的条件，和走到那里就没有下一步的情况。要等几秒到半分钟；有错误时先改错误，不做这一步。

\b
示例：weiquan rules check
"""
SCHEMA = """打印一种规则文件的结构说明（JSON Schema）；不写种类就列出全部种类。

\b
示例：weiquan rules schema facts
"""
TABLE = """把规则列成表格，给核对的人看；不写就列出全部请求依据。

可以写种类（theories、precedents、happened、wishes、derived、sums、clashes、terms、asked、speech、events、
facts、conditions、steps、warnings、deadlines、evidence、excuses、law、params、platforms、channels、letters），
也可以写某个请求依据、平台、渠道、法律的 id。

\b
示例：weiquan rules table late_or_no_delivery
"""
NEW = """写出一个带说明的空白规则或文书，每个键都有解释，照着改就行。

种类写 platform（平台）、theory（请求依据）、excuse（商家的说法）、letter（文书）。名字用小写英文
字母、数字和下划线，就是文件名和 id。已有的文件不会动。
要填的地方写着【改…】，rules check 会一一指出。

\b
示例：weiquan rules new excuse late_gift
"""
STALE_HELP = """列出太久没有核对的：怎么写给人看的、到哪里看、现在写的是什么，害处大的排前面。

平台的期限和入口排最前。给手边有这些 App 的人照着核对，核对完改 as_of。

\b
示例：weiquan rules stale --csv 待核对.csv
"""
Rules = Annotated[Path | None, typer.Option(
    "--rules", metavar="文件夹", help="检查这个文件夹里的规则", show_default=False)]
Templates = Annotated[Path | None, typer.Option(
    "--templates", metavar="文件夹", help="检查这个文件夹里的模板", show_default=False)]
Deep = Annotated[bool, typer.Option(
    "--deep", help="再试各种答案，查条件和下一步，要等几秒到半分钟")]
ListFile = Annotated[Path | None, typer.Argument(
    metavar="[文件]", help="写进这个文件；不写就印在屏幕上", show_default=False)]
Csv = Annotated[bool, typer.Option("--csv", help="写成表格软件能打开的 CSV")]
Every = Annotated[bool, typer.Option("--all", help="太久没有核对的也一条一条列出，不按文件合计")]
Write = Annotated[bool, typer.Option("--write", help="把全部结构说明写进 rules/schema")]
NewKind = Annotated[str, typer.Argument(
    metavar="种类", help="platform、theory、excuse 或 letter", show_default=False,
    autocompletion=complete_skeletons)]
NewName = Annotated[str, typer.Argument(metavar="名字", help="例如 late_gift", show_default=False)]
NewRules = Annotated[Path | None, typer.Option(
    "--rules", metavar="文件夹", help="放进这个规则文件夹", show_default=False)]
NewTemplates = Annotated[Path | None, typer.Option(
    "--templates", metavar="文件夹", help="文书放进这个模板文件夹", show_default=False)]
Kind = Annotated[str | None, typer.Argument(
    metavar="种类", help="facts、steps、law、platform、theory、plan 等", show_default=False,
    autocompletion=complete_schemas)]
What = Annotated[str | None, typer.Argument(
    metavar="种类或id", help="见上面的说明", show_default=False,
    autocompletion=complete_tables)]


def build(name: str) -> Any:
    """The click group."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None,
                      context_settings={"help_option_names": ["--help", "-h"]})
    app.callback(invoke_without_command=True, help=HELP)(_help)
    app.command("check", help=CHECK)(check)
    app.command("schema", help=SCHEMA)(schema)
    app.command("table", help=TABLE)(table)
    app.command("new", help=NEW)(new)
    app.command("stale", help=STALE_HELP)(stale)
    made = typer.main.get_command(app)
    made.name = name
    return made


def _help(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is None:
        emit([ctx.get_help()])


def check(rules_dir: Rules = None, templates_dir: Templates = None, as_of: AsOf = None,
          deep: Deep = False, every: Every = False, as_json: Json = False) -> int:
    """Print every finding, those about old facts summed up, and one summary line."""
    from weiquan.loading.lint import summed_up
    from weiquan.loading.loader import check_rules

    now = moment(as_of)
    rules, problems = check_rules(*_folders(rules_dir, templates_dir), now.date(),
                                  now if deep else None)
    if as_json:
        from weiquan.cli.reading import as_json as text_of

        emit([text_of(_report(rules, problems))])
    else:
        if problems:
            emit(map(str, problems if every else summed_up(problems)))
        say(_summary(rules, problems))
    return RulesInvalid.exit_code if any(p.level == "error" for p in problems) else 0


def stale(file: ListFile = None, as_csv: Csv = False, rules_dir: Rules = None,
          templates_dir: Templates = None, as_of: AsOf = None) -> int:
    """Print the work list, or write it as CSV."""
    from weiquan.loading.stale import stale_table

    if file is not None and not as_csv:
        raise BadValue("要写进文件，请加上 --csv。")
    made = stale_table(*_folders(rules_dir, templates_dir), moment(as_of).date())
    if not as_csv:
        show([made])
        return 0
    rows = [list(made.columns), *map(list, made.rows)]
    if file is None:
        from weiquan.store.tables import table_text

        emit([table_text(rows).rstrip("\r\n")])
        return 0
    from weiquan.store.tables import write_table

    placed, _ = write_table(file, rows, file.parent, "")
    say(f"{made.title}。写好了：{placed}")
    return 0


def schema(kind: Kind = None, write: Write = False, dry_run: DryRun = False) -> int:
    """Print a schema, or write all of them."""
    from weiquan.loading.schemas import KINDS, schema_text, schemas, write_schemas

    if kind is None and not write:
        emit(KINDS)
        return 0
    if kind is not None and kind not in KINDS:
        from weiquan.core.language.reading import nearest

        listed = "、".join(KINDS)
        raise BadValue(f"没有「{kind}」这种规则文件{nearest(kind, KINDS)}。可以写：{listed}。")
    if write and not (place_of(None, None, trust=False).root / "pyproject.toml").is_file():
        raise BadValue("--write 只在源码文件夹里用：安装好的程序不改自己的文件。")
    root, rules = _own()
    if kind is None or write:
        changed = write_schemas(rules, root / "rules" / "schema", dry_run=dry_run)
        say(f"{'会写' if dry_run else '写了'} {len(changed)} 个文件，共 {len(KINDS)} 种。")
        emit(p.relative_to(root).as_posix() for p in changed)
        return 0
    emit([schema_text(schemas(rules)[kind]).rstrip("\n")])
    return 0


def table(what: What = None, as_of: AsOf = None) -> int:
    """Print the rules as tables."""
    from weiquan.loading.table import tables_of

    _, rules = _own()
    show([t for t in tables_of(rules, what, moment(as_of).date()) if t.rows])
    return 0


def new(kind: NewKind, name: NewName, rules_dir: NewRules = None,
        templates_dir: NewTemplates = None, as_of: AsOf = None,
        dry_run: DryRun = False) -> int:
    """Write a commented skeleton."""
    from weiquan.core.language.reading import nearest
    from weiquan.loading.skeletons import KINDS, skeleton_text, write_skeleton
    from weiquan.paths import data_root

    if kind not in KINDS:
        raise BadValue(f"没有「{kind}」这一种{nearest(kind, KINDS)}。可以写：{'、'.join(KINDS)}。")
    root = data_root()
    given = templates_dir if kind == "letter" else rules_dir
    if given is None and not (root / "pyproject.toml").is_file():
        option = "--templates" if kind == "letter" else "--rules"
        raise BadValue(f"安装好的程序不改自己的文件。请用 {option} 写明放进哪个文件夹。")
    text = skeleton_text(root / "rules", kind, name, moment(as_of).date())
    own = root / ("templates" if kind == "letter" else "rules")
    path = write_skeleton(given or own, kind, name, text, dry_run=dry_run)
    emit([str(path)])
    if dry_run:
        say("会写这个文件，现在没有写。")
        return 0
    say("写着【改…】的地方换成自己的话，用不到的键删掉，再运行 weiquan rules check。")
    return 0


def _own() -> tuple[Path, RuleSet]:
    """The program's own rules, as far as they can be read: a reviewer also reads broken ones."""
    own = place_of(None, None, trust=False)
    try:
        return own.root, rules_at(own)
    except RulesInvalid as e:
        from weiquan.loading.loader import check_rules

        rules, _ = check_rules(own.root / "rules", own.root / "templates")
        if rules is None:
            raise e from None
        return own.root, rules


def _folders(rules_dir: Path | None, templates_dir: Path | None) -> tuple[Path, Path]:
    """What to check: --templates beside --rules when they are there, else the program's own."""
    from weiquan.paths import data_root

    check_folders(rules_dir, templates_dir)
    if rules_dir is not None and templates_dir is None:
        beside = rules_dir.resolve().parent / "templates"
        templates_dir = beside if beside.is_dir() else None
    return rules_dir or data_root() / "rules", templates_dir or data_root() / "templates"


def _summary(rules: RuleSet | None, problems: list[Problem]) -> str:
    from weiquan.loading.lint import OLD
    from weiquan.loading.table import counts_of

    errors = sum(p.level == "error" for p in problems)
    head = f"{errors} 处错误，{len(problems) - errors} 处提醒。" if problems else "没有问题。"
    if old := sum(p.code == OLD for p in problems):
        head += f"其中 {old} 处太久没有核对，清单用 weiquan rules stale 看。"
    if rules is None:
        return f"{head}有的文件读不了，改好以后再数。"
    return head + "，".join(f"{what} {n}" for what, n in counts_of(rules).items()) + "。"


def _report(rules: RuleSet | None, problems: list[Problem]) -> dict[str, Any]:
    from weiquan.loading.table import counts_of

    return {
        "schema": "weiquan/check/1",
        "problems": [{"path": p.path, "line": p.line, "column": p.column, "code": p.code,
                      "level": p.level, "message": p.message} for p in problems],
        "counts": None if rules is None else counts_of(rules),
    }


def show(tables: list[Table]) -> None:
    """Print tables: folded columns in a terminal, one field per line elsewhere."""
    if not sys.stdout.isatty():
        emit(line for t in tables for line in _plain(t))
        return
    from rich.console import Console
    from rich.table import Table as Rich
    from rich.text import Text

    console = Console(highlight=False, markup=False, emoji=False, width=max(columns(), 60))
    for made in tables:
        rich = Rich(title=Text(made.title), title_justify="left", show_lines=True)
        for name in made.columns:
            rich.add_column(Text(name), overflow="fold")
        for row in made.rows:
            rich.add_row(*map(Text, row))
        console.print(rich)


def _plain(made: Table) -> list[str]:
    out = [f"# {made.title}", ""]
    for row in made.rows:
        out += [f"{name}：{cell}" for name, cell in zip(made.columns, row, strict=True) if cell]
        out.append("")
    return out
