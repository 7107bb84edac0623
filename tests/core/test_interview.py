"""Which questions are put: details while few are answered, a start without a page time."""

from __future__ import annotations

from datetime import datetime

import pytest

from weiquan.core.asking.interview import next_question, wanted
from weiquan.core.language.condition import ALWAYS, Compare, Special
from weiquan.core.model import Deadline, Fact, Length, RungSpec, Step
from weiquan.core.model.ruleset import RuleSet

NOW = datetime(2026, 11, 22, 20, 0)
PAGE = datetime(2026, 11, 24, 18, 30)


def fact(id_, type_="bool", section="refund", **more):
    return Fact(id=id_, type=type_, section=section, ask=f"{id_}？", short=id_, **more)


def step(id_, when=ALWAYS, **more):
    return Step(id=id_, rung="talk", title=id_, do=("做。",), when=when, **more)


def rules_of(facts, steps, deadlines=()):
    return RuleSet(facts=tuple(facts), rungs=(RungSpec(id="talk", name="沟通", what="谈。"),),
                   steps=tuple(steps), deadlines={d.id: d for d in deadlines})


def asked(rules, given, more=frozenset()):
    spec = next_question(rules, given, NOW, more)
    return None if spec is None else spec.id


# ---------------------------------------------------------------- details

ANSWERED = [fact(f"answered_{n}") for n in range(ENOUGH)]
RULES = rules_of(
    [*ANSWERED, fact("user_name", section="letter"), fact("detail", detail=True), fact("whole")],
    [step(id_, Compare(id_, "eq", True)) for id_ in ("detail", "whole")])


def answers(count):
    return {f.id: True for f in ANSWERED[:count]}


def test_a_detail_is_asked_while_less_than_enough_is_answered():
    assert asked(RULES, answers(ENOUGH - 1)) == "detail"


def test_once_enough_is_answered_a_detail_is_passed_over_for_what_is_none():
    assert asked(RULES, answers(ENOUGH)) == "whole"


def test_a_detail_that_is_left_is_still_wanted():
    given = answers(ENOUGH) | {"whole": True}
    assert asked(RULES, given) is None
    assert wanted(RULES, given, NOW) == {"detail"}


def test_a_detail_that_a_letter_needs_is_asked_after_enough():
    assert asked(RULES, answers(ENOUGH), frozenset({"detail"})) == "detail"


def test_answers_for_letters_do_not_count_towards_enough():
    assert asked(RULES, answers(ENOUGH - 1) | {"user_name": True}) == "detail"


# ---------------------------------------------------------------- clocks

def with_clock(status="current"):
    clock = Deadline(id="reply", name="回应", who="merchant", start="applied_on",
                     length=Length(value=2), unit="calendar_day", on_expiry="再催。",
                     screen_fact="page_deadline", status=status)
    return rules_of([fact("applied_on", "date"), fact("page_deadline", "datetime")],
                    [step("wait", clocks=("reply",))], [clock])


def test_a_clock_that_the_page_shows_asks_for_the_time_on_the_page():
    assert wanted(with_clock(), {}, NOW) == {"page_deadline"}


@pytest.mark.parametrize(("page", "left"), [(PAGE, set()), (Special.UNSURE, {"applied_on"})])
def test_the_day_that_starts_a_clock_is_asked_only_without_a_page_time(page, left):
    assert wanted(with_clock(), {"page_deadline": page}, NOW) == left


def test_a_clock_of_uncertain_length_never_asks_for_the_day_that_starts_it():
    assert wanted(with_clock("unclear"), {}, NOW) == {"page_deadline"}
    assert wanted(with_clock("unclear"), {"page_deadline": Special.UNSURE}, NOW) == set()
