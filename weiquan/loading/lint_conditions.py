"""Findings in conditions: names, circles, and looking ahead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from weiquan.core.language import condition as c
from weiquan.loading.lint_run import Lint

_CONDITION = (c.Compare, c.Known, c.Is, c.Not, c.All, c.AnyOf)

_AFTER = frozenset({"raised", "can"})  # facts that only the judging itself finds out
# What is looked at before the judging, or by it.
_BEFORE = frozenset({"fact", "choice", "derived", "theory", "element", "line", "defeat", "owes"})


def conditions(run: Lint) -> None:
    """Findings for named conditions and parameters that do not exist, and for circles."""
    for item in run.items:
        for field, value in vars(item.obj).items():
            for leaf in c.leaves(value) if isinstance(value, _CONDITION) else ():
                _leaf(run, item.obj, field, leaf)
                if item.kind in _BEFORE and not isinstance(leaf, c.Is) and leaf.fact in _AFTER:
                    text = f"「{leaf.fact}」判完以后才有，这里用不到"
                    run.report(item.obj, (field, *leaf.at), "L144", text)
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
