"""Conditions in three-valued logic."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weiquan.core.language import condition as c
from weiquan.core.language.condition import Special, Tri
from weiquan.core.language.reading import Unreadable, read_condition

NOW = datetime(2026, 11, 22, 23, 5)


def judge(raw, facts, named=None):
    ctx = c.Context(facts, NOW, {"days": Decimal(7)}.__getitem__, lambda day: day, named or {})
    return c.evaluate(read_condition(raw), ctx)


@pytest.mark.parametrize(("facts", "truth", "missing"), [
    ({}, Tri.UNKNOWN, {"paid"}),
    ({"paid": Special.UNSURE}, Tri.UNKNOWN, set()),
    ({"paid": Special.NOT_APPLICABLE}, Tri.FALSE, set()),
    ({"paid": Decimal(500)}, Tri.TRUE, set()),
    ({"paid": Decimal("499.99")}, Tri.FALSE, set()),
])
def test_not_asked_is_missing_and_not_sure_is_not(facts, truth, missing):
    got = judge({"paid": {"ge": Decimal(500)}}, facts)
    assert (got.truth, set(got.missing)) == (truth, missing)


@pytest.mark.parametrize(("op", "value", "fact", "truth"), [
    ({"within_days": 7}, date(2026, 11, 15), "d", True),
    ({"within_days": 7}, date(2026, 11, 14), "d", False),
    ({"within_days": {"param": "days"}}, date(2026, 11, 15), "d", True),
    ({"within_days": 7}, date(2026, 11, 23), "d", False),
    ({"older_than_days": 7}, date(2026, 11, 15), "d", False),
    ({"older_than_days": 7}, date(2026, 11, 14), "d", True),
    ({"within_hours": 48}, NOW - timedelta(hours=48), "d", True),
    ({"within_hours": 48}, NOW - timedelta(hours=48, minutes=1), "d", False),
    ({"older_than_hours": 48}, NOW - timedelta(hours=48), "d", False),
    ({"older_than_hours": 48}, NOW - timedelta(hours=48, minutes=1), "d", True),
])
def test_time_limits_hold_on_their_last_moment(op, value, fact, truth):
    assert judge({fact: op}, {fact: value}).truth is (Tri.TRUE if truth else Tri.FALSE)


@pytest.mark.parametrize(("told", "truth"), [
    (date(2026, 11, 1), Tri.TRUE),
    (date(2026, 11, 8), Tri.TRUE),
    (date(2026, 11, 9), Tri.FALSE),
    (date(2026, 10, 31), Tri.FALSE),
    (datetime(2026, 11, 8, 23, 59), Tri.TRUE),
    (Special.UNSURE, Tri.UNKNOWN),
])
def test_a_date_within_days_of_another(told, truth):
    raw = {"told_on": {"within_days_of": {"of": "received_on", "param": "days"}}}
    assert judge(raw, {"told_on": told, "received_on": date(2026, 11, 1)}).truth is truth


def test_a_gap_misses_the_other_date_when_that_was_not_asked():
    raw = {"told_on": {"within_days_of": {"of": "received_on", "days": 7}}}
    assert judge(raw, {"told_on": date(2026, 11, 8)}).missing == {"received_on"}
    facts = {"told_on": date(2026, 11, 8), "received_on": Special.NOT_APPLICABLE}
    assert judge(raw, facts).truth is Tri.FALSE


@pytest.mark.parametrize(("fault", "truth"), [
    (date(2026, 2, 28), Tri.TRUE), (date(2026, 3, 1), Tri.FALSE),
])
def test_months_end_on_the_last_day_of_a_shorter_month(fault, truth):
    raw = {"fault_on": {"within_months_of": {"of": "received_on", "months": 6}}}
    assert judge(raw, {"fault_on": fault, "received_on": date(2025, 8, 31)}).truth is truth


def test_before_and_from_split_at_one_day():
    for raw, expected in (({"d": {"before": date(2026, 4, 15)}}, (Tri.TRUE, Tri.FALSE)),
                          ({"d": {"from": date(2026, 4, 15)}}, (Tri.FALSE, Tri.TRUE))):
        got = tuple(judge(raw, {"d": d}).truth for d in (date(2026, 4, 14), date(2026, 4, 15)))
        assert got == expected


def test_several_choices_are_compared_as_sets():
    facts = {"state": ("opened", "used")}
    assert judge({"state": {"has": "used"}}, facts).truth is Tri.TRUE
    assert judge({"state": {"has_any": ["a", "opened"]}}, facts).truth is Tri.TRUE
    assert judge({"state": {"has_all": ["a", "opened"]}}, facts).truth is Tri.FALSE


def test_a_named_condition_stands_for_its_own():
    named = {"dear": read_condition({"paid": {"ge": 500}})}
    assert judge({"is": "dear"}, {"paid": Decimal(600)}, named).truth is Tri.TRUE
    assert judge({"is": "dear"}, {}, named).missing == {"paid"}


def test_known_is_false_for_not_sure_and_for_not_asked():
    assert judge({"known": "x"}, {"x": Special.UNSURE}).truth is Tri.FALSE
    assert judge({"known": "x"}, {}).truth is Tri.FALSE
    assert judge({"known": "x"}, {"x": "a"}).truth is Tri.TRUE


def test_what_nobody_was_asked_may_become_known_where_questions_are_looked_for():
    asking = c.Context({}, NOW, {}.__getitem__, lambda day: day, asking=True)
    assert c.evaluate(read_condition({"known": "x"}), asking).missing == {"x"}


truths = st.sampled_from([None, Special.UNSURE, Special.NOT_APPLICABLE, True, False])
conditions = st.recursive(
    st.sampled_from("abc").map(lambda k: {k: True}),
    lambda inner: st.one_of(
        inner.map(lambda x: {"not": x}),
        st.lists(inner, min_size=1, max_size=3).map(lambda x: {"all": x}),
        st.lists(inner, min_size=1, max_size=3).map(lambda x: {"any": x}),
    ), max_leaves=8)


@given(conditions, truths, truths, truths)
def test_more_knowledge_never_turns_true_into_false(raw, a, b, c_):
    """An answer can settle an unknown, but what was settled without it stays."""
    full = {k: v for k, v in zip("abc", (a, b, c_), strict=True) if v is not None}
    settled = judge(raw, full)
    if settled.truth is not Tri.UNKNOWN:
        for value in (True, False):
            more = {**dict.fromkeys("abc", value), **full}
            assert judge(raw, more).truth is settled.truth


@given(conditions, truths, truths, truths)
def test_not_is_its_own_inverse_and_misses_the_same(raw, a, b, c_):
    facts = {k: v for k, v in zip("abc", (a, b, c_), strict=True) if v is not None}
    assert judge({"not": {"not": raw}}, facts) == judge(raw, facts)


@given(conditions)
def test_every_missing_fact_is_one_that_the_condition_looks_at(raw):
    got = judge(raw, {})
    assert got.missing == c.facts_in(read_condition(raw), {})


@pytest.mark.parametrize(("raw", "count"), [
    ({"a": 1, "b": 2}, 1),
    ({"all": []}, 1),
    ({"all": [{"a": {"gee": 1}}, {"b": None}, 5]}, 3),
    ({"known": ["x"]}, 1),
    ({"a": {"in": []}}, 1),
    ({"a": {"within_days_of": {"of": "b"}}}, 1),
    ({"a": {"within_days_of": {"of": "b", "days": -1}}}, 1),
    ({"a": {"within_days_of": 7}}, 1),
    ("paid >= 500", 1),
])
def test_every_finding_in_a_condition_is_reported_at_once(raw, count):
    with pytest.raises(Unreadable) as caught:
        read_condition(raw)
    assert len(caught.value.findings) == count
