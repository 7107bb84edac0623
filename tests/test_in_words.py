"""An answer in one's own words where no choice fits: kept, no ground of a verdict, in letters."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from tests.yaml_files import texts_in
from weiquan.cli.gather import gather
from weiquan.cli.letters import make
from weiquan.cli.session import CaseSession
from weiquan.core.case.answers import dump_value, load_value, parse_value, show_value
from weiquan.core.case.checks import takes_own_words
from weiquan.core.case.context import context_of
from weiquan.core.judging.assess import assess
from weiquan.core.judging.scene import scene_of
from weiquan.core.language.condition import Special, Tri, evaluate
from weiquan.core.model import Choice, Fact
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.card import card_of
from weiquan.core.telling.common import Common
from weiquan.core.telling.letters import letter_context
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


# ---------------------------------------------------------------- choices that rules leave apart

def _apart(rules: RuleSet) -> list[tuple[Fact, Choice]]:
    return [(f, c) for f in rules.facts if f.type in {"choice", "choices"} and not f.choices_from
            for c in f.choices if c.apart]


def _as_value(spec: Fact, choice: Choice) -> Any:
    return [choice.id] if spec.type == "choices" else choice.id


def test_no_rule_rests_on_a_choice_that_is_left_apart(rules):
    """Neither a condition nor a derived value names one: it would be 不清楚 by then."""
    named: set[tuple[str, str]] = set()

    def walk(node: Any) -> None:
        for key, value in node.items() if isinstance(node, dict) else ():
            if key in rules.specs:
                told = value.values() if isinstance(value, dict) else (value,)
                named.update((key, str(x)) for v in told
                             for x in (v if isinstance(v, list) else [v]))
            walk(value)
        for item in node if isinstance(node, list) else ():
            walk(item)

    for path in (data_root() / "rules").rglob("*.yaml"):
        if path.parent.name not in {"schema", "examples"}:
            walk(texts_in(path))
    assert ("proof_by", "against") in named
    assert [(f.id, c.id) for f, c in _apart(rules) if (f.id, c.id) in named] == []


def test_a_choice_left_apart_is_as_unknown_as_a_sentence(rules):
    assert len(_apart(rules)) > 40
    for spec, choice in _apart(rules):
        mine, theirs = (assess(rules, _given(rules, **{spec.id: v}), NOW)
                        for v in (_as_value(spec, choice), {"unsure": True}))
        assert [(v.rule.id, v.answer) for v in mine.verdicts] \
            == [(v.rule.id, v.answer) for v in theirs.verdicts], (spec.id, choice.id)


def test_its_sentence_says_no_more_than_its_label(rules):
    """Every word of content stands on the screen where it was chosen; 他 is 商家."""
    plain = "我商家他是的了在也还没有过以后前时候因为这一条到说里就被要给您"
    for spec, choice in _apart(rules):
        shown = set(choice.label + choice.hint + spec.ask + spec.short + plain)
        more = [c for c in choice.story if c not in shown and c.isalpha()]
        assert len(more) <= 3, (choice.label, choice.story, more)


@pytest.mark.parametrize(("fact", "choice", "told"), [
    ("received_how", "nobody", "没有人签收"), ("warranty", "his_word", "没有拿出凭据"),
    ("goods_state", "fell_off", "自己掉的"), ("term_shown", "paper", "合同、收据"),
    ("use_why", "after_repair", "修过以后才坏"), ("return_dispute", "code_off", "封条没了")])
def test_letters_tell_it_once(rules, fact, choice, told):
    value = [choice] if rules.specs[fact].type == "choices" else choice
    given = _given(rules, **{fact: value})
    letter, = make(data_root(), rules, given, assess(rules, given, NOW), ["merchant_demand"], "txt")
    assert "".join(letter.text.split()).count(told) == 1


# ---------------------------------------------------------------- who says that it is faulty

PLAIN = ("arrived_bad", "fault_later", "wrong_missing")


@pytest.mark.parametrize("happened", PLAIN)
def test_nobody_is_asked_who_says_that_a_plain_fault_is_one(rules, happened):
    given = _given(rules, happened=[happened], problem="屏上一道裂。")
    assert context_of(rules, given, NOW).facts["proof_by"] is Special.UNSURE
    fake = _given(rules, happened=["fake_or_used"])
    assert "proof_by" not in context_of(rules, fake, NOW).facts
    denied = _given(rules, happened=[happened], excuse=["not_quality"])
    assert "proof_by" not in context_of(rules, denied, NOW).facts


@pytest.mark.parametrize("happened", PLAIN)
@pytest.mark.parametrize("days", [2, 8, 40])
def test_no_inspection_makes_a_plain_fault_one_that_nothing_can_be_asked_for(
        rules, happened, days):
    """Whoever said what: 查过，说没有问题 has to be argued with, and is no 不能."""
    received = f"2026-{'11' if days < 20 else '10'}-{20 - days if days < 20 else 11:02}"
    plain = {"happened": [happened], "received_on": received, "ordered_on": "2026-10-01"}
    for choice in rules.specs["proof_by"].choices:
        got, without = (
            assess(rules, _given(rules, **plain, **more), NOW).verdict("quality_remedies")
            for more in ({"proof_by": [choice.id]}, {}))
        assert (got is None) is (without is None)
        if got is not None and without is not None and without.answer != "no":
            assert got.answer != "no", choice.id


@pytest.mark.parametrize("theory", ["being_sued", "platform_clawback", "payment_order_received"])
def test_who_wrote_an_untrue_reason_does_not_plead_it(rules, theory):
    case = {"apply_reason": "quality", "happened": ["pursued", "arrived_bad", "own_fault"]}
    true = context_of(rules, gather(rules, NOW, case=case), NOW)
    untrue = context_of(rules, gather(rules, NOW, case={**case, "own_untrue": ["reason"]}), NOW)
    other = replace(true, facts={**true.facts, "apply_reason": Special.UNSURE}, known={})
    resting = [r for r in rules.reasons[theory] if evaluate(r.when, true).truth is Tri.TRUE
               and evaluate(r.when, other).truth is not Tri.TRUE]
    assert resting
    assert [r.say for r in resting if evaluate(r.when, untrue).truth is Tri.TRUE] == []


# ---------------------------------------------------------------- what is only read

def test_no_letter_gives_as_told_what_was_only_read(rules):
    """What an open question is read as decides verdicts; letters have only what was said."""
    given = _given(rules, warranty={"unsure": True})
    result = assess(rules, given, NOW)
    said = context_of(rules, given, NOW).facts
    read = [f.id for f in rules.facts if f.type in {"choice", "choices"}
            and f.unknown_as is not None and f.unknown_as.value is not None
            and said.get(f.id, Special.UNSURE) is Special.UNSURE]
    assert len(read) > 100
    scene = scene_of(rules, given, NOW)
    assert any(isinstance(scene.read.facts.get(f), str) for f in read)
    for letter in result.letters:
        told = letter_context(rules, given, result, letter.rule, Common(rules, given, result))
        assert [f for f in read if f in told] == [], letter.rule.id


@pytest.mark.parametrize("happened", ["fake_or_used", "mismatch"])
def test_only_a_finding_that_it_is_genuine_denies_a_suspicion(rules, happened):
    """Nobody said so, a shop said so, one looked oneself: it hangs on proof, and is no 不能."""
    theories = ("quality_remedies", "counterfeit_goods", "false_advertising")
    plain = {v.rule.id: v.answer for v in assess(
        rules, _given(rules, happened=[happened]), NOW).verdicts}
    for choice in rules.specs["proof_by"].choices:
        got = {v.rule.id: v.answer for v in assess(rules, _given(
            rules, happened=[happened], proof_by=[choice.id]), NOW).verdicts}
        denied = [t for t in theories if got.get(t) == "no" and plain.get(t) not in {None, "no"}]
        assert not denied or choice.id in {"against", "papers"}, (choice.id, denied)
