"""How a question stands on the screen: the name of its part, what is said beside an option."""

from __future__ import annotations

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
