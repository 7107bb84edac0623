"""Exhibit numbers: stable per case, and the same in every letter."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from weiquan.core.model.ruleset import RuleSet


def exhibit_order(rules: RuleSet, had: Collection[str], fixed: Sequence[str] = ()) -> list[str]:
    """The evidence in the order of its exhibit numbers.

    What a letter has already numbered keeps its number for ever; what came later follows, in
    the order of rules/evidence.yaml.
    """
    return [*fixed, *(e for e in rules.evidence if e in had and e not in fixed)]


def exhibit_numbers(rules: RuleSet, had: Collection[str],
                    fixed: Sequence[str] = ()) -> dict[str, int]:
    """The exhibit number, from 1, of each piece of evidence that is there."""
    order = exhibit_order(rules, had, fixed)
    return {e: i for i, e in enumerate(order, 1) if e in had}
