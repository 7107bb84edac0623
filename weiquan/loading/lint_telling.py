"""What a letter tells of a case: values in braces, the demands and elements that a reason names."""

from __future__ import annotations

from typing import Any

from weiquan.core.language.holes import Hole, pieces_of
from weiquan.core.language.reading import nearest
from weiquan.core.model.walking import Item
from weiquan.loading.lint_run import Lint

_DAYS = ("date", "datetime")


def telling(run: Lint, item: Item) -> None:
    """Findings for reasons, rebuttals, titles that name what there is not, or end with a stop."""
    if item.kind not in {"reason", "rebuttal", "titling", "account"}:
        return
    obj = item.obj
    if item.kind == "reason":
        for i, line in enumerate(obj.lines):
            run.refer(obj, ("lines", i), line, "line", [x.id for x in item.owner.lines])
        if obj.element:
            run.refer(obj, ("element",), obj.element, "element",
                      [x.id for x in item.owner.elements])
    for field in ("say", "issue"):
        text = getattr(obj, field, "")
        if text.endswith(("。", "？", "?")):
            run.report(obj, (field,), "L148", "句末不写标点，写进文书时会补上")
        for hole in pieces_of(text):
            if isinstance(hole, Hole):
                _hole(run, obj, field, hole)


def _hole(run: Lint, obj: Any, field: str, hole: Hole) -> None:
    if hole.kind == "wrong":
        run.report(obj, (field,), "L148",
                   f"看不懂「{{{hole.name}}}」：可以写 {{事实}}、{{日期+7}}、{{日期..}}、"
                   "{日期..日期}、{clock:期限}")
    elif hole.kind == "clock":
        platforms = [k.id for p in run.rules.platforms.values() for k in p.clocks]
        names = [*run.rules.deadlines, *platforms]
        if hole.name not in names and not {"deadlines", "platforms"} & run.broken:
            run.report(obj, (field,), "L148",
                       f"没有「{hole.name}」这个期限{nearest(hole.name, names)}")
    else:
        for fact in hole.facts:
            if run.refer(obj, (field,), fact, "fact"):
                _fact(run, obj, field, fact, day=hole.kind != "fact")


def _fact(run: Lint, obj: Any, field: str, fact: str, *, day: bool) -> None:
    spec = run.rules.specs[fact]
    if day and spec.type not in _DAYS:
        run.report(obj, (field,), "L148", f"「{fact}」不是日期，不能数天数")
    elif not day and spec.type == "bool":
        run.report(obj, (field,), "L148", f"「{fact}」写不进句子：它的类型是 {spec.type}")
