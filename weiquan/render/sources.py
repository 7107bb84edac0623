"""The sources of every statement, as lines behind a plan or a card."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from weiquan.core.telling.sourcing import Sourced
from weiquan.render.lookups import CONFIDENCE
from weiquan.render.plan_parts import Page


def source_lines(found: Sequence[Sourced], columns: int) -> list[str]:
    """Every statement, with its source, the day of the check and how sure that is."""
    page = Page(columns)
    page.head("每句话的出处")
    for kind, group in groupby(found, key=lambda s: s.kind):
        page.add(f"【{kind}】", "  ")
        together: dict[tuple[object, ...], list[Sourced]] = {}
        for one in group:
            together.setdefault((one.source, one.as_of, one.confidence), []).append(one)
        for same in together.values():
            page.add("；".join(one.text.rstrip("。") for one in same), "    - ", "      ")
            one = same[0]
            page.add("，".join(filter(None, (
                one.source or "没有写出处",
                f"核对于 {one.as_of}" if one.as_of is not None else "",
                CONFIDENCE.get(one.confidence, "")))), "      出自：", "            ")
    return page.lines
