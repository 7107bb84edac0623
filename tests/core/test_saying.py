"""Sentences of the rules told of one case: values in braces, parties, days counted."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from weiquan.core.case.context import context_of
from weiquan.core.judging.views import Clock
from weiquan.core.language.condition import Special
from weiquan.core.language.holes import Hole, facts_of_holes, pieces_of
from weiquan.core.telling.parties import Parties
from weiquan.core.telling.saying import LONGEST_QUOTE, Sayer, quoted
from weiquan.core.values.about import about_day

NOW = datetime(2026, 11, 20, 12)
SHOP = Parties("我", "你店", "shop", "self", "", "我")


def sayer(rules, **facts):
    return Sayer(rules, context_of(rules, facts, NOW), SHOP, ())


@pytest.mark.parametrize(("text", "told"), [
    ("消费者{received_on}签收，商家{told_on}才答复", "我11月2日签收，你店11月5日才答复"),
    ("实付{paid}", "实付168元"),
    ("到{received_on+7}为止", "到11月9日为止"),
    ("到今天{received_on..}天", "到今天18天"),
    ("隔了{received_on..told_on}天", "隔了3天"),
    ("去年{ordered_on}下的单", "去年2025年12月30日下的单"),
    ("商家写过{promise_text}", "你店写过“坏了包换”"),
    ("对消费者不公平的条款无效", "对消费者不公平的条款无效"),
])
def test_values_and_parties_stand_where_the_rules_leave_room(rules, text, told):
    said = sayer(rules, received_on=date(2026, 11, 2), told_on=date(2026, 11, 5),
                 ordered_on=date(2025, 12, 30), paid=Decimal(168), promise_text="坏了包换。")
    assert said.say(text) == told


@pytest.mark.parametrize("text", [
    "实付{paid}", "到{received_on+7}为止", "{told_on..}天", "{received_on..told_on}天",
    "{clock:no_such}前",
])
def test_what_is_not_known_is_not_told(rules, text):
    assert sayer(rules).say(text) is None
    assert sayer(rules, paid=Special.UNSURE, received_on=Special.UNSURE).say(text) is None


def test_days_do_not_run_backwards(rules):
    said = sayer(rules, received_on=date(2026, 11, 5), told_on=date(2026, 11, 2))
    assert said.say("{received_on..told_on}天") is None


def test_a_quote_ends_where_a_clause_does(rules):
    long = "坏了就换，" * 20
    assert len(quoted(long)) <= LONGEST_QUOTE + 2
    assert quoted(long).endswith("换”")
    assert quoted("他说“不退”。") == "“他说‘不退’”"
    assert quoted(" 。") == ""


def test_braces_are_read_and_wrong_ones_are_told_apart():
    found = [p.kind for p in pieces_of("{a}{a+7}{a..}{a..b}{clock:c}{a-7}{}{clock:c+1}")
             if isinstance(p, Hole)]
    assert found == ["fact", "after", "between", "between", "clock", "wrong", "wrong", "wrong"]
    assert facts_of_holes("{a}，{b..c}，{clock:d}，{a+3}") == ("a", "b", "c")


def test_the_sentences_of_the_rules_name_the_parties_as_rules_do(rules):
    """消费者 and 商家 become 我 and 你店, or 被投诉人; what is written out would not."""
    told = [(id_, r.say) for id_, rows in rules.reasons.items() for r in rows]
    told += [(id_, x) for id_, rows in rules.rebuttals.items() for r in rows
             for x in (r.say, r.issue)]
    assert len(told) > 1000
    assert not [x for x in told if re.search("你店|贵店|本人|我方|我们|原告|被告(?!知)", x[1])]


def test_a_day_known_only_about_is_written_as_far_and_never_counted_from(rules):
    day = about_day(date(2026, 4, 1), "4月份", NOW.date())
    said = sayer(rules, received_on=day, told_on=date(2026, 5, 2))
    assert said.say("{received_on}签收") == "4月签收"
    for text in ("{received_on+7}前", "{received_on..}天", "{received_on..told_on}天"):
        assert said.say(text) is None


def test_only_what_is_certain_is_a_last_day(rules):
    rule = next(iter(rules.deadlines.values()))
    clock = Clock(rule, datetime(2026, 11, 24, 23, 59), True, "", (), "")
    ctx = context_of(rules, {}, NOW)
    hole = f"到{{clock:{rule.id}}}"
    assert Sayer(rules, ctx, SHOP, (clock,)).say(hole) == "到11月24日"
    guess = replace(clock, certain=False)
    assert Sayer(rules, ctx, SHOP, (guess,)).say(hole) is None
