"""Sentences of the rules told of one case: values in braces, parties, days counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from weiquan.core.case.context import context_of
from weiquan.core.language.condition import Special
from weiquan.core.language.holes import Hole, facts_of_holes, pieces_of
from weiquan.core.telling.parties import Parties
from weiquan.core.telling.saying import LONGEST_QUOTE, Sayer, quoted

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


def test_every_sentence_of_the_rules_reads_well_for_a_private_seller(rules):
    """No shop is left over in a sentence to somebody who is none."""
    owner = replace(SHOP, them="你", party="owner")
    facts = {f.id: date(2026, 11, 2) for f in rules.facts if f.type in {"date", "datetime"}}
    said = Sayer(rules, context_of(rules, facts, NOW), owner, ())
    told = [said.say(r.say) for t in rules.theories.values() for r in t.reasons]
    assert not [t for t in told if t and ("商家" in t or "你店" in t)]
