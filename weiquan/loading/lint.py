"""What must hold between rules: names that exist, laws in force, sources, wording, no orphans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from weiquan.core.judging.freshness import STALE, is_stale
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.model.walking import Item, items_in, items_of
from weiquan.errors import Problem
from weiquan.loading import (
    lint_citing,
    lint_conditions,
    lint_names,
    lint_numbers,
    lint_shape,
    lint_telling,
    lint_words,
)
from weiquan.loading.linking import Where
from weiquan.loading.lint_run import Lint

OLD = "W201"   # the finding that a fact was checked long ago


def lint(rules: RuleSet, where: Where, tops: Sequence[Any],
         broken: frozenset[str] = frozenset()) -> list[Problem]:
    """Every finding about how the rules fit together.

    `tops` are all rule objects that stand by themselves, doubles included.
    """
    run = Lint(rules, where, broken)
    lint_names.unique(run, [item for top in tops for item in items_in(top)])
    for item in run.items:
        lint_names.references(run, item)
        lint_shape.shape(run, item)
        lint_numbers.numbers(run, item)
        lint_words.words(run, item)
        lint_telling.telling(run, item)
        lint_citing.named(run, item)
        lint_words.provenance(run, item)
        lint_words.cues(run, item)
    lint_conditions.conditions(run)
    lint_conditions.questions(run)
    if not broken:
        lint_names.orphans(run)
    return run.problems


def stale(rules: RuleSet, where: Where, today: date) -> list[Problem]:
    """A warning for every rule whose `as_of` is more than STALE before `today`."""
    return [_problem(item.obj, where) for item in stale_items(rules, today)]


def stale_items(rules: RuleSet, today: date) -> Iterator[Item]:
    """Every rule object whose `as_of` is more than STALE before `today`."""
    return (i for i in items_of(rules) if is_stale(getattr(i.obj, "as_of", None), today))


def _problem(obj: Any, where: Where) -> Problem:
    source, loc = where[id(obj)]
    text = f"核对于 {obj.as_of}，超过 {STALE.days} 天，请再核一次"
    return source.problem((*loc, "as_of"), OLD, text, warning=True)


def summed_up(problems: Sequence[Problem]) -> list[Problem]:
    """The findings with one for each file in place of those about old facts: how many, how old."""
    old: dict[str, list[Problem]] = {}
    for p in problems:
        if p.code == OLD:
            old.setdefault(p.path, []).append(p)
    out = [p for p in problems if p.code != OLD]
    for found in old.values():
        oldest = min(found, key=lambda p: p.message)  # each begins with its day
        out.append(oldest._replace(message=f"这个文件有 {len(found)} 处超过 {STALE.days} 天，"
                                           f"最早的这一处{oldest.message.split('，')[0]}"))
    return sorted(out)
