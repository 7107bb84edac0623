"""What the person does not know carries no yes: unless the rules say why it stands all the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from tests.yaml_files import texts_in
from weiquan.cli.gather import gather
from weiquan.core.case.context import context_of
from weiquan.core.judging.scene import Scene
from weiquan.core.judging.theories import Bench, raised
from weiquan.core.language.condition import Special
from weiquan.core.model import Fact, Theory
from weiquan.core.model.ruleset import RuleSet

TESTS = Path(__file__).parent


def _stories() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every story of a theory under that theory's name, then the whole cases."""
    for path in sorted((TESTS / "theories").glob("*.yaml")):
        for story in texts_in(path)["stories"]:
            yield path.stem, story
    for path in sorted((TESTS / "cases").glob("*/*.yaml")):
        yield "", texts_in(path)


def _answer(rules: RuleSet, theory: Theory, given: dict[str, Any], now: datetime) -> str:
    """The verdict on one theory; empty where it is no question of the case."""
    scene = Scene(rules, given, now)
    return Bench(scene, theory).verdict().answer if theory in raised(scene) else ""


def _values(spec: Fact) -> list[Any]:
    if spec.type == "bool":
        return [True, False]
    if spec.type == "choice":
        return [c.id for c in spec.choices]
    return [(c.id,) for c in spec.choices] if spec.type == "choices" else []


def _too_sure(rules: RuleSet, theory: Theory, given: dict[str, Any],
              now: datetime) -> Iterator[str]:
    """The deciding facts without which it is still a yes, though they could make it a no."""
    for d in theory.decides:
        spec = rules.specs[d.fact]
        usual = spec.unknown_as is not None and spec.unknown_as.firm
        if not spec.asked or usual or d.stands or d.fact in {"happened", "wishes"}:
            continue
        without = {**given, d.fact: Special.UNSURE}
        if context_of(rules, without, now).facts.get(d.fact) is not Special.UNSURE:
            continue  # another answer says it: 物流显示丢了 is a parcel that was lost
        if _answer(rules, theory, without, now) == "yes" and any(
                _answer(rules, theory, {**given, d.fact: v}, now) == "no" for v in _values(spec)):
            yield f"{theory.id} is certain without {d.fact}"


def _tried(rules: RuleSet, *, whole: bool) -> tuple[int, list[str]]:
    """How many certain answers were tried, and what of them rests on nothing."""
    tried, wrong, seen = 0, [], set()
    for owner, story in islice(_stories(), None, None, 1 if whole else 3):
        now = datetime.fromisoformat(story["as_of"])
        given = gather(rules, now, case=story["facts"])
        for theory in raised(Scene(rules, given, now)):
            if (not whole and (theory.id != owner or theory.id in seen)) \
                    or _answer(rules, theory, given, now) != "yes":
                continue
            tried += 1
            seen.add(theory.id)
            wrong += [f"{story['name']}: {x}" for x in _too_sure(rules, theory, given, now)]
    return tried, wrong


def test_no_yes_rests_on_what_the_person_does_not_know(rules: RuleSet) -> None:
    tried, wrong = _tried(rules, whole=False)
    assert tried > 30
    assert not wrong, wrong


@pytest.mark.nightly
def test_no_yes_of_any_case_rests_on_what_the_person_does_not_know(rules: RuleSet) -> None:
    tried, wrong = _tried(rules, whole=True)
    assert tried > 500
    assert not wrong, wrong


def test_what_it_hangs_on_is_named_and_why_it_stands_is_said(rules: RuleSet) -> None:
    now = datetime(2026, 11, 22, 20)
    base = {"happened": ["arrived_bad"], "wishes": ["refund_return"], "where_bought": "shop",
            "goods_kind": "clothing", "received_on": "2026-11-20", "told_on": "2026-11-20",
            "disclosed_how": "unsure", "paid": "100"}
    given = gather(rules, now, case=base)
    scene = Scene(rules, given, now)
    got = Bench(scene, rules.theories["quality_remedies"]).verdict()
    said = next(d.stands for d in got.rule.decides if d.fact == "disclosed_how")
    assert (got.answer, said in got.why) == ("yes", True)

    told = gather(rules, now, case={
        "happened": ["unwanted"], "wishes": ["refund_return"], "where_bought": "shop",
        "goods_kind": "phone", "received_on": "2026-11-20", "return_notice_on": "2026-11-21",
        "goods_state": ["sealed"], "no_return_notice": "unsure", "paid": "100",
        "merchant_response": "refused"})
    got = Bench(Scene(rules, told, now), rules.theories["no_reason_return_core"]).verdict()
    assert (got.answer, got.needs[:1]) == ("maybe", ("no_return_notice",))
