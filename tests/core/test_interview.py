"""Which question is put next: what stops everything first, then what decides the most."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from itertools import count

import pytest

from weiquan.core.asking.deciding import scores
from weiquan.core.asking.interview import (
    ENOUGH_FOR_A_CARD,
    EVERY,
    MOST,
    WORTHWHILE,
    first_result,
    next_question,
    offered_choices,
    open_questions,
    still_needed,
)
from weiquan.core.case.context import context_of
from weiquan.core.judging.scene import Scene
from weiquan.core.language.condition import ALWAYS, Compare, Known, Special
from weiquan.core.model import (
    Choice,
    Decides,
    Defeat,
    Element,
    Fact,
    Label,
    Reading,
    Say,
    Theory,
    Wish,
)
from weiquan.core.model.ruleset import RuleSet

NOW = datetime(2026, 11, 22, 20, 0)
BROKEN = Compare("happened", "has", "broken")
HAPPENED = Fact(id="happened", type="choices", section="gate", ask="怎么了？", short="怎么了",
                choices=(Choice(id="broken", label="坏了"), Choice(id="late", label="迟了")))
WISHES = Fact(id="wishes", type="choices", section="gate", ask="想要什么？", short="想要什么",
              choices=(Choice(id="refund_only", label="退款"),))
TOLD = {"happened": ("broken",), "wishes": ("refund_only",)}
ORDER = count()


def yes(fact):
    return Compare(fact, "eq", True)


def fact(id_, type_="bool", section="problem", **more):
    return Fact(id=id_, type=type_, section=section, ask=f"{id_}？", short=id_, **more)


def theory(*facts, id_="broken_goods", power=2, met=None, wishes=("refund_only",), **more):
    elements = tuple(Element(id=f, title=f, met=met or yes(f)) for f in facts)
    return Theory(id=id_, name=id_, group="货", order=next(ORDER), role="main", wishes=wishes,
                  raised=BROKEN, decides=tuple(Decides(fact=f, power=power) for f in facts),
                  elements=elements, say=Say(yes="能。", maybe="看。", no="不能。"),
                  basis=(), source="x", as_of=date(2026, 11, 1),
                  confidence="verified-in-full-text", **more)


def rules_of(facts, *theories):
    return RuleSet(facts=(HAPPENED, WISHES, *facts), theories={t.id: t for t in theories},
                   happened={"broken": Label(id="broken", group="货", label="坏了")},
                   wishes={"refund_only": Wish(id="refund_only", label="退款", answer="maybe",
                                               say="要看。",
                                               by_default=True)})


def asked(rules, given, more=frozenset()):
    spec = next_question(rules, given, NOW) or next(
        iter(still_needed(rules, given, NOW, more)), None)
    return None if spec is None else spec.id


def test_what_happened_comes_first_and_what_is_wanted_next():
    rules = rules_of([fact("a")], theory("a"))
    assert asked(rules, {}) == "happened"
    assert asked(rules, {"happened": ("broken",)}) == "wishes"
    assert asked(rules, TOLD) == "a"


def test_what_stops_everything_is_asked_before_what_is_wanted():
    gate = fact("paid_a_stranger", gate=BROKEN)
    rules = rules_of([gate, fact("a")], theory("a"))
    assert asked(rules, {"happened": ("broken",)}) == "paid_a_stranger"
    assert asked(rules, {"happened": ("late",)}) == "wishes"


def test_the_fact_that_turns_more_is_asked_earlier():
    rules = rules_of([fact("a"), fact("b")], theory("a", power=1),
                     theory("b", id_="other", power=3))
    assert asked(rules, TOLD) == "b"


def test_a_fact_that_costs_more_to_know_waits():
    rules = rules_of([fact("a", cost=Decimal(2)), fact("b")], theory("a", "b"))
    assert asked(rules, TOLD) == "b"


def test_a_fact_that_is_rarely_otherwise_than_it_is_read_waits():
    rules = rules_of([fact("a", usually=Decimal("0.1")), fact("b")], theory("a", "b", power=3))
    assert asked(rules, TOLD) == "b"


def test_a_fact_that_starts_a_clock_of_ones_own_comes_earlier():
    rules = rules_of([fact("a"), fact("b", starts_clock=True)], theory("a", "b"))
    assert asked(rules, TOLD) == "b"


def _standing(*deciding, told=()):
    """Who is asked for `deciding` facts and for where the order stands, twice, in this order."""
    late = [fact(x, weight=Decimal(40), late=ALWAYS) for x in ("status", "done")]
    rules = rules_of([*late, *map(fact, deciding)], theory(*deciding, power=3))
    given, out = {**TOLD, **dict.fromkeys(told, True)}, []
    known = len(given)
    while (spec := next_question(rules, given, NOW, known)) is not None:
        out.append(spec.id)
        given[spec.id] = Special.UNSURE
    return out


def test_where_the_order_stands_waits_for_what_decides():
    facts = [f"f{n}" for n in range(9)]
    order = _standing(*facts)
    assert set(order) == {*facts, "status", "done"}
    assert order.index("status") == EVERY - 1
    assert order.index("done") == 2 * EVERY - 1


def test_where_the_order_stands_is_asked_at_once_where_nothing_else_decides():
    assert _standing("a") == ["a", "status", "done"]
    assert _standing(*(f"f{n}" for n in range(5)), told=("status",))[EVERY - 1] != "done"


def test_where_the_order_stands_comes_last_among_what_is_open():
    rules = rules_of([fact("status", late=ALWAYS), fact("a")], theory("status", "a", power=3))
    assert [x.fact.id for x in open_questions(rules, TOLD, NOW)] == ["a", "status"]


def test_the_first_wish_weighs_more_than_another_theory():
    rules = rules_of([fact("a"), fact("b")], theory("a", wishes=()), theory("b", id_="other"))
    assert asked(rules, TOLD) == "b"


@pytest.mark.parametrize("given", [{"a": True}, {"a": False}, {"a": Special.UNSURE}])
def test_nothing_is_asked_twice_not_even_what_is_unsure(given):
    rules = rules_of([fact("a")], theory("a"))
    assert asked(rules, TOLD | given) is None


def test_a_fact_that_is_not_worth_a_question_is_not_asked():
    rules = rules_of([fact("a", worth=yes("b")), fact("b", asked=False)], theory("a"))
    assert asked(rules, TOLD) is None
    assert asked(rules, TOLD | {"b": True}) == "a"


def test_a_fact_whose_gate_is_shut_is_not_asked():
    rules = rules_of([fact("b", asked=False), fact("a", ask_if=yes("b"))], theory("a"))
    assert asked(rules, TOLD | {"b": False}) is None
    assert asked(rules, TOLD | {"b": True}) == "a"


def test_what_is_only_derived_is_never_asked():
    rules = rules_of([fact("a", asked=False)], theory("a"))
    assert asked(rules, TOLD) is None


def test_a_theory_that_is_no_question_of_the_case_asks_nothing():
    rules = rules_of([fact("a")], theory("a"))
    assert asked(rules, TOLD | {"happened": ("late",)}) is None


def test_what_a_bar_has_closed_asks_nothing_more():
    bar = Defeat(id="bar", effect="bars", when=yes("b"), say="不成。")
    rules = rules_of([fact("b"), fact("a")], theory("a", defeats=(bar,)))
    assert asked(rules, TOLD | {"b": True}) is None
    assert asked(rules, TOLD | {"b": False}) == "a"


def test_an_open_bar_is_asked_for():
    bar = Defeat(id="bar", effect="bars", when=yes("b"), say="不成。")
    rules = rules_of([fact("b"), fact("a")], theory("a", defeats=(bar,)))
    assert scores(Scene(rules, TOLD, NOW))["b"] >= WORTHWHILE


def test_a_reading_does_not_stop_the_question():
    read = Reading(value=True, say="按是算。", firm=True)
    rules = rules_of([fact("a", unknown_as=read)], theory("a"))
    assert asked(rules, TOLD) == "a"


def many(n):
    facts = [fact(f"f{i}") for i in range(n)]
    return rules_of(facts, theory(*(f.id for f in facts), power=3))


def test_no_interview_is_longer_than_25_questions():
    rules, given = many(40), {}
    while (id_ := asked(rules, given)) is not None:
        given[id_] = TOLD.get(id_, Special.UNSURE)
    assert len(given) == MOST == 25


def test_there_is_a_first_result_after_eight_answers_at_the_latest():
    rules, given = many(40), {}
    while not first_result(rules, given, NOW):
        id_ = asked(rules, given)
        given[id_] = TOLD.get(id_, True)
    assert len(given) == ENOUGH_FOR_A_CARD == 8


def test_there_is_a_first_result_as_soon_as_nothing_more_decides():
    rules = rules_of([fact("a")], theory("a"))
    assert not first_result(rules, TOLD, NOW)
    assert first_result(rules, TOLD | {"a": True}, NOW)


def test_what_a_letter_needs_comes_last_and_is_not_counted():
    rules = rules_of([fact("user_name", "text", section="letter"), fact("a")], theory("a"))
    more = frozenset({"user_name"})
    assert asked(rules, TOLD, more) == "a"
    assert asked(rules, TOLD | {"a": True}, more) == "user_name"
    assert asked(rules, TOLD | {"a": True}) is None


def test_a_choice_that_is_ruled_out_is_not_offered():
    choices = (Choice(id="x", label="甲", when=Known("a")), Choice(id="y", label="乙", when=ALWAYS),
               Choice(id="z", label="丙", when=yes("a")))
    spec = fact("b", "choice", choices=choices)
    rules = rules_of([fact("a"), spec])
    assert offered_choices(spec, context_of(rules, {"a": True}, NOW)) == ["x", "y", "z"]
    assert offered_choices(spec, context_of(rules, {"a": False}, NOW)) == ["x", "y"]
    assert offered_choices(spec, context_of(rules, {}, NOW)) == ["y", "z"]


def test_in_an_emergency_nothing_is_asked_that_can_wait(rules):
    told = {"happened": ("scam",), "safety_now": ("asking", "just")}
    assert first_result(rules, told, NOW)
    assert not first_result(rules, {"happened": ("scam",)}, NOW)


def test_what_was_told_at_once_does_not_use_up_the_questions(rules):
    told = {"happened": ("mismatch",), "platform": "taobao", "where_bought": "shop",
            "goods_kind": "clothing", "wishes": ("refund_return",), "paid": Decimal(300),
            "merchant_response": "refused", "goods_state": ("opened",)}
    assert first_result(rules, told, NOW)
    assert not first_result(rules, told, NOW, told=len(told))
