"""What the sums of a story are that nothing was made of: the person says it, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weiquan.core.asking.unplaced import placed, roles_of, share_of, unplaced
from weiquan.wizard.prompter import Page, Prompter, Stopped
from weiquan.wizard.session import Option
from weiquan.wizard.typed import Command

if TYPE_CHECKING:
    from weiquan.cli.session import CaseSession

NEITHER = Option("none!", "没付过，或者和这件事无关")
OTHER = Option("other", "别的花费")
WHICH_LOSS = "是哪一种花费、损失？"


def ask_of_sums(session: CaseSession, prompter: Prompter, story: str, more: str) -> None:
    """Ask what each of the sums is that were told and have no place yet; at most three."""
    rules, now = session.rules, session.clock()
    for one in unplaced(rules, story, more, session.facts(), now):
        roles = roles_of(rules, session.facts(), now)
        got = _picked(prompter, f"“{one.words}”是什么钱？", one.around,
                      [*(Option(x.id, x.label) for x in roles), NEITHER])
        role = next((x for x in roles if x.id == got), None)
        if role is None:
            continue
        spec = rules.specs[role.fact]
        kind = "" if spec.type != "items" else _picked(
            prompter, WHICH_LOSS, one.around,
            [*(Option(c.id, c.label) for c in spec.choices if c.id != OTHER.id), OTHER])
        session.adopt(placed(rules, session.facts(), role, one.amount, kind), {})
    if share := share_of(rules, story, more, session.facts()):
        session.adopt(share, {})


def _picked(prompter: Prompter, ask: str, around: str, rows: list[Option]) -> str:
    got = prompter.pick(Page(ask=ask, help=f"你写的是：{around}" if around else "",
                             commands=(Command.STOP,)), rows)
    if got is Command.STOP:
        raise Stopped("quit")
    return str(got)
