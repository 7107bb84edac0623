"""What must hold between rules: names that exist, laws in force, sources, wording, no orphans."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from weiquan.core.model.ruleset import RuleSet
from weiquan.core.model.walking import items_in, items_of
from weiquan.errors import Problem
from weiquan.loading import lint_conditions, lint_names, lint_shape, lint_words
from weiquan.loading.linking import Where
from weiquan.loading.lint_run import Lint


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
        lint_words.words(run, item)
        lint_words.provenance(run, item)
        lint_words.cues(run, item)
    lint_conditions.conditions(run)
    lint_conditions.questions(run)
    if not broken:
        lint_names.orphans(run)
    return run.problems


def stale(rules: RuleSet, where: Where, today: date, days: int = 180) -> list[Problem]:
    """A warning for every rule whose `as_of` is more than `days` days before `today`."""
    out: list[Problem] = []
    for item in items_of(rules):
        as_of = getattr(item.obj, "as_of", None)
        if as_of is not None and (today - as_of).days > days:
            source, loc = where[id(item.obj)]
            out.append(source.problem((*loc, "as_of"), "W201",
                                      f"核对于 {as_of}，超过 {days} 天，请再核一次", warning=True))
    return out
