"""The evidence of a case, and its exhibit numbers: the same in every letter, for ever."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from weiquan.core.judging.scene import Scene
from weiquan.core.judging.verdicts import LineView, Verdict
from weiquan.core.judging.views import EvidenceView, StepView
from weiquan.core.judging.wording import Wording
from weiquan.core.language.condition import Tri, evaluate
from weiquan.core.model.ruleset import RuleSet

_NEVER = 10**6


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


def evidence_of(scene: Scene, verdicts: Sequence[Verdict], lines: Sequence[LineView],
                ladder: Iterable[StepView], exhibits: Sequence[str],
                wording: Wording) -> list[EvidenceView]:
    """What there is, and what this case still needs: what vanishes first before all."""
    proves = _what_proves(verdicts, lines)
    for step in ladder:
        if step.status in {"now", "check"}:
            for one in step.rule.evidence:
                proves.setdefault(one, [])
    for one in scene.had:
        proves.setdefault(one, [])
    numbers = exhibit_numbers(scene.rules, scene.had, exhibits)
    out = []
    for id_, rule in scene.rules.evidence.items():
        if id_ not in proves:
            continue
        have = id_ in scene.had
        said = rule if have else wording.evidence(rule)
        if said is not None and (have or evaluate(rule.when, scene.firm).truth is not Tri.FALSE):
            out.append(EvidenceView(said, have, tuple(proves[id_]), numbers.get(id_)))
    return sorted(out, key=lambda e: (e.have, e.rule.perish_hours or _NEVER))


def _what_proves(verdicts: Sequence[Verdict], lines: Sequence[LineView]) -> dict[str, list[str]]:
    """The titles of the elements that each kind of evidence proves, where they are in question."""
    out: dict[str, list[str]] = {}
    asked = {x.theory.id for x in lines if x.chosen} or {v.rule.id for v in verdicts[:2]}
    for v in verdicts:
        if v.rule.id in asked or v.rule.role in {"stop", "defence"}:
            for element in v.elements:
                for one in (*element.have, *element.lacking):
                    titles = out.setdefault(one, [])
                    if element.title not in titles:
                        titles.append(element.title)
    return out
