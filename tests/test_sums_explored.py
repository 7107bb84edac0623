"""What is demanded: the same money once, and no more than the person asks for."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.daily import share
from tests.explore import NOW, walk
from tests.yaml_files import texts_in
from weiquan.cli.gather import gather
from weiquan.core.asking.interview import MOST
from weiquan.core.case.context import context_of
from weiquan.core.judging.assess import assess
from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.combining import ONLY_IF_SURE, ONLY_IF_WISHED
from weiquan.core.judging.verdicts import LineView
from weiquan.core.language.formula import FactAmount, ItemsAmount, facts_in_formula, parts
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.offered import ENOUGH, offer_of
from weiquan.core.telling.parties import parties_of
from weiquan.core.telling.requests import asks_of

CASES = sorted((Path(__file__).parent / "cases").glob("*/*.yaml"))
# Sums besides the price that a person can tell: what is demanded comes from them.
TOLD = ("loss", "return_freight", "price_gap", "gift_value", "promised_sum", "promised_pay")
# A premium that was ticked beside a ticket may be more than the ticket: it has a sum of its own.
BESIDE = FactAmount("part_price")
APART = ONLY_IF_WISHED | {"interest", "promised", "debt"}


@pytest.fixture(params=[slice(0, None, 3), pytest.param(slice(None), marks=pytest.mark.nightly)],
                ids=["a third", "all"])
def part(request: pytest.FixtureRequest) -> slice:
    """How many of the cases are looked at."""
    found: slice = request.param
    return found


def cases(rules: RuleSet, part: slice) -> Iterator[tuple[str, dict[str, Any], datetime]]:
    """Every decided case and complaint: its name, its facts and its moment."""
    for path in CASES[part]:
        case = texts_in(path)
        now = datetime.fromisoformat(case["as_of"])
        yield path.stem, gather(rules, now, case=case["facts"]), now


def ways(rules: RuleSet, part: slice) -> Iterator[tuple[str, dict[str, Any], datetime]]:
    """The cases, and some random interviews."""
    yield from cases(rules, part)
    for seed in range(12)[part]:
        yield f"walk {seed}", dict(_explored(rules, seed)), NOW


@cache
def _explored(rules: RuleSet, seed: int) -> dict[str, Any]:
    return walk(rules, random.Random(70_000 + seed), unsure=0.05).facts


def sized(result: Assessment) -> list[LineView]:
    """The sums that are demanded of what was paid and lost."""
    return [x for x in result.claims if x.amount is not None and x.rule.money not in APART]


def added(values: Any) -> Decimal:
    """The sum of those that are sums."""
    return sum((v for v in values if isinstance(v, Decimal)), Decimal(0))


def test_no_more_comes_back_than_was_paid_and_lost(rules: RuleSet, part: slice) -> None:
    seen, wrong = 0, []
    for name, facts, now in ways(rules, part):
        paid = facts.get("paid")
        if not isinstance(paid, Decimal):
            continue
        items = facts.get("losses")
        entries = items if isinstance(items, tuple) else ()
        lines = sized(assess(rules, facts, now))
        most = added([paid, *(i.amount for i in entries), *(facts.get(f) for f in TOLD)])
        most = max(most, added([facts.get("full_price")]))
        if any(x.rule.amount == BESIDE and x.rule.money == "gap" for x in lines):
            most += added([facts.get("part_price")])
        seen += len(lines) > 1
        if added(x.amount for x in lines) > most:
            wrong.append((name, [(x.id, str(x.amount)) for x in lines], str(most)))
        twice = Counter((i.kind, i.name) for x in lines if x.rule.amount is not None
                        for p in parts(x.rule.amount) if isinstance(p, ItemsAmount)
                        for i in entries if not p.kinds or i.kind in p.kinds)
        wrong += [(name, key, [x.id for x in lines]) for key, n in twice.items() if n > 1]
    assert not wrong, wrong
    assert seen > 5


@pytest.mark.parametrize("share", [pytest.param("0.5", marks=pytest.mark.nightly), "3"])
def test_the_sum_that_is_asked_for_is_the_ceiling(rules: RuleSet, part: slice, share: str) -> None:
    lowered, wrong = 0, []
    for name, facts, now in ways(rules, part):
        before = sized(assess(rules, facts, now))
        whole = added(x.amount for x in before)
        asked = (whole * Decimal(share)).quantize(Decimal("0.01"))
        if asked < 1:
            continue
        result = assess(rules, {**facts, "asked_sum": asked}, now)
        have = added(x.amount for x in sized(result))
        lowered += have < whole
        if have > asked or (result.total.firm or 0) > max(asked, _multiples(result)):
            wrong.append((name, str(asked), str(have), str(result.total.firm)))
    assert not wrong, wrong
    assert lowered > 10 or Decimal(share) >= 1


def _multiples(result: Assessment) -> Decimal:
    """The total where a multiple that stands is wished besides the price."""
    apart = added(x.amount for x in result.claims if x.rule.money in APART)
    return added(x.amount for x in sized(result)) + apart if apart else Decimal(0)


def test_no_letter_demands_more_than_is_asked_for(rules: RuleSet, part: slice) -> None:
    seen, wrong = 0, []
    for name, facts, now in cases(rules, part):
        whole = added(x.amount for x in sized(assess(rules, facts, now)))
        asked = (whole / 2).quantize(Decimal("0.01"))
        if asked < 1:
            continue
        given = {**facts, "asked_sum": asked}
        result = assess(rules, given, now)
        ctx = context_of(rules, given, now)
        for letter in result.letters:
            if not {"request", "money"} & set(letter.rule.takes):
                continue
            sides = parties_of(ctx, result, letter.rule, None)
            asks = asks_of(rules, ctx, result, letter.rule, sides)
            seen += 1
            sums = added(a["amount"] for a in asks if a["money"] not in APART)
            if sums > asked:
                wrong.append((name, letter.rule.id, str(sums), str(asked)))
    assert not wrong, wrong
    assert seen > 50


def test_a_sum_that_no_rule_can_reckon_is_the_one_that_is_asked_for(rules: RuleSet) -> None:
    facts = {"happened": ("returned_no_refund",), "wishes": ("refund_rest",),
             "refund_status": "partly", "asked_sum": Decimal(300)}
    result = assess(rules, facts, NOW)
    [wish] = [w for w in result.wishes if w.asked]
    assert wish.line is not None
    assert (wish.line.amount, result.total.with_arguable) == (Decimal(300), Decimal(300))


@pytest.mark.parametrize(("back", "most"), [(None, "80"), ("30", "50")])
def test_a_part_of_the_price_is_no_more_than_the_price(rules: RuleSet, back: str | None,
                                                       most: str) -> None:
    case = {"happened": ["service_bad"], "wishes": ["refund_rest"], "goods_kind": "housework",
            "paid": "80", "part_price": "299", "merchant_response": "agreed"}
    facts = gather(rules, NOW, case=case | ({"refunded_amount": back} if back else {}))
    sums = [x.amount for x in assess(rules, facts, NOW).claims if x.rule.money == "price"]
    assert sums == [Decimal(most)]


def test_the_person_asks_for_half_of_what_was_spent(rules: RuleSet) -> None:
    facts = gather(rules, NOW, case={
        "happened": ["arrived_bad"], "wishes": ["refund_only"], "goods_kind": "live",
        "paid": "10000", "losses": "动物治疗费 17415.10", "asked_sum": "18707.55",
        "evidence_have": ["loss_receipt", "chat", "payment"]})
    result = assess(rules, facts, NOW)
    sums = {x.rule.money: x.amount for x in result.claims if x.amount is not None}
    assert sums == {"price": Decimal(10000), "loss": Decimal("8707.55")}
    [care] = [x for x in result.claims if x.rule.money == "loss"]
    assert care.beyond == Decimal("8707.55")


def test_a_multiple_that_hangs_is_no_part_of_the_totals(rules: RuleSet, part: slice) -> None:
    seen = 0
    for name, facts, now in ways(rules, part):
        result = assess(rules, facts, now)
        hanging = [x for x in result.claims if x.rule.money in ONLY_IF_SURE
                   and x.answer != "yes" and x.amount]
        most = result.total.with_arguable
        if hanging and most is not None:
            seen += 1
            assert most <= added(x.amount for x in result.claims if x not in hanging), name
    assert seen


def test_who_wants_half_of_what_was_spent_is_given_half(rules: RuleSet) -> None:
    facts = gather(rules, NOW, case={
        "happened": ["arrived_bad"], "wishes": ["refund_only", "medical"], "goods_kind": "live",
        "paid": "9600", "losses": "动物治疗费 16240", "costs_share": "50",
        "evidence_have": ["loss_receipt", "chat", "payment"]})
    result = assess(rules, facts, NOW)
    sums = {x.rule.money: x.amount for x in result.claims if x.amount is not None}
    assert sums == {"price": Decimal(9600), "loss": Decimal(8120)}
    [care] = [x for x in result.claims if x.rule.money == "loss"]
    assert "50%" in care.working


def test_who_names_what_the_multiple_comes_to_is_given_the_price_besides(rules: RuleSet) -> None:
    facts = gather(rules, NOW, case={
        "happened": ["food"], "wishes": ["ten"], "goods_kind": "food", "where_bought": "street",
        "food_problem": "expired", "paid": "2.90", "asked_sum": "1000", "knew_before": "no"})
    result = assess(rules, facts, NOW)
    assert result.total.firm == Decimal("1002.90")


def test_a_wish_shows_the_sum_of_all_parts_of_its_loss(rules: RuleSet) -> None:
    facts = gather(rules, NOW, case={
        "happened": ["food", "hurt"], "wishes": ["medical"], "goods_kind": "food",
        "where_bought": "takeaway", "food_problem": "foreign", "paid": "46",
        "medical": ["visit", "hospital", "cause"],
        "losses": "医药费 15800；误工费 5600；护理费 4200"})
    result = assess(rules, facts, NOW)
    [wish] = [w for w in result.wishes if w.asked]
    assert wish.amount == Decimal(25600)
    assert wish.working == "医药费 15800 + 护理费 4200 + 误工费 5600 = 25600 元"
    assert not [w for w in result.wishes if not w.asked and w.line in wish.parts]


@pytest.mark.parametrize("seeds", share(range(30), 3))
def test_what_a_demanded_sum_lacks_is_asked_for_while_there_is_room(
        rules: RuleSet, seeds: range) -> None:
    """Whatever a reckoning needs has a question that comes before the interview ends."""
    lacking, seen = [], 0
    for seed in seeds:
        had = walk(rules, random.Random(90_000 + seed), unsure=0.0)
        result = assess(rules, had.facts, NOW)
        seen += any(x.amount is not None for x in result.claims)
        if len(had.asked) < MOST:
            lacking += [(seed, x.id, f) for x in result.claims for f in x.open
                        if f not in had.facts]
    assert not lacking, lacking
    assert seen > (10 if len(seeds) > 10 else 1)


def test_every_part_of_every_reckoning_can_be_told(rules: RuleSet) -> None:
    """A fact of a formula is asked for, heard, or follows from others: none is out of reach."""
    derived = {d.fact for d in rules.derived}
    out = [(theory.id, line.id, fact) for theory in rules.theories.values()
           for line in theory.lines for fact in facts_in_formula(line.amount)
           if not (rules.specs[fact].asked or rules.specs[fact].heard or fact in derived)]
    assert not out, out


def test_what_is_offered_is_set_beside_what_can_be_had(rules: RuleSet) -> None:
    facts = gather(rules, NOW, case={
        "happened": ["food"], "wishes": ["ten"], "goods_kind": "food", "where_bought": "street",
        "food_problem": "expired", "paid": "2.90", "knew_before": "no",
        "merchant_response": "offered_less", "offered_sum": "200"})
    result = assess(rules, facts, NOW)
    offer = offer_of(facts, result)
    assert offer is not None
    assert "200.00 元" in offer[1]
    assert result.total.firm is not None
    assert f"{result.total.firm - 200} 元" in offer[2]
    assert offer_of({**facts, "offered_sum": Decimal(5000)}, result) == (
        offer[0], "5000.00 元", ENOUGH)
    assert offer_of({}, result) is None
