"""One page does not contradict itself: over all written cases and stories of theories."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.yaml_files import texts_in
from weiquan.cli.gather import gather
from weiquan.core.judging.assess import assess
from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.offers import STOPPED
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.card import Card, card_of

HERE = Path(__file__).parent
DEMAND = re.compile(r"要回|要退|请退|催告|索赔|退还|要赔|书面要")
KEEP = re.compile(r"先别寄回|不扔、不退|先别退|别交出去|别急着交")
RETURN = re.compile(r"请给.{0,4}退货地址|退货地址请|拍好再寄回")
QUIET = re.compile(r"不给对方写信")
TO_THEM = {"merchant_demand", "chat_message", "platform_intervention", "complaint_12315",
           "consumer_association", "seller_disclosure"}


def _written() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for folder in ("complaints", "decided"):
        for path in sorted((HERE / "cases" / folder).glob("*.yaml")):
            case = texts_in(path)
            yield f"{folder}/{path.stem}", case["as_of"], case["facts"]
    for path in sorted((HERE / "theories").glob("*.yaml")):
        for n, story in enumerate(texts_in(path)["stories"]):
            yield f"{path.stem} {n}", story["as_of"], story["facts"]


WRITTEN = list(_written())


def against_itself(rules: RuleSet, result: Assessment, card: Card) -> Iterator[str]:
    """What of a page goes against something else on it."""
    if result.nothing:
        yield from (f"nothing can be had, yet: {t}"
                    for t in (*(s.title for s in card.steps), *card.later) if DEMAND.search(t))
    if any(why == STOPPED or QUIET.search(why) for _, why in result.withheld):
        yield from (f"no letter to them, yet: {s.rule.title}" for s in result.ladder
                    if s.status in {"now", "later"} and TO_THEM & set(s.rule.letters))
    given = {s.id for v in result.verdicts if not v.hidden and v.answer != "no"
             for s in v.rule.steps}
    denied = {s.id for v in result.verdicts if not v.hidden and v.answer == "no"
              for s in v.rule.steps if s.demands}
    yield from (f"denied, yet: {s.rule.title}" for s in result.ladder
                if s.rule.id in denied - given)
    said = " ".join(t for s in card.steps for t in (s.title, *s.do))
    if KEEP.search(said) and RETURN.search(said):
        yield "to be kept and to be sent back"
    marks: dict[str, set[str]] = defaultdict(set)
    for wish in card.wishes:
        marks[wish.label].add(wish.mark)
    yield from (f"{label}: {sorted(found)}" for label, found in marks.items() if len(found) > 1)


def _sweep(rules: RuleSet, cases: list[tuple[str, str, dict[str, Any]]]) -> None:
    wrong, seen = [], 0
    for name, as_of, raw in cases:
        now = datetime.fromisoformat(as_of)
        facts = gather(rules, now, case=raw)
        result = assess(rules, facts, now)
        seen += result.nothing or bool(result.withheld)
        wrong += [(name, w) for w in against_itself(rules, result, card_of(rules, facts, result))]
    assert seen > len(cases) / 4
    assert not wrong, (len(wrong), wrong[:6])


def test_a_page_does_not_contradict_itself(rules: RuleSet) -> None:
    _sweep(rules, WRITTEN[::6])


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(4))
def test_no_page_contradicts_itself(rules: RuleSet, part: int) -> None:
    _sweep(rules, WRITTEN[part::4])
