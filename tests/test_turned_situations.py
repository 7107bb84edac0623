"""What the person ticks of a situation turns its answers; letters say what was ticked."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.daily import todays
from tests.explore import NOW
from weiquan.cli.opening import WHAT_IS_SO, pick_situation, tell_besides, tell_first
from weiquan.cli.session import CaseSession
from weiquan.core.asking.hearing import hear, told_by
from weiquan.core.asking.reckoning import read_share
from weiquan.core.asking.unplaced import placed, roles_of, unplaced
from weiquan.core.case.context import context_of
from weiquan.core.judging.assess import assess
from weiquan.core.judging.citing import citing_in
from weiquan.core.judging.ladder import EMERGENCY
from weiquan.core.judging.situations import FACT, POINTS
from weiquan.core.language.operators import Item
from weiquan.core.model import OVER, Point, Situation
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.card import card_of
from weiquan.core.telling.letters import letter_context
from weiquan.render.wrap import wrap
from weiquan.store.folder import create_case
from weiquan.wizard.plain import PlainPrompter

DAILY = 40         # situations that are looked at by day; the others by night
EVERY = pytest.mark.parametrize("by_night", [False, pytest.param(True, marks=pytest.mark.nightly)])
RANK = {"no": 0, "maybe": 1, "yes": 2}
STORY = "在网店买了东西花了500元，后来出了事"


def _some(rules: RuleSet, *, by_night: bool) -> Sequence[Situation]:
    every = list(rules.situations.values())
    return every if by_night else todays(every, max(1, len(every) // DAILY))


def _facts(rules: RuleSet, situation: Situation, points: Sequence[Point | str]) -> dict[str, Any]:
    """A case in which the first thing that such people want is wanted, and these are ticked."""
    ids = [p if isinstance(p, str) else p.id for p in points]
    wish = situation.outcomes[0].wishes[0]
    return {"happened": situation.happened[:1], FACT: situation.id, "wishes": (wish,),
            POINTS: tuple(f"{situation.id}__{x}" for x in ids), "paid": Decimal("500.00"),
            "problem": "东西出了事。", "ordered_on": (NOW - timedelta(days=20)).date()}


def _ticks(situation: Situation) -> Iterator[list[Point]]:
    """Nothing, each alone, all that carry it, and these with each that speaks against it."""
    carrying = [p for p in situation.points if p.turn == "yes"]
    yield []
    yield from ([p] for p in situation.points)
    yield carrying
    yield from ([*carrying, p] for p in situation.points if p.turn in {"no", "maybe"})


@EVERY
def test_an_answer_is_as_sure_as_what_was_ticked(rules: RuleSet, by_night: bool) -> None:
    wrong = []
    for situation in _some(rules, by_night=by_night):
        carrying = {p.id for p in situation.points if p.turn == "yes"}
        for points in _ticks(situation):
            result = assess(rules, _facts(rules, situation, points), NOW)
            view = next(w for w in result.wishes if w.rule.id == situation.outcomes[0].wishes[0])
            ids = {p.id for p in points}
            base = situation.outcomes[0].answer
            lifted = bool(carrying) and carrying <= ids
            # What leaves something of a no speaks against nothing that makes it certain.
            against = [p for p in points if p.turn == "no" or (
                p.turn == "maybe" and not (base == "no" and lifted))]
            if view.denied:
                continue
            told = view.say
            if against and (view.answer == "yes" or against[0].so not in told):
                wrong.append(f"{situation.id} {ids}: {view.answer} {told}")
            if not against and base != "yes" and not carrying & ids and view.answer == "yes" \
                    and carrying:
                wrong.append(f"{situation.id} {ids}: yes without what carries it")
            if not against and lifted and view.answer == "no":
                wrong.append(f"{situation.id} {ids}: no although all is so")
            if not points and base == "no" and view.answer == "yes":
                wrong.append(f"{situation.id}: yes where it is none")
    assert not wrong, wrong


@EVERY
def test_letters_say_what_was_ticked_and_why(rules: RuleSet, by_night: bool) -> None:
    wrong = []
    for situation in _some(rules, by_night=by_night):
        carrying = [p for p in situation.points if p.turn == "yes"]
        facts = _facts(rules, situation, carrying)
        result = assess(rules, facts, NOW)
        meta = next((x.rule for x in result.letters if x.rule.id == "merchant_demand"), None)
        if meta is None:
            continue
        context = letter_context(rules, facts, result, meta)
        text = str(context["accounts"]) + str(context["reasons"]) + str(context["told"])
        here = [r for r in context["reasons"] if "situation" in r]
        wishes = {a["wish"] for a in context["asks"]}
        outcome = situation.outcomes[0]
        citing = citing_in(rules, context_of(rules, facts, NOW), result.law_day)
        if wishes & set(outcome.wishes) and outcome.because and citing.bears(outcome.basis) \
                and not any(p.because for p in carrying) and not here:
            wrong.append(f"{situation.id}: no reason of its own")
        for row in here:
            assert row["cite"], row
        wrong += [f"{situation.id}: {p.tells} was not ticked" for p in situation.points
                  if p not in carrying and p.tells and p.tells in text]
    assert not wrong, wrong


@EVERY
def test_what_is_past_gives_way_to_what_comes_then(rules: RuleSet, by_night: bool) -> None:
    wrong = []
    for situation in _some(rules, by_night=by_night):
        if not situation.over:
            continue
        facts = _facts(rules, situation, [OVER])
        result = assess(rules, facts, NOW)
        titles = [s.title for s in card_of(rules, facts, result).steps]
        if situation.first.title in titles:
            wrong.append(f"{situation.id}: {titles}")
        if situation.then is not None and result.next.rule.first < EMERGENCY \
                and not result.next.clocks and titles[0] != situation.then.title:
            wrong.append(f"{situation.id}: {titles}")
    assert not wrong, wrong


def test_words_of_a_letter_speak_of_the_two_sides_alone(rules: RuleSet) -> None:
    wrong = []
    for s in rules.situations.values():
        said = [s.tells, *(o.because for o in s.outcomes),
                *(x for p in s.points for x in (p.tells, p.because))]
        wrong += [f"{s.id}: {x}" for x in said if re.search("[你您]|不是你店一定", x)]
    assert not wrong, wrong


def test_what_a_point_says_is_not_said_twice(rules: RuleSet) -> None:
    for s in rules.situations.values():
        texts = list(s.ticks.values())
        assert len(set(texts)) == len(texts), s.id
        assert s.line not in texts, s.id


# ---------------------------------------------------------------- sums that nothing was made of

def test_a_sum_without_a_place_is_asked_about_once(rules: RuleSet) -> None:
    story = "订的民宿990元，系统扣了330，后来又扣了330，检测费退了45"
    found = unplaced(rules, story, "", {"paid": Decimal("990.00")}, NOW)
    sums = [x.amount for x in found]
    assert len(sums) == len(set(sums))
    assert Decimal("990.00") not in sums
    for one in found:
        assert one.words in story
        assert one.around in story


def test_every_role_places_the_sum_where_it_says(rules: RuleSet) -> None:
    given: dict[str, Any] = {"happened": ("arrived_bad",), "paid": Decimal("990.00"),
                             "losses": (Item("test", "检测费", Decimal("45.00")),)}
    for role in rules.sums:
        out = placed(rules, given, role, Decimal("330.00"), "freight")
        spec = rules.specs[role.fact]
        if spec.type == "items":
            assert out == {role.fact: (*given["losses"],
                                       Item("freight", out[role.fact][-1].name,
                                            Decimal("330.00")))}
        else:
            assert out[role.fact] == Decimal("330.00")
        if role.rest:
            assert out[role.rest] == Decimal("660.00")
        for fact in role.settles:
            assert placed(rules, {**given, fact: "x"}, role, Decimal("330.00")).get(fact) is None


def test_what_is_known_is_no_role_any_more(rules: RuleSet) -> None:
    given = {"happened": ("arrived_bad",), "paid": Decimal("990.00")}
    first = {x.fact for x in roles_of(rules, given, NOW)}
    assert "paid" not in first
    assert "losses" in first
    for fact in first - {"losses"}:
        more = {x.fact for x in roles_of(rules, {**given, fact: Decimal("1.00")}, NOW)}
        assert more == first - {fact}
    labels = [x.label for x in rules.sums]
    assert len(set(labels)) >= len(labels) - 1, labels


# ---------------------------------------------------------------- in the wizard

TOLD = "在抖音花128元买的吹风机用了两天坏了不给保修，来回运费扣了26"


def _opened(rules: RuleSet, tmp_path: Path, typed: str) -> tuple[dict[str, Any], str]:
    session = CaseSession(rules, lambda: create_case(tmp_path / "案卷", NOW), lambda: NOW)
    screen = io.StringIO()
    prompter = PlainPrompter(wrap, io.StringIO(typed), screen)
    try:
        story = tell_first(session, prompter)
        pick_situation(session, prompter, story)
        tell_besides(session, prompter, story)
    finally:
        session.close()
    return session.facts(), screen.getvalue()


def test_the_points_of_the_line_that_was_picked_are_ticked_once(rules: RuleSet,
                                                                tmp_path: Path) -> None:
    facts, screen = _opened(rules, tmp_path, f"{TOLD}\n\n\n1\n1\n\n12\n")
    picked = rules.situations[facts[FACT]]
    assert screen.count(WHAT_IS_SO) == 1
    assert facts[POINTS] == (next(iter(picked.ticks)),)
    for text in picked.ticks.values():
        assert text in screen
    assert not set(picked.rules_out) & set(facts["happened"])


def test_nothing_ticked_is_an_answer_and_no_line_asks_nothing(rules: RuleSet,
                                                              tmp_path: Path) -> None:
    facts, screen = _opened(rules, tmp_path, f"{TOLD}\n\n\n1\n0\n\n12\n")
    assert facts[POINTS] == ()
    none = next(n for n, line in enumerate(re.findall(r"^ +(\d+)\. .*$", screen, re.MULTILINE), 1)
                if line) and re.search(r"(\d+)\. 都不像", screen)
    assert none is not None
    facts, screen = _opened(rules, tmp_path, f"{TOLD}\n\n\n{none[1]}\n\n12\n")
    assert POINTS not in facts
    assert WHAT_IS_SO not in screen


def test_a_sum_that_nobody_placed_is_asked_about_by_its_words(rules: RuleSet,
                                                              tmp_path: Path) -> None:
    facts, screen = _opened(rules, tmp_path, f"{TOLD}\n\n\n1\n0\n\n2\n")
    assert "“26”是什么钱？" in screen
    assert "来回运费扣了26" in screen
    assert facts["withheld_sum"] == Decimal("26.00")
    assert facts["refunded_amount"] == Decimal("102.00")
    assert facts["refund_status"] == "partly"


@pytest.mark.parametrize(("story", "part"), [
    ("拼多多花56元买了10个玻璃杯，碎了3个", "16.80"),
    ("68元买的多肉拼盘12棵，打开烂了8棵，要退那8棵的", "45.33"),
    ("68元买的多肉，12棵烂了8棵", "45.33"),
    ("花90元买了六瓶酒，两瓶漏了", "30.00"),
    ("花60元买了4个杯子，15元一个，碎了2个", None),       # told by the piece
    ("花300元买了两双鞋，坏了一个地方", None),
    ("花80元买了10个盘子5个碗，碎了3个盘子", None),
])
def test_what_the_spoilt_pieces_cost_is_reckoned(rules: RuleSet, story: str,
                                                 part: str | None) -> None:
    told = told_by(rules, story)
    paid = next(p for p in hear(rules, story, NOW).proposals if p.fact == "paid")
    found = {p.value for p in read_share(told, [paid])}
    assert found == ({Decimal(part)} if part else set())
