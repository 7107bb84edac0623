"""An answer in one's own words where no choice fits: kept, no ground of a verdict, in letters."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from weiquan.cli.gather import gather
from weiquan.cli.letters import make
from weiquan.cli.session import CaseSession
from weiquan.core.case.answers import dump_value, load_value, parse_value, show_value
from weiquan.core.case.checks import takes_own_words
from weiquan.core.case.context import context_of
from weiquan.core.judging.assess import assess
from weiquan.core.language.condition import Special
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.card import card_of
from weiquan.core.values.inwords import NONE_FITS, InWords
from weiquan.errors import BadValue
from weiquan.paths import data_root
from weiquan.render.plan import plan_lines
from weiquan.store.folder import create_case

NOW = datetime(2026, 11, 20, 20)
SENTENCE = "区里的办公室给过一份盖章的回信，编号8817"
CASE: dict[str, Any] = {
    "happened": ["arrived_bad"], "wishes": ["refund_return"], "platform": "pdd",
    "product": "扫地机", "paid": "899", "ordered_on": "2026-11-08", "received_on": "2026-11-12",
    "problem": "11月12日收到，左轮不转。", "merchant_response": "refused",
}


def _given(rules: RuleSet, **more: Any) -> dict[str, Any]:
    return gather(rules, NOW, case={**CASE, **more})


def test_every_question_with_choices_of_its_own_takes_a_sentence(rules):
    kinds = {takes_own_words(f) for f in rules.facts if f.type in {"choice", "choices"}
             and f.unsure and not f.choices_from}
    assert kinds == {True}
    for spec in filter(takes_own_words, rules.facts):
        told = parse_value(spec, f"{NONE_FITS}：{SENTENCE}", NOW)
        assert told == InWords(SENTENCE) == parse_value(spec, f"都不是：{SENTENCE}", NOW)
        assert load_value(spec, dump_value(spec, told), NOW) == told
        assert SENTENCE in show_value(spec, told)


@pytest.mark.parametrize("fact", ["wishes", "happened", "platform", "scope", "paid", "problem"])
def test_lists_of_the_rules_and_what_must_be_known_take_none(rules, fact):
    with pytest.raises(BadValue):
        load_value(rules.specs[fact], {"unsure": True, "said": SENTENCE}, NOW)


def test_a_sentence_is_no_choice_for_any_verdict(rules):
    """It counts as 不清楚, whatever it says: 我没有弄坏 does not choose 我弄坏的."""
    for spec in filter(takes_own_words, rules.facts):
        if spec.id in CASE:
            continue
        told = _given(rules, **{spec.id: f"都不是：{SENTENCE}"})
        unsure = _given(rules, **{spec.id: {"unsure": True}})
        assert context_of(rules, told, NOW).facts.get(spec.id) \
            == context_of(rules, unsure, NOW).facts.get(spec.id) != SENTENCE, spec.id
        mine, theirs = (assess(rules, g, NOW) for g in (told, unsure))
        assert [(v.rule.id, v.answer, v.needs) for v in mine.verdicts] \
            == [(v.rule.id, v.answer, v.needs) for v in theirs.verdicts], spec.id


@pytest.mark.parametrize("fact", [
    "proof_by", "blamed", "use_why", "warranty", "goods_where", "term_shown", "refund_status",
    "ship_state", "received_how", "apply_reason", "platform_decision", "order_state"])
def test_the_sentence_stands_in_the_letters_and_on_the_plan(rules, fact):
    given = _given(rules, **{fact: {"unsure": True, "said": SENTENCE}})
    result = assess(rules, given, NOW)
    plan = "".join(plan_lines(rules, result, card_of(rules, given, result), 80))
    assert SENTENCE in "".join(plan.split())
    letters = make(data_root(), rules, given, result, ["merchant_demand", "complaint_12315"], "txt")
    for letter in letters:
        assert SENTENCE in "".join(letter.text.split()), letter.id
        assert not [f for f in letter.findings if f.blocks and "8817" in f.text]


def test_the_wizard_keeps_the_sentence_and_takes_it_for_no_choice(rules, tmp_path):
    with create_case(tmp_path, NOW) as case:
        session = CaseSession(rules, case, lambda: NOW)
        session.answer("happened", ("arrived_bad",))
        question = session.question("happened")
        assert question is not None
        assert question.other
        text = "卖家自己说是运来时压的，没有说是我弄坏"
        assert not session.like("blamed", text)
        assert text in session.own_words("blamed", text)
        assert session.facts()["blamed"] == InWords(text)
        again = session.question("blamed")
        assert again is not None
        assert again.typed == text
        assert not again.previous
        assert context_of(rules, session.facts(), NOW).facts["blamed"] is Special.UNSURE
