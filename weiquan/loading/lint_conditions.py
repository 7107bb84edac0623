"""Findings in conditions: names, circles, looking ahead, and numbers before their law."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from weiquan.core import condition as c
from weiquan.core import formula as f
from weiquan.core.ruleset import RuleSet
from weiquan.loading.lint_run import Lint

_CONDITION = (c.Compare, c.Known, c.Is, c.Not, c.All, c.AnyOf)
ORDER_DAY = "ordered_on"


def conditions(run: Lint) -> None:
    """Findings for named conditions and parameters that do not exist, and for circles."""
    for obj in (i.obj for i in run.items):
        for field, value in vars(obj).items():
            for leaf in c.leaves(value) if isinstance(value, _CONDITION) else ():
                _leaf(run, obj, field, leaf)
    for name, named in run.rules.conditions.items():
        if name in _reached(run.rules.named.get(name, c.ALWAYS), run.rules.named):
            run.report(named, ("when",), "L107", f"条件「{name}」绕回了自己", key=True)


def _leaf(run: Lint, obj: Any, field: str, leaf: c.Compare | c.Known | c.Is) -> None:
    at = (field, *leaf.at)
    if isinstance(leaf, c.Is):
        run.refer(obj, at, leaf.name, "condition")
        return
    run.used["fact"].add(leaf.fact)
    if isinstance(leaf, c.Compare) and isinstance(leaf.value, c.Gap):
        run.used["fact"].add(leaf.value.of)
    if param := c.param_in(leaf):
        run.refer(obj, (*at, "param"), param, "param")


def _reached(cond: c.Condition, named: Mapping[str, c.Condition]) -> set[str]:
    """The names that a condition leads to."""
    out: set[str] = set()
    todo = [cond]
    while todo:
        for leaf in c.leaves(todo.pop()):
            if isinstance(leaf, c.Is) and leaf.name not in out:
                out.add(leaf.name)
                todo.append(named.get(leaf.name, c.ALWAYS))
    return out


def questions(run: Lint) -> None:
    """Findings for questions whose condition looks at a later question."""
    order = {fact.id: i for i, fact in enumerate(run.rules.facts)}
    named = run.rules.named
    for fact in run.rules.facts:
        tests: list[tuple[tuple[Any, ...], c.Condition]] = [(("ask_if",), fact.ask_if)]
        if not fact.choices_from:
            tests += [(("choices", i, "when"), x.when) for i, x in enumerate(fact.choices)]
        for at, cond in tests:
            whole = [cond, *(named[n] for n in _reached(cond, named) if n in named)]
            looked = {name for part in whole for name in c.facts_in(_open(part), {})}
            for other in sorted(looked & order.keys()):
                if order[other] >= order[fact.id]:
                    text = f"{at[-1]} 只能看排在「{fact.id}」前面的事实，「{other}」不在它前面"
                    run.report(fact, at, "L105", text, key=True)


def _open(cond: c.Condition) -> c.Condition:
    """The comparisons of a condition without the names in it."""
    return c.All(tuple(leaf for leaf in c.leaves(cond) if not isinstance(leaf, c.Is)))


def in_force(run: Lint) -> None:
    """Findings for law parameters that are used for days before they were in force.

    What the law set is looked up on the law day; one that is too early has no value, and a
    condition has no answer. A preceding `from` on that day keeps a condition off earlier days.
    """
    if run.broken or any(n in _reached(cond, run.rules.named)
                         for n, cond in run.rules.named.items()):
        return
    every = {d.law_date for d in run.rules.disputes.values()} | {ORDER_DAY}
    for item in run.items:
        if item.kind == "condition":
            continue  # judged where it is used
        day_facts = {item.owner.law_date} if hasattr(item.owner, "law_date") else every
        earliest = _earliest(run.rules, day_facts)
        if earliest is None:
            continue
        look = _Look(run.rules, day_facts)
        for field, value in vars(item.obj).items():
            if not isinstance(value, _CONDITION):
                continue
            for leaf, day in look.uses(value, earliest):
                _too_early(run, item.obj, (field, *leaf.at, "param"), c.param_in(leaf), day,
                           leaf.place)
        if (amount := getattr(item.obj, "amount", None)) is not None:
            day = max(earliest, look.guard(item.obj.when))
            for part in f.parts(amount):
                if isinstance(part, f.ParamAmount):
                    _too_early(run, item.obj, ("amount", *part.at), part.param, day, "")


def _too_early(run: Lint, obj: Any, at: tuple[Any, ...], id_: str, day: date, place: str) -> None:
    param = run.rules.params.get(id_)
    if param is None or not param.values or param.values[0].start <= day:
        return
    start = param.values[0].start
    source, loc = run.where[id(obj)]
    named = bool(place) and place != source.place((*loc, *at[:-1]))
    told = f"（在 {place} 用到）" if named else ""
    text = (f"参数「{id_}」自 {start} 起才有{told}，这里的日期可以早到 {day}，"
            f"请在前面加上 from: {start}")
    run.report(obj, at[:1] if named else at, "L142", text)


def _earliest(rules: RuleSet, names: set[str]) -> date | None:
    """The earliest day that the checks of these facts allow; None when one allows any day."""
    days = [_since(rules, name, frozenset()) for name in names if name in rules.specs]
    known = [d for d in days if d is not None]
    return min(known) if known and len(known) == len(days) else None


def _since(rules: RuleSet, name: str, seen: frozenset[str]) -> date | None:
    spec = rules.specs.get(name)
    if spec is None or name in seen:
        return None
    days = [spec.check.since, *(_since(rules, n, seen | {name}) for n in spec.check.not_before)]
    return max((d for d in days if d is not None), default=None)


class _Look:
    """Walks conditions in the order in which they are judged."""

    def __init__(self, rules: RuleSet, day_facts: set[str]) -> None:
        self.rules = rules
        self.day_facts = day_facts

    def uses(self, cond: c.Condition, day: date) -> Iterator[tuple[c.Compare, date]]:
        """Comparisons with a parameter, and the earliest law day that reaches each."""
        match cond:
            case c.Compare() if c.param_in(cond):
                yield cond, day
            case c.Is(name=name) if name in self.rules.named:
                yield from self.uses(self.rules.named[name], day)
            case c.Not(inner):
                yield from self.uses(inner, day)
            case c.All(parts):
                for part in parts:
                    yield from self.uses(part, day)
                    day = max(day, self.guard(part))
            case c.AnyOf(parts):
                for part in parts:
                    yield from self.uses(part, day)
            case _:
                pass

    def guard(self, cond: c.Condition) -> date:
        """The earliest law day for which `cond` can hold."""
        match cond:
            case c.Compare(fact=fact, op="from", value=value) if fact in self.day_facts:
                return value if isinstance(value, date) else date.min
            case c.Not(c.Compare(fact=fact, op="before", value=value)) if fact in self.day_facts:
                return value if isinstance(value, date) else date.min
            case c.Is(name=name) if name in self.rules.named:
                return self.guard(self.rules.named[name])
            case c.All(parts):
                return max((self.guard(p) for p in parts), default=date.min)
            case c.AnyOf(parts):
                return min((self.guard(p) for p in parts), default=date.min)
            case _:
                return date.min
