"""weiquan deadlines: every clock of a case, also as a calendar file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from weiquan.cli.common import columns, say, show_long
from weiquan.cli.facts_options import DryRun
from weiquan.cli.reading import Work, as_json, reading_command

HELP = """这个案子的全部期限：自己的、商家的、平台的，先到的在前。

\b
示例：
  weiquan deadlines 1
  weiquan deadlines 1 --ics 期限.ics
"""
Ics = Annotated[Path | None, typer.Option(
    "--ics", metavar="文件", help="写成日历文件，带提醒，手机和电脑的日历都能导入",
    show_default=False)]
Force = Annotated[bool, typer.Option("--force", help="位置上已有别的内容时，直接换掉")]


def build(name: str) -> Any:
    """The click command."""
    return reading_command(name, HELP, show, after={
        "ics": (Ics, None), "force": (Force, False), "dry_run": (DryRun, False)})


def show(work: Work) -> int:
    """Print the clocks, or write them as a calendar."""
    result = work.assessment
    if work.options["ics"] is not None:
        return _write(work, work.options["ics"])
    if work.as_json:
        from weiquan.cli.common import emit
        from weiquan.core.telling.contract import plan_json

        plan = plan_json(work.rules, work.facts, result)
        emit([as_json({k: plan[k] for k in ("schema", "as_of", "deadlines")})])
        return 0
    from weiquan.render.plan_parts import clock_lines

    show_long(clock_lines(result, columns()))
    return 0


def _write(work: Work, path: Path) -> int:
    from weiquan.core.telling.card import heads_of
    from weiquan.render.ics import calendar_text
    from weiquan.store.output import write_output

    result = work.assessment
    title = heads_of(work.rules, work.facts, result)[-1]
    text = calendar_text(result.clocks, work.now, title)
    count = text.count("BEGIN:VEVENT")
    if not count:
        say("眼下没有数得出日子、还没到的期限，没有写文件。")
        return 0
    dry_run = work.options["dry_run"]
    done = write_output(path, text.encode(), overwrite=work.options["force"], dry_run=dry_run)
    say(f"{'会写' if dry_run else '写好了'} {count} 个期限：{done.path}。"
        "导入手机日历，提前一天和三小时提醒。")
    return 0
