"""Why a rule applies, why not yet, and which fact would change it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from weiquan.core.case.context import context_of, ticked
from weiquan.core.language import condition as c
from weiquan.core.language.operators import last_day_past
from weiquan.core.model import Fact
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.model.walking import items_of
from weiquan.core.values.days import add_months, day_of
from weiquan.core.values.records import value as value_type

CONDITIONS = {"when": "属于这个案子", "ready": "现在可以做", "done": "已经做过",
              "blocked": "做不了",
              "right_if": "商家有道理", "met": "事实符合", "ask_if": "需要问",
              "raised": "是这个案子的问题", "yes_if": "够得上“能”", "provided": "站得住"}

_UNNAMED = frozenset({"choice", "source", "article"})


@value_type
class Reason:
    """One line of a condition tree: depth, what it says, its truth, where it stands."""

    depth: int
    text: str
    truth: c.Tri
    place: str
    fact: str = ""


@value_type
class Explained:
    """One condition of a rule."""

    field: str
    truth: c.Tri
    reasons: tuple[Reason, ...]
    changes: tuple[tuple[str, Any], ...]   # (fact id, a value that would change the truth)


def find(rules: RuleSet, id_: str, ctx: c.Context) -> tuple[str, Any] | None:
    """(kind, rule object) with this id, or None.

    Elements and lines of different theories share ids: `theory.line` names one exactly; else
    those of a theory of the case come first, and a line before what must not be claimed.
    """
    owner, _, inner = id_.rpartition(".")
    if not inner:  # what has no id of its own is not called so
        return None
    found = [i for i in items_of(rules)
             if i.kind not in _UNNAMED and getattr(i.obj, "id", "") == inner
             and (not owner or getattr(i.owner, "id", "") == owner)]
    mine = {*ticked(ctx, "raised"), ctx.facts.get("platform")}
    found.sort(key=lambda i: (getattr(i.owner, "id", "") not in mine, i.kind == "not_claim"))
    return (found[0].kind, found[0].obj) if found else None


def place_of(rules: RuleSet, obj: Any) -> str:
    """Where a rule stands; a part without a place of its own, where its owner does."""
    own: str = getattr(obj, "place", "")
    return own or next((str(getattr(i.owner, "place", "")) for i in items_of(rules)
                        if i.obj is obj), "")


def ids(rules: RuleSet) -> list[str]:
    """Every id that can be explained."""
    return list(dict.fromkeys(
        i.obj.id for i in items_of(rules)
        if i.kind not in _UNNAMED and hasattr(i.obj, "id")))


def explain(rules: RuleSet, obj: Any, given: Mapping[str, Any], ctx: c.Context,
            ) -> list[Explained]:
    """Each condition of `obj` that is not trivially true or false, with what would change it."""
    out = []
    for field in CONDITIONS:
        cond = getattr(obj, field, None)
        if cond is None or cond in (c.ALWAYS, c.NEVER):
            continue
        truth = c.evaluate(cond, ctx).truth
        reasons = tuple(_reasons(cond, ctx, 0))
        out.append(Explained(field, truth, reasons,
                             tuple(_changes(rules, cond, given, ctx, truth))))
    return out


def _reasons(cond: c.Condition, ctx: c.Context, depth: int) -> list[Reason]:
    truth = c.evaluate(cond, ctx).truth
    match cond:
        case c.All(items) | c.AnyOf(items):
            word = "全部成立" if isinstance(cond, c.All) else "至少一条成立"
            out = [Reason(depth, word, truth, "")]
            for item in items:
                out += _reasons(item, ctx, depth + 1)
            return out
        case c.Not(item):
            return [Reason(depth, "不成立才算", truth, ""), *_reasons(item, ctx, depth + 1)]
        case c.Is(name=name, place=place):
            return [Reason(depth, f"条件「{name}」", truth, place),
                    *_reasons(ctx.named[name], ctx, depth + 1)]
        case c.Known(fact=fact, place=place):
            return [Reason(depth, "已经知道", truth, place, fact)]
        case c.Compare(fact=fact, place=place):
            return [Reason(depth, compare_text(cond, ctx), truth, place, fact)]


_WORDS = {"eq": "是", "ne": "不是", "in": "是其中之一", "has": "包含", "has_any": "包含其中之一",
          "has_all": "包含全部", "lt": "小于", "le": "不超过", "gt": "大于", "ge": "不少于",
          "within_days": "距今不超过（天）", "older_than_days": "距今超过（天）",
          "past_days": "起算的期限已过（天，末日放假顺延）",
          "within_hours": "距今不超过（小时）", "older_than_hours": "距今超过（小时）",
          "before": "早于", "from": "不早于",
          "within_days_of": "在「{}」当天或之后 {} 天内",
          "within_months_of": "在「{}」当天或之后 {} 个月内"}


def compare_text(cond: c.Compare, ctx: c.Context) -> str:
    """The comparison in words, a law parameter with its value on the law day."""
    value = cond.value
    if isinstance(value, c.Gap):
        length = ctx.param(value.length.param) if isinstance(value.length, c.ParamRef) \
            else value.length
        return f"{_WORDS[cond.op].format(value.of, length)}"
    if isinstance(value, c.ParamRef):
        value = f"{ctx.param(value.param)}"
    elif isinstance(value, tuple):
        value = "、".join(map(str, value))
    elif isinstance(value, bool):
        value = "是" if value else "否"
    return f"{_WORDS[cond.op]} {value}"


def _changes(rules: RuleSet, cond: c.Condition, given: Mapping[str, Any], ctx: c.Context,
             truth: c.Tri) -> list[tuple[str, Any]]:
    """For each fact of the condition, the first other answer that would change its truth."""
    out = []
    looked_at = c.facts_in(cond, rules.named)
    for spec in (f for f in rules.facts if f.id in looked_at):
        for value in other_answers(spec, cond, rules, ctx):
            if value == given.get(spec.id):
                continue
            changed = context_of(rules, {**given, spec.id: value}, ctx.now)
            if c.evaluate(cond, changed).truth not in {truth, c.Tri.UNKNOWN}:
                out.append((spec.id, value))
                break
    return out


def other_answers(spec: Fact, cond: c.Condition, rules: RuleSet, ctx: c.Context) -> list[Any]:
    """Answers that the comparisons in `cond` tell apart: each choice, each side of each limit."""
    if spec.type == "bool":
        return [True, False]
    if spec.type == "choice":
        return [ch.id for ch in spec.choices]
    if spec.type == "choices":
        return [(), *((ch.id,) for ch in spec.choices)]
    if spec.type in {"items", "text"}:
        return []
    out: list[Any] = []
    for leaf in _leaves(cond, rules):
        if isinstance(leaf, c.Compare) and isinstance(leaf.value, c.Gap):
            out += _around_gap(spec, leaf, ctx)
        elif isinstance(leaf, c.Compare) and leaf.fact == spec.id:
            value = leaf.value
            limit = ctx.param(value.param) if isinstance(value, c.ParamRef) else value
            out += _around(spec, leaf.op, limit, ctx)
    return out


def _leaves(cond: c.Condition, rules: RuleSet) -> list[c.Compare | c.Known | c.Is]:
    out: list[c.Compare | c.Known | c.Is] = []
    for leaf in c.leaves(cond):
        out += _leaves(rules.named[leaf.name], rules) if isinstance(leaf, c.Is) else [leaf]
    return out


def _around(spec: Fact, op: str, limit: Any, ctx: c.Context) -> list[Any]:
    if op == "past_days":
        past = last_day_past(ctx.today, int(limit), ctx.next_workday)
        days = (past + timedelta(days=1), past)
        return [datetime.combine(d, ctx.now.time()) if spec.type == "datetime" else d for d in days]
    if op.endswith("_days"):
        return [_at(spec, ctx, timedelta(days=int(limit) + d)) for d in (0, 1)]
    if op.endswith("_hours"):
        return [ctx.now - timedelta(hours=int(limit) + d) for d in (0, 1)]
    if op in {"before", "from"}:
        return [limit - timedelta(days=1), limit] if spec.type == "date" else []
    step = 1 if spec.type == "int" else Decimal("0.01")
    return [v for v in (limit - step, limit, limit + step) if v >= 0]


def _around_gap(spec: Fact, leaf: c.Compare, ctx: c.Context) -> list[Any]:
    """The day of the other fact, and the days around the end of the gap, within the past."""
    other = ctx.facts.get(leaf.value.of)
    if leaf.fact != spec.id or not isinstance(other, date):
        return []
    first = day_of(other)
    length = ctx.param(leaf.value.length.param) if isinstance(leaf.value.length, c.ParamRef) \
        else leaf.value.length
    last = first + timedelta(days=int(length)) if leaf.op == "within_days_of" \
        else add_months(first, int(length))
    days = [d for d in (first, last, last + timedelta(days=1)) if d <= ctx.today]
    return [datetime.combine(d, time(12)) if spec.type == "datetime" else d for d in days]


def _at(spec: Fact, ctx: c.Context, ago: timedelta) -> Any:
    moment = ctx.now - ago
    return moment if spec.type == "datetime" else moment.date()
