"""What the preflight found, for the screen."""

from __future__ import annotations

from collections.abc import Iterable

from weiquan.core.telling.findings import Finding
from weiquan.render.wrap import wrap

LEVELS = {"block": "不能发", "warn": "提醒"}
CLEAN = "检查过了，没有发现问题。"


def finding_lines(findings: Iterable[Finding], width: int) -> list[str]:
    """Each finding in a paragraph: how grave, where, what, what to do, what to write instead."""
    out: list[str] = []
    for one in findings:
        text = f"[{LEVELS[one.level]}] {one.where}：{one.say}。{one.do}{one.offer}"
        out += wrap(text, width, "  ", "    ")
    return out
