"""`past_days`: a period whose last day, if a day off, moves to the next workday."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.test_periods import CALENDAR, clock
from weiquan.core.language.condition import Context, Special, Tri, evaluate
from weiquan.core.language.operators import last_day_past
from weiquan.core.language.reading import Unreadable, read_condition
from weiquan.core.model import Check, Fact
from weiquan.core.model.periods import due_of
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.proving.solving import solve
from weiquan.core.telling.explain import compare_text, other_answers

PARAMS = {"days": Decimal(7)}


def latest(day):
    return CALENDAR.next_workday(day, "latest")


def context(facts, now):
    return Context(facts, now, PARAMS.__getitem__, latest)


def judge(value, days, today):
    facts = {} if value is None else {"d": value}
    now = datetime.combine(today, datetime.min.time().replace(hour=9))
    return evaluate(read_condition({"d": {"past_days": days}}), context(facts, now))


def holds(value, days, today):
    return judge(value, days, today).truth is Tri.TRUE


# ---------------------------------------------------------------- boundaries

@pytest.mark.parametrize(("told", "last"), [
    (date(2026, 11, 12), date(2026, 11, 19)),    # a Thursday
    (date(2026, 11, 13), date(2026, 11, 20)),    # a Friday
    (date(2026, 11, 14), date(2026, 11, 23)),    # a Saturday moves to Monday
    (date(2026, 11, 15), date(2026, 11, 23)),    # a Sunday moves to Monday
    (date(2026, 11, 16), date(2026, 11, 23)),    # a Monday stays
    (date(2026, 9, 23), date(2026, 9, 30)),      # the day before the national holiday
    (date(2026, 9, 24), date(2026, 10, 8)),      # its first day
    (date(2026, 9, 30), date(2026, 10, 8)),      # its last day
    (date(2026, 9, 13), date(2026, 9, 20)),      # a make-up Sunday is worked
    (date(2026, 10, 3), date(2026, 10, 10)),     # a make-up Saturday too
])
def test_it_holds_from_the_day_after_the_last_day(told, last):
    assert not holds(told, 7, last)
    assert holds(told, 7, last + timedelta(1))


@pytest.mark.parametrize("today", [date(2026, 11, 14), date(2026, 11, 15), date(2026, 11, 1)])
def test_it_never_holds_on_the_day_itself_or_before(today):
    assert not holds(date(2026, 11, 15), 7, today)


def test_the_time_of_the_event_does_not_move_the_last_day():
    for told in (datetime(2026, 11, 15, 0, 0), datetime(2026, 11, 15, 23, 59)):
        assert not holds(told, 7, date(2026, 11, 23))
        assert holds(told, 7, date(2026, 11, 24))


def test_the_length_may_be_a_parameter():
    assert not holds(date(2026, 11, 15), {"param": "days"}, date(2026, 11, 23))
    assert holds(date(2026, 11, 15), {"param": "days"}, date(2026, 11, 24))


def test_where_the_notice_is_not_known_the_last_day_is_the_latest_it_can_be():
    """The first Monday after the Spring Festival of 2027 may still be given as a day off."""
    told, likely = date(2027, 2, 1), CALENDAR.next_workday(date(2027, 2, 8))
    assert likely < latest(date(2027, 2, 8))
    assert not holds(told, 7, likely + timedelta(1))
    assert holds(told, 7, latest(date(2027, 2, 8)) + timedelta(1))


@pytest.mark.parametrize(("value", "truth", "missing"), [
    (None, Tri.UNKNOWN, {"d"}),
    (Special.UNSURE, Tri.UNKNOWN, set()),
    (Special.NOT_APPLICABLE, Tri.FALSE, set()),
])
def test_without_a_date_it_is_as_open_as_any_comparison(value, truth, missing):
    got = judge(value, 7, date(2026, 11, 22))
    assert (got.truth, set(got.missing)) == (truth, missing)


@pytest.mark.parametrize("operand", [[7], None, {"days": 7}, {"param": 7}])
def test_only_a_number_or_a_parameter_can_be_its_length(operand):
    with pytest.raises(Unreadable) as caught:
        read_condition({"d": {"past_days": operand}})
    assert len(caught.value.findings) == 1


def test_a_misspelt_operator_is_told_this_name():
    with pytest.raises(Unreadable, match="是不是想写「past_days」"):
        read_condition({"d": {"past_day": 7}})


# ---------------------------------------------------------------- as the clocks

DAYS = st.dates(date(2024, 1, 1), date(2027, 9, 1))
LENGTHS = st.integers(0, 60)


@given(DAYS, LENGTHS, st.sampled_from(["merchant", "platform", "authority", "court"]))
def test_it_holds_exactly_when_the_clock_of_another_has_run_out(start, length, who):
    due = due_of(clock("calendar_day", who), start, length, CALENDAR).when.date()
    assert not holds(start, length, due)
    assert holds(start, length, due + timedelta(1))


@given(DAYS, LENGTHS, st.integers(-5, 90))
def test_on_every_day_it_says_what_the_clock_says(start, length, later):
    today = start + timedelta(later)
    due = due_of(clock("calendar_day", "merchant"), start, length, CALENDAR)
    assert holds(start, length, today) is (due.when < datetime.combine(today, datetime.min.time()))


@given(DAYS, LENGTHS)
def test_it_never_holds_before_the_plain_days_are_over(today, length):
    start = last_day_past(today, length, latest)
    assert holds(start, length, today)
    assert not holds(start + timedelta(1), length, today)
    assert (today - start).days > length


# ---------------------------------------------------------------- who asks for answers

def fact(type_="date"):
    return Fact(id="d", type=type_, section="x", ask="x", short="x",
                check=Check(not_future=True))


@pytest.mark.parametrize("type_", ["date", "datetime"])
def test_explain_tells_the_days_on_both_sides_of_the_bound(type_):
    cond, monday = read_condition({"d": {"past_days": 7}}), datetime(2026, 11, 23, 9, 30)
    rules = RuleSet(facts=(fact(type_),))
    got = other_answers(fact(type_), cond, rules, context({}, monday))
    truths = [evaluate(cond, context({"d": v}, monday)).truth for v in got]
    assert truths == [Tri.FALSE, Tri.TRUE]
    assert [v.day for v in got] == [14, 13]


@pytest.mark.parametrize("want", [True, False])
@pytest.mark.parametrize("type_", ["date", "datetime"])
@pytest.mark.parametrize("now", [datetime(2026, 11, 22, 9), datetime(2026, 11, 23, 9)])
def test_answers_are_found_on_both_sides_of_the_bound(now, type_, want):
    """On a Sunday or Monday the days that are plainly over may not be over yet."""
    rules = RuleSet(facts=(fact(type_),))
    cond = read_condition({"all": [{"d": {"past_days": 7}}, {"d": {"within_days": 10}}]})
    assert solve(rules, cond, now, want=want) is not None


def test_explain_says_that_days_off_at_the_end_do_not_count():
    ctx = context({}, datetime(2026, 11, 23, 9, 30))
    for days, shown in ((15, "15"), ({"param": "days"}, "7")):
        text = compare_text(read_condition({"d": {"past_days": days}}), ctx)
        assert text == f"起算的期限已过（天，末日放假顺延） {shown}"
