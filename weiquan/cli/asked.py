"""How a question stands on the screen: the name of its part, what is said beside an option."""

from __future__ import annotations

from collections.abc import Sequence

from weiquan.core.model import Choice, Fact
from weiquan.core.model.ruleset import RuleSet
from weiquan.wizard.session import Option

SECTIONS = {
    "gate": "怎么回事", "who": "谁买的", "what": "买了什么", "delivery": "发货收货",
    "problem": "毛病在哪里", "said": "说过什么", "money": "钱", "return": "退货退款",
    "result": "对方怎么回复", "platform": "平台", "service": "服务和预付", "minor": "孩子和老人",
    "harm": "人和安全", "letter": "写文书要用的", "shorthand": "推出来的",
}


def more_than(label: str, hint: str) -> str:
    """A hint, where it says more than the label."""
    said = set(label)
    new = [c for c in hint if c.isalnum() and c not in said]
    return hint if len(new) > len(hint) // 3 else ""


def options_of(rules: RuleSet, spec: Fact, choices: Sequence[Choice]) -> list[Option]:
    """Choices as options, in groups where there are any."""
    groups = {x.id: x.group for x in rules.happened.values()} \
        if spec.choices_from == "happened" else {}
    says = {e.id: e.says for e in rules.excuses.values()} \
        if spec.choices_from == "excuses" else {}
    return [Option(c.id, c.label, more_than(c.label, c.hint) or next(
                iter(says.get(c.id, ())), ""),
                   group=groups.get(c.id, ""), words=(*says.get(c.id, ()), *c.cues))
            for c in choices]
