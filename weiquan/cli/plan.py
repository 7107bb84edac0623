"""weiquan plan."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from weiquan.cli.common import columns, emit, show_long
from weiquan.cli.facts_options import Sources
from weiquan.cli.reading import Work, as_json, reading_command, statements, told_sources

HELP = """先做什么：步骤、期限、依据、金额、证据、文书。

\b
示例：
  weiquan plan --platform douyin --dispute no_reason_return_refused --paid 299
      --ordered-on 2026-11-15 --received-on 2026-11-18 --refund-status rejected
      --merchant-response refused --platform-decision not_asked
"""


Full = Annotated[bool, typer.Option("--full", help="全部细节：每一步怎么做、条文要旨、出处")]

Whole = Annotated[bool, typer.Option("--no-pager", help="不分页，一次印完")]


def build(name: str) -> Any:
    """The click command."""
    return reading_command(name, HELP, show, after={
        "full": (Full, False), "whole": (Whole, False), "sources": (Sources, False)})


def show(work: Work) -> int:
    """Print the plan."""
    result = work.assessment
    if work.as_json:
        from weiquan.core.telling.contract import plan_json

        emit([as_json({**plan_json(work.rules, work.facts, result), **statements(work)})])
        return 0
    from weiquan.core.telling.card import card_of
    from weiquan.render.plan import plan_lines

    card = card_of(work.rules, work.facts, result)
    lines = plan_lines(work.rules, result, card, columns(), full=work.options["full"])
    show_long(lines + told_sources(work), paged=not work.options["whole"])
    return 0
