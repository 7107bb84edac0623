"""weiquan now: the card."""

from __future__ import annotations

from typing import Any

from weiquan.cli.common import columns, emit
from weiquan.cli.facts_options import Sources
from weiquan.cli.reading import Work, as_json, reading_command, statements, told_sources

HELP = """今晚的一屏：最近的期限、先做的一两件事、想要的能不能要。

\b
示例：
  weiquan now 1
  weiquan now --set happened=return_refused --platform douyin --paid 299
"""


def build(name: str) -> Any:
    """The click command."""
    return reading_command(name, HELP, show, after={"sources": (Sources, False)})


def show(work: Work) -> int:
    """Print the card; within the screen when there is one."""
    from weiquan.cli.writing import paste_of
    from weiquan.core.telling.card import card_of
    from weiquan.render.card import card_lines

    card = card_of(work.rules, work.facts, work.assessment)
    if work.as_json:
        from weiquan.core.telling.contract import plan_json

        plan = plan_json(work.rules, work.facts, work.assessment)
        emit([as_json({**{k: plan[k] for k in ("schema", "as_of", "card", "wishes", "deadlines")},
                       **statements(work, card=True)})])
        return 0
    paste = paste_of(work.root, work.rules, work.facts, work.assessment)
    emit([*card_lines(card, columns(), screen_rows(), paste=paste.lines, paste_to=paste.name),
          *told_sources(work, card=True)])
    return 0


def screen_rows() -> int | None:
    """How many rows the screen has; None where the output goes elsewhere."""
    import shutil
    import sys

    return shutil.get_terminal_size().lines if sys.stdout.isatty() else None
