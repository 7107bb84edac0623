"""What holds on every way through the interview, and that every rule can hold and can fail."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.daily import daily
from tests.explore import NOW, Walk, solve, walk
from tests.yaml_files import texts_in
from weiquan.cli.gather import gather
from weiquan.cli.letters import make
from weiquan.core.asking.interview import ENOUGH_FOR_A_CARD, MOST
from weiquan.core.asking.interview import offered as choices_shown
from weiquan.core.case.context import context_of
from weiquan.core.judging.assess import assess
from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.ladder import EMERGENCY, MOST_CHECKS
from weiquan.core.language import condition as c
from weiquan.core.language.condition import Special
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.card import Card, card_of
from weiquan.core.telling.contract import plan_json
from weiquan.core.telling.explain import explain
from weiquan.loading.deep import conditions_of
from weiquan.paths import data_root
from weiquan.render.card import card_lines
from weiquan.render.checklist import checklist_lines
from weiquan.render.plan import plan_lines

LEFTOVERS = re.compile(
    r"\{\{|\}\}|\{%|None|undefined|Decimal|datetime|（）|“”|《》|，，|。。|；；|，。|；。|：。|、。"
    r"|，；|。；|。，|、、|（，|，）|！|(?<=[一-鿿])[,;:?](?=[一-鿿])")
# Not what is quoted, such as the name of a button; a letter by courier may be signed for.
OF_PARCELS = re.compile(r"退货|签收|封存实物|封好实物")
LEFT_ASIDE = re.compile(r"“[^”]*”|寄一封快递.*")
SENT_BACK = {"to_return", "sent_back", "return_signed", "return_refused"}
ALIVE = {"now", "later", "check"}
TODAY = re.compile("今晚|今天|马上|现在就")


@pytest.mark.nightly
@pytest.mark.parametrize("want", [True, False], ids=["hold", "fail"])
def test_every_condition_can(rules: RuleSet, want: bool) -> None:
    seen, stuck = 0, []
    for item, field, cond in conditions_of(rules):
        seen += 1
        if solve(rules, cond, want=want) is None:
            stuck.append(f"{item.kind} {getattr(item.owner, 'id', '')} "
                         f"{getattr(item.obj, 'id', '')}.{field}")
    assert seen > 1500
    assert not stuck


def test_a_sample_of_conditions_can_hold_and_can_fail(rules: RuleSet) -> None:
    every = list(conditions_of(rules))
    some = random.Random(NOW.day).sample(every, 6)
    assert not [f"{getattr(item.obj, 'place', '') or item.owner.id} {field} {want}"
                for item, field, cond in some for want in (True, False)
                if solve(rules, cond, want=want) is None]


# ---------------------------------------------------------------- whole interviews

def _check(rules: RuleSet, facts: dict[str, Any]) -> None:
    """What holds for every case, whatever was answered."""
    result = assess(rules, facts, NOW)
    _steps(rules, result)
    _wishes(rules, facts, result)
    _sums(result)
    _of_the_right_kind(rules, facts, result)
    plan_json(rules, facts, result)
    card = card_of(rules, facts, result)
    text = "\n".join(plan_lines(rules, result, card, 80) + checklist_lines(rules, result, 50)
                     + card_lines(card, 80))
    found = LEFTOVERS.search(text)
    assert not found, text[max(0, found.start() - 40):found.end() + 40]
    of_one_mind(rules, result, card)


def of_one_mind(rules: RuleSet, result: Assessment, card: Card) -> None:
    """No two statements of one answer contradict each other."""
    # Who may sleep has nothing to do today, and no day of their own that may end before tomorrow.
    today = [s.title for s in card.steps if TODAY.search(s.title)]
    if not card.must_tonight:
        assert not today or result.nothing, today
        assert "今天就做" not in card.mine
    soon = [k.rule.id for k in result.clocks if k.rule.who == "buyer" and k.due is not None
            and result.now <= k.due <= result.now + timedelta(hours=30)]
    may = [u.rule.id for u in result.undated
           if u.first is None or u.first <= result.now.date() + timedelta(days=1)]
    assert card.must_tonight or not (soon or may), (soon, may)
    # Nothing to be had, and yet a demand is to be pressed.
    if result.nothing:
        assert not result.claims
        assert not {s.rule.id for s in result.ladder if s.rule.letters
                    and s.rule.first < EMERGENCY} - _own(rules, result)
        assert not result.total.firm
    # The same money in two rows.
    shown = {w.line.id: w for w in result.wishes if w.line is not None}
    for w in result.wishes:
        other = shown.get(w.line.instead_of) if w.line is not None else None
        if other is not None and other.line is not None and w.line is not None \
                and w.line.rule.money == "price":
            assert w.asked, w.rule.id
            row = next((c for c in card.wishes if c.asked and c.label == w.rule.label), None)
            one = "只要一样" if other.line.rule.money == "act" \
                else "是同一笔钱，只要一份"
            assert row is None or one in row.say, w.rule.id
    # Nobody has to read 不能不给.
    assert not [c.label for c in card.wishes if c.mark == "不能" and c.label[0] in "不别"]
    # What is denied as a whole has no sum, and a firm sum has no verdict that hangs.
    for w in result.wishes:
        if w.verdict is not None and w.line is not None:
            assert w.answer != "yes" or w.verdict.answer == "yes", w.rule.id
            assert w.verdict.answer != "no" or w.line.rule.money == "debt", w.rule.id


def _own(rules: RuleSet, result: Assessment) -> set[str]:
    return {s.id for v in result.verdicts for s in rules.theories[v.rule.id].steps}


def _steps(rules: RuleSet, result: Assessment) -> None:
    ladder = [s.rule.id for s in result.ladder]
    assert len(ladder) == len(set(ladder))
    assert ladder.count(result.next.rule.id) == 1
    assert result.next.status in ALIVE, (result.next.rule.id, result.next.status)
    assert result.next.rule.do
    letters = {x.rule.id for x in result.letters}
    assert all(letters & set(s.rule.letters) for s in result.ladder
               if s.rule.written and s.status in ALIVE)
    assert sum(s.status == "check" for s in result.ladder) <= MOST_CHECKS
    order = [r.id for r in rules.rungs]
    rungs = [s.rule.rung for s in result.ladder]
    assert rungs == sorted(rungs, key=order.index)
    dues = [k.due for k in result.clocks if k.due is not None]
    assert dues == sorted(dues)
    card = card_of(rules, {}, result)
    over = {s.rule.id for s in result.ladder if s.status in {"done", "blocked"}}
    assert not over & {s.id for s in card.steps}
    done = {s.rule.title for s in result.ladder if s.status == "done"}
    assert not done & {s.title for s in card.steps} | done & set(card.later)


def _wishes(rules: RuleSet, facts: dict[str, Any], result: Assessment) -> None:
    given = facts.get("wishes")
    asked = [w for w in result.wishes if w.asked]
    if isinstance(given, tuple) and given:
        own = [w for w in given if w in rules.wishes]  # what follows from them comes after
        assert [w.rule.id for w in asked][:len(own)] == own
    for wish in asked:
        assert wish.say, wish.rule.id
        assert wish.answer in {"yes", "maybe", "no"}
        against = [x.id for x in result.claims if wish.rule.id in x.rule.wishes]
        assert wish.answer != "no" or not against, (wish.rule.id, against)


def _sums(result: Assessment) -> None:
    hidden = {v.rule.id for v in result.verdicts if v.hidden}
    refused = {v.rule.id for v in result.verdicts if v.answer == "no"}
    for line in result.claims:
        assert line.theory.id not in hidden, line.id
        assert line.theory.id not in refused, line.id
        assert line.basis, line.id
        assert line.amount is None or line.amount > 0, line.id
        assert not line.instead_of, line.id
    firm = [x.amount for x in result.claims if x.rule.amount is not None
            and x.strength == "firm" and x.answer == "yes"]
    if result.total.firm is not None:
        assert result.total.firm == sum(firm, Decimal(0))
    if result.total.with_arguable is not None and result.total.firm is not None:
        assert result.total.with_arguable >= result.total.firm


def _of_the_right_kind(rules: RuleSet, facts: dict[str, Any], result: Assessment) -> None:
    ctx = context_of(rules, facts, NOW)
    if c.evaluate(rules.named["service_case"], ctx).truth is not c.Tri.TRUE \
            or facts.get("refund_status") in SENT_BACK or facts.get("goods_kind") == "express":
        return  # what a courier carries is signed for
    said = [(s.rule.id, t) for s in result.ladder if s.status in ALIVE
            for t in (s.rule.title, *s.rule.do)]
    said += [(x.id, t) for x in result.claims for t in (x.rule.what, x.rule.ask)]
    assert not [(id_, t) for id_, t in said
                if OF_PARCELS.search(LEFT_ASIDE.sub("", t))], facts


def _whole(rules: RuleSet, way: Walk) -> None:
    _check(rules, way.facts)
    assert len(way.asked) <= MOST == 25, way.asked
    assert way.card_after is not None
    assert way.card_after <= ENOUGH_FOR_A_CARD == 8, way.asked


@pytest.mark.parametrize("seed", daily(range(24), 2))
def test_a_random_interview_keeps_every_promise(rules: RuleSet, seed: int) -> None:
    _whole(rules, walk(rules, random.Random(seed)))


@pytest.mark.parametrize("seed", range(6))
def test_who_knows_nothing_but_the_story_is_told_what_to_do(rules: RuleSet, seed: int) -> None:
    _whole(rules, walk(rules, random.Random(500 + seed), unsure=1.0))


def test_every_label_alone_has_a_first_step_and_an_answer(rules: RuleSet) -> None:
    assert len(rules.happened) > 20
    for label in rules.happened:
        _check(rules, {"happened": (label,), "wishes": ("refund_only",)})


def test_a_case_of_which_nothing_is_known_has_a_first_step(rules: RuleSet) -> None:
    _check(rules, {"happened": Special.UNSURE, "wishes": Special.UNSURE})


@pytest.mark.parametrize("state", ["partly", "refunded"])
def test_a_service_whose_money_came_back_is_no_parcel(rules: RuleSet, state: str) -> None:
    facts = {"happened": ("booking",), "wishes": ("deliver",), "goods_kind": Special.UNSURE,
             "where_bought": "sh_person", "platform": "taobao", "merchant_response": "refused",
             "seller_known": "pay_only", "refund_status": state}
    _of_the_right_kind(rules, facts, assess(rules, facts, NOW))


CASES = sorted((Path(__file__).parent / "cases").glob("*/*.yaml"))


def test_no_decided_case_and_no_complaint_is_of_two_minds(rules: RuleSet) -> None:
    assert len(CASES) > 100
    wrong = []
    for path in CASES:
        case = texts_in(path)
        now = datetime.fromisoformat(case["as_of"])
        given = gather(rules, now, case=case["facts"])
        result = assess(rules, given, now)
        try:
            of_one_mind(rules, result, card_of(rules, given, result))
        except AssertionError as e:
            wrong.append(f"{path.stem}: {e}".splitlines()[0])
    assert not wrong, wrong


# ---------------------------------------------------------------- letters

@pytest.mark.parametrize("seed", range(6))
def test_every_letter_offered_renders_without_leftovers(rules: RuleSet, seed: int) -> None:
    rng = random.Random(1000 + seed)
    way = walk(rules, rng)
    offered = assess(rules, way.facts, NOW).letters
    needs = frozenset(f for x in offered for f in x.rule.needs)
    if seed % 2:
        way = walk(rules, rng, fixed=way.facts, more=needs)
    _render_all(rules, way.facts)


def _render_all(rules: RuleSet, facts: dict[str, Any]) -> int:
    result = assess(rules, facts, NOW)
    kinds = [x.rule.id for x in result.letters]
    root = data_root()
    made = make(root, rules, facts, result, kinds, "txt")
    made += make(root, rules, facts, result, kinds, "txt", short=True)
    for one in made:
        bare = re.sub(r"【待补：[^】]*】", "某某", one.text)
        found = LEFTOVERS.search(bare)
        assert not found, (one.id, found, bare[max(0, found.start() - 40):found.end() + 40])
    return len(made)


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(20))
def test_many_random_interviews(rules: RuleSet, part: int) -> None:
    letters = 0
    for seed in range(part * 50, part * 50 + 50):
        way = walk(rules, random.Random(10_000 + seed), unsure=(0.05, 0.3)[seed % 2])
        _whole(rules, way)
        letters += _render_all(rules, way.facts)
    assert letters > 20


def _ways(rules: RuleSet) -> Iterator[dict[str, Any]]:
    for label in rules.happened:
        for platform in rules.platforms:
            yield {"happened": (label,), "platform": platform}


@pytest.mark.nightly
def test_no_platform_leaves_a_story_without_a_first_step(rules: RuleSet) -> None:
    for fixed in _ways(rules):
        way = walk(rules, random.Random(repr(fixed)), fixed=fixed)
        _whole(rules, way)


@pytest.mark.parametrize("each", [5, pytest.param(1, marks=pytest.mark.nightly)])
def test_a_change_that_explain_names_does_change_the_condition(
        rules: RuleSet, each: int) -> None:
    tried = 0
    for seed in range(7, 13):
        facts = walk(rules, random.Random(seed)).facts
        ctx = context_of(rules, facts, NOW)
        for step in rules.steps[::each]:
            for part in explain(rules, step, facts, ctx):
                for fact, value in part.changes:
                    cond = getattr(step, part.field)
                    after = context_of(rules, {**facts, fact: value}, NOW)
                    assert c.evaluate(cond, after).truth is not part.truth
                    tried += 1
    assert tried > 10


@pytest.mark.parametrize("kind", ["booking", "banquet", "course", "housework"])
def test_nothing_is_sent_back_of_a_service_unless_the_person_says_so(
        rules: RuleSet, kind: str) -> None:
    fact, given = rules.specs["wishes"], {"happened": ("service_bad",), "goods_kind": kind}
    goods = {"refund_return", "exchange", "parts"}
    shown = {x.id for x in choices_shown(rules, fact, given, NOW)}
    assert "refund_only" in shown
    assert not goods & shown
    said = {**given, "wishes": ("exchange",)}
    assert {x.id for x in choices_shown(rules, fact, said, NOW)} & goods == {"exchange"}
    clothes = {"happened": ("arrived_bad",), "goods_kind": "clothing"}
    assert goods <= {x.id for x in choices_shown(rules, fact, clothes, NOW)}
