"""weiquan checklist."""

from __future__ import annotations

from typing import Any

from weiquan.cli.common import columns, emit, show_long
from weiquan.cli.reading import Work, as_json, reading_command

HELP = """证据清单：每一项要证明什么、还缺什么、怎么取；最弱的排在最前。

\b
示例：
  weiquan checklist --platform douyin --dispute returned_not_refunded --paid 299
      --ordered-on 2026-11-01 --refund-status return_signed --set received=是
      --received-on 2026-11-04 --merchant-response silent --platform-decision not_asked
"""


def build(name: str) -> Any:
    """The click command."""
    return reading_command(name, HELP, show)


def show(work: Work) -> int:
    """Print the checklist."""
    result = work.assessment
    if work.as_json:
        from weiquan.core.telling.contract import plan_json

        plan = plan_json(work.rules, work.facts, result)
        emit([as_json({k: plan[k] for k in ("schema", "as_of", "dispute", "evidence")})])
        return 0
    from weiquan.render.checklist import checklist_lines

    show_long(checklist_lines(work.rules, result, columns()))
    return 0
