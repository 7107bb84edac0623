"""Every sentence of every letter has a source, and its sums, articles and exhibits have theirs."""

from __future__ import annotations

import random
import re
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from tests.daily import daily
from tests.explore import NOW, walk
from tests.letter_cases import cases
from weiquan.cli.gather import gather
from weiquan.cli.tracing import Tracery
from weiquan.core.judging.assess import assess
from weiquan.core.telling.citecheck import articles_in
from weiquan.core.telling.comparing import compared
from weiquan.core.telling.letters import letter_context
from weiquan.core.telling.sentences import sentences_of
from weiquan.core.telling.tracing import described
from weiquan.paths import data_root
from weiquan.render.letters import engine_for, render_letter
from weiquan.render.traced import Traced, joined
from weiquan.render.txt import to_text

if TYPE_CHECKING:
    from weiquan.core.model.ruleset import RuleSet

CASES = {c.name: c for c in cases()}
SEEDS = range(2000, 2008)
# A number with a unit, or a day: something that somebody said or a rule set.
SAYS = re.compile(r"\d+(?:\.\d+)?元|\d+月\d+日|\d{4}年")


def _check(rules: RuleSet, facts: dict[str, Any], now: datetime) -> int:
    result = assess(rules, facts, now)
    root = data_root()
    plain = engine_for(root / "templates")
    tracery = Tracery(root, rules, facts, result)
    seen = 0
    for view in result.letters:
        for kind, short in [(view.rule.id, False), *([(view.rule.form, True)]
                                                     if view.rule.form else [])]:
            meta = rules.forms[kind] if short else rules.letters[kind]
            context = letter_context(rules, facts, result, meta)
            document = render_letter(root / "templates", "forms" if short else "letters", meta,
                                     context, plain)
            traced = tracery.of(kind, short=short)
            assert [s for s, _ in traced] == sentences_of(to_text(document, None)), kind
            for sentence, keys in traced:
                _sentence(rules, kind, sentence, keys)
                _days(result.now, facts, sentence, keys)
                seen += 1
    return seen


def _sentence(rules: RuleSet, kind: str, sentence: str, keys: tuple[str, ...]) -> None:
    assert keys, (kind, sentence)
    for key in keys:
        what, words = described(rules, key, lambda _: "")
        assert what != "规则", (kind, sentence, key)
        assert words
    fixed = all(k.startswith("form:") for k in keys)
    assert not (fixed and SAYS.search(sentence)), (kind, sentence)
    cited = {(law, number) for k in keys if k.startswith("article:")
             for law, _, number in [k.removeprefix("article:").partition("|")]}
    names = {(rules.laws[law].name.removeprefix("中华人民共和国"), n) for law, n in cited}
    for law, number in articles_in(sentence):
        bare = law.replace("〈", "《").replace("〉", "》")
        assert (bare, number) in names, (kind, sentence, keys)


def _days(now: datetime, facts: dict[str, Any], sentence: str, keys: tuple[str, ...]) -> None:
    """A day of an answer stands there because of an answer with that day."""
    typed = "".join(v for v in facts.values() if isinstance(v, str))
    behind: dict[str, set[str]] = {}
    for fact, value in facts.items():
        if isinstance(value, date):
            behind.setdefault(f"{value.month}月{value.day}日", set()).add(f"fact:{fact}")
    for day in re.findall(r"(?<!\d)\d+月\d+日", sentence):
        dated = any(k.startswith(("clock:", "day:")) for k in keys)
        if day in behind and day not in typed and day != f"{now.month}月{now.day}日" and not dated:
            assert behind[day] & set(keys), (sentence, keys)


@pytest.mark.parametrize("name", daily(CASES, 3))
def test_no_sentence_of_a_letter_is_without_a_source(rules: RuleSet, name: str) -> None:
    case = CASES[name]
    now = datetime.fromisoformat(case.as_of)
    _check(rules, gather(rules, now, case=case.facts), now)


@cache
def explored(rules: RuleSet, seed: int) -> dict[str, Any]:
    """What a random interview tells."""
    return walk(rules, random.Random(seed)).facts


@pytest.mark.parametrize("seed", daily(SEEDS, 2))
def test_nor_in_a_case_that_was_explored(rules: RuleSet, seed: int) -> None:
    _check(rules, explored(rules, seed), NOW)


def test_the_explored_cases_have_letters(rules: RuleSet) -> None:
    every = [explored(rules, seed) for seed in SEEDS]
    assert sum(len(assess(rules, facts, NOW).letters) for facts in every) >= 10


def test_a_request_names_theory_article_and_answer(rules: RuleSet) -> None:
    case = CASES["退货签收十七天没退，还有寄回的运费"]
    now = datetime.fromisoformat(case.as_of)
    facts = gather(rules, now, case=case.facts)
    traced = Tracery(data_root(), rules, facts, assess(rules, facts, now)).of("merchant_demand")
    asked = next(k for s, k in traced if s.startswith("退还") and "元" in s)
    kinds = {k.partition(":")[0] for k in asked}
    assert {"line", "article", "fact"} <= kinds
    assert "line:consequential_losses.freight" not in asked
    assert "fact:paid" in asked
    said = next(k for s, k in traced if "签收退货" in s)
    assert "fact:return_signed_on" in said
    reason = next(k for s, k in traced if "（《" in s)
    assert "theory:returned_not_refunded" in reason
    assert "fact:return_signed_on" in reason
    assert any(k.startswith("article:消法|") for k in reason)


def test_a_title_names_what_it_is_told_from(rules: RuleSet) -> None:
    titles = {"退货签收十七天没退，还有寄回的运费": {"fact:product", "fact:return_signed_on"},
              "书包肩带撕开，商家说不在保修范围": {"fact:applied_on", "fact:merchant_said"}}
    for name, told in titles.items():
        case = CASES[name]
        now = datetime.fromisoformat(case.as_of)
        facts = gather(rules, now, case=case.facts)
        traced = Tracery(data_root(), rules, facts, assess(rules, facts, now)).of("merchant_demand")
        title, keys = traced[0]
        assert title.endswith("（催告函）")
        assert {"fact:happened", *told} <= set(keys), (title, keys)


def test_an_exhibit_that_is_named_is_a_source(rules: RuleSet) -> None:
    case = CASES["投诉终止，要起诉"]
    now = datetime.fromisoformat(case.as_of)
    facts = gather(rules, now, case=case.facts)
    traced = Tracery(data_root(), rules, facts, assess(rules, facts, now)).of("civil_complaint")
    proofs = next(k for s, k in traced if s.startswith("证据："))
    assert {f"exhibit:{e}" for e in case.facts["evidence_have"]} <= set(proofs)
    reason = next(k for s, k in traced if "（《" in s and any(x.startswith("theory:") for x in k))
    assert any(k.startswith("exhibit:") for k in reason)


def test_a_text_that_knows_its_sources_keeps_them_when_joined() -> None:
    a, b = Traced("退款", [("x",)] * 2), Traced("299元", [("y",)] * 4)
    both = joined([a, "：", b])
    assert both == "退款：299元"
    assert both.marks == [("x",), ("x",), (), ("y",), ("y",), ("y",), ("y",)]


def test_a_letter_changed_by_hand_is_told_sentence_by_sentence() -> None:
    sentences = ["请在3日内退还299元。", "东西在我这里。", "何某"]
    same = compared(sentences, "请在3日内退\n还299元。\n　　1. 东西在我这里。\n何某\n")
    assert same.there == (True, True, True)
    assert same.new == ()
    other = compared(sentences, "请在3日内退还2990元。\n东西在我这里。\n另赔五百元。\n何某")
    assert other.there == (False, True, True)
    assert other.new == ("请在3日内退还2990元。", "另赔五百元。")
