"""What the types cannot say about a single rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, get_args

from weiquan.core.language import condition as c
from weiquan.core.model import OVER, Rung
from weiquan.core.model.walking import Item
from weiquan.core.telling.lettering import CONTEXT
from weiquan.loading.lint_run import Lint

_ID = re.compile(r"[a-z0-9][a-z0-9_]*")
_SPAN = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:/([0-9]{4}-[0-9]{2}-[0-9]{2}))?")
_TONIGHT = re.compile("今晚|今天|马上|现在就")   # a title that says so is for tonight
_NO_FILE = frozenset('/\\:*?"<>|')   # in no file name on every system
# Words of the condition language, and options that every command has.
RESERVED = frozenset({"all", "any", "not", "known", "is", "param"})
_OPTIONS = frozenset({"set", "facts", "as_of", "json", "rules", "templates", "trust", "dir", "case",
                      "help", "format", "output", "list"})


def shape(run: Lint, item: Item) -> None:
    """Findings in one rule object taken by itself."""
    obj = item.obj
    id_ = getattr(obj, "id", None)
    if id_ is not None and item.kind != "source" and not _ID.fullmatch(id_):
        run.report(obj, ("id",), "L132", f"id「{id_}」须用小写英文字母、数字和下划线")
    looks = _LOOKS.get(item.kind)
    if looks is not None:
        looks(run, obj)


def _fact(run: Lint, fact: Any) -> None:
    if fact.id in RESERVED | CONTEXT or (fact.flag and fact.id in _OPTIONS):
        run.report(fact, ("id",), "L133", f"「{fact.id}」是保留的名字，请换一个 id")
    choosing = fact.type in {"choice", "choices", "items"}
    if choosing and not fact.choices and fact.choices_from not in run.broken:
        run.report(fact, ("type",), "L129", f"「{fact.id}」是选择题，但没有选项")
    if fact.choices and not choosing:
        run.report(fact, ("choices",), "L129", f"「{fact.id}」不是选择题，不能有选项", key=True)
    check = fact.check
    fits = {
        "not_future": fact.type in {"date", "datetime"}, "since": fact.type in {"date", "datetime"},
        "not_before": fact.type in {"date", "datetime"}, "after": fact.type in {"date", "datetime"},
        "at_most": fact.type in {"int", "money"}, "max_length": fact.type == "text",
        "min": fact.type in {"int", "money"}, "max": fact.type in {"int", "money"},
    }
    for field, fitting in fits.items():
        if getattr(check, field) and not fitting:
            run.report(fact, ("check", field), "L130",
                       f"「{fact.id}」的类型是 {fact.type}，不能检查 {field}", key=True)
    if check.min is not None and check.max is not None and check.min > check.max:
        run.report(fact, ("check", "max"), "L130", f"「{fact.id}」的 max 小于 min")
    dates = [f.id for f in run.rules.facts if f.type in {"date", "datetime"}]
    for field in ("not_before", "after"):
        for i, other in enumerate(getattr(check, field)):
            run.refer(fact, ("check", field, i), other, "fact", dates)
    if check.at_most:
        alike = [f.id for f in run.rules.facts if f.type == fact.type]
        run.refer(fact, ("check", "at_most"), check.at_most, "fact", alike)
    if fact.nil_if_open and fact.type not in {"money", "int", "items"}:
        run.report(fact, ("nil_if_open",), "L130",
                   f"「{fact.id}」的类型是 {fact.type}，不能算 0", key=True)


def _clash(run: Lint, clash: Any) -> None:
    for i, fact in enumerate(clash.facts):
        run.refer(clash, ("facts", i), fact, "fact")


def _rung(run: Lint, rung: Any) -> None:
    if run.rules.rungs[0] is not rung or "rungs" in run.broken:
        return
    have = [r.id for r in run.rules.rungs]
    if have != list(get_args(Rung)):
        run.report(rung, ("id",), "L137", f"阶梯须依次是 {'、'.join(get_args(Rung))}")


def _step(run: Lint, step: Any) -> None:
    for field, plain, why in (("ready", c.ALWAYS, "later_why"),
                              ("blocked", c.NEVER, "blocked_why")):
        if getattr(step, field) != plain and not getattr(step, why):
            run.report(step, (field,), "L136", f"写了 {field}，还须写 {why} 说明原因", key=True)
    _first_step(run, step)


def _first_step(run: Lint, step: Any) -> None:
    if _TONIGHT.search(step.title) and not step.tonight:
        run.report(step, ("title",), "L149", "标题说了今天、今晚、马上就做的，要写 tonight: true")
    if not step.do:
        run.report(step, ("do",), "L136", "do 不能是空的：至少写一行怎么做", key=True)


def _situation(run: Lint, situation: Any) -> None:
    for name, least in (("happened", 1), ("texts", 4)):
        if len(getattr(situation, name)) < least:
            run.report(situation, (name,), "L136", f"{name} 至少写 {least} 样", key=True)
    ids = [p.id for p in situation.points]
    if OVER in ids:
        run.report(situation, ("points", ids.index(OVER)), "L133",
                   f"「{OVER}」是保留的名字，请换一个 id")
    if situation.then is not None and not situation.over:
        run.report(situation, ("then",), "L136", "写了 then，还须写 over 说明什么时候", key=True)
    for i, point in enumerate(situation.points):
        if ids.index(point.id) != i:
            run.report(situation, ("points", i), "L117", f"point「{point.id}」写了两次")
        if point.turn and not point.so:
            run.report(point, ("turn",), "L136", "写了 turn，还须写 so 说明为什么", key=True)
    if any(p.turn for p in situation.points) and not situation.outcomes:
        run.report(situation, ("points",), "L136", "point 写了 turn，还须写 outcomes", key=True)
    for label in sorted(set(situation.happened) & set(situation.rules_out)):
        run.report(situation, ("rules_out",), "L136", f"「{label}」是它自己的，不能排除", key=True)


def _clause(run: Lint, obj: Any) -> None:
    if obj.because.endswith("。"):
        run.report(obj, ("because",), "L145", "because 是半句，末尾不写句号")


def _line(run: Lint, line: Any) -> None:
    if line.amount is None and not line.amount_text and line.money != "act":
        run.report(line, ("id",), "L140", f"金额项「{line.id}」须写 amount 或 amount_text")
    if line.amount_text.endswith("。"):
        run.report(line, ("amount_text",), "L145", "amount_text 后面还接着写，末尾不写句号")


def _letter(run: Lint, letter: Any) -> None:
    if not letter.name or not letter.name.isprintable() or set(letter.name) & _NO_FILE:
        run.report(letter, ("name",), "L147",
                   f"文书名也是文件名，不能有 {' '.join(sorted(_NO_FILE))} 和看不见的字符")


def _law(run: Lint, law: Any) -> None:
    if law.end is not None and law.end < law.start:
        run.report(law, ("end",), "L139", f"结束日 {law.end} 早于施行日 {law.start}")
    seen: set[str] = set()
    for i, article in enumerate(law.articles):
        if article.article in seen:
            run.report(law, ("articles", i, "article"), "L117", f"第 {article.article} 条写了两次")
        seen.add(article.article)
        _ascending(run, article, "versions", article.versions)
    for param in law.params:
        _ascending(run, param, "values", param.values)


def _ascending(run: Lint, obj: Any, field: str, versions: Sequence[Any]) -> None:
    if not versions:
        run.report(obj, (field,), "L139", f"{field} 不能是空的", key=True)
    for i in range(1, len(versions)):
        if versions[i].start <= versions[i - 1].start:
            run.report(obj, (field, i, "start"), "L139", "须按施行日从早到晚写，日期不能重复")


def _year(run: Lint, year: Any) -> None:
    off: set[date] = set()
    for i, span in enumerate(year.off):
        days = _days_of(span)
        if days is None or any(d.year != year.year for d in days):
            text = f"「{span}」须是 {year.year} 年的日期，写成 2026-01-01 或 2026-01-01/2026-01-03"
            run.report(year, ("off", i), "L138", text)
            continue
        off |= set(days)
    for i, day in enumerate(year.work):
        if day.year != year.year or day in off:
            text = f"补班日 {day} 须在 {year.year} 年，且不在放假的日子里"
            run.report(year, ("work", i), "L138", text)


def _days_of(span: str) -> list[date] | None:
    match = _SPAN.fullmatch(span)
    try:
        first = date.fromisoformat(match[1]) if match else None
        last = date.fromisoformat(match[2]) if match and match[2] else first
    except ValueError:
        return None
    if first is None or last is None or last < first:
        return None
    return [first + timedelta(days=n) for n in range(min((last - first).days, 366) + 1)]


_LOOKS: dict[str, Callable[[Lint, Any], None]] = {
    "fact": _fact, "clash": _clash, "rung": _rung, "step": _step, "first_step": _first_step,
    "situation": _situation, "point": _clause, "outcome": _clause,
    "line": _line, "law": _law, "year": _year, "letter": _letter,
}
