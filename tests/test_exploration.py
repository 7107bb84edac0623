"""What holds on every way through the interview, and that every rule can hold and can fail."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.explore import NOW, longest, solve, walk
from weiquan.cli.letters import make
from weiquan.core.case.context import context_of
from weiquan.core.judging.assess import assess
from weiquan.core.language import condition as c
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.model.walking import items_of
from weiquan.core.telling.contract import plan_json
from weiquan.core.telling.explain import explain
from weiquan.paths import data_root
from weiquan.render.checklist import checklist_lines
from weiquan.render.plan import plan_lines, summary_lines

QUESTIONS = 25
LEFTOVERS = re.compile(
    r"\{\{|\}\}|\{%|None|undefined|Decimal|datetime|（）|“”|《》|，，|。。|；；|，。|；。|：。|、。"
    r"|，；|。；|。，|、、|（，|，）|！|(?<=[一-鿿])[,;:?](?=[一-鿿])")


def _conditions(rules: RuleSet) -> Iterator[tuple[str, str, c.Condition]]:
    for item in items_of(rules):
        for field in ("when", "ready", "done", "blocked", "right_if", "ask_if"):
            cond = getattr(item.obj, field, None)
            if cond is not None and cond not in (c.ALWAYS, c.NEVER):
                name = getattr(item.obj, "id", "") or getattr(item.obj, "place", "")
                yield f"{item.kind} {name}", field, cond


@pytest.mark.parametrize("want", [True, False], ids=["hold", "fail"])
def test_every_condition_can(rules: RuleSet, want: bool) -> None:
    seen, stuck = 0, []
    for name, field, cond in _conditions(rules):
        seen += 1
        if solve(rules, cond, want=want) is None:
            stuck.append(f"{name}.{field}")
    assert seen > 300
    assert not stuck


def _check(rules: RuleSet, facts: dict[str, Any], asked: list[str]) -> None:
    result = assess(rules, facts, NOW)
    ladder = [s.rule.id for s in result.ladder]
    assert ladder.count(result.next.rule.id) == 1
    assert len(ladder) == len(set(ladder))
    assert result.next.status in {"now", "check"}, (result.next.rule.id, result.next.status, facts)
    assert result.next.rule.do
    rungs = [s.rule.rung for s in result.ladder]
    order = [r.id for r in rules.rungs]
    assert rungs == sorted(rungs, key=order.index)
    dues = [k.due for k in result.clocks if k.due is not None]
    assert dues == sorted(dues)
    chosen = {x.rule.id for x in result.claims if x.chosen}
    for claim in result.claims:
        assert not (claim.chosen and chosen & set(claim.rule.excludes))
        assert claim.amount is None or claim.amount > 0
        assert claim.basis, claim.rule.id
    if result.total is not None:
        assert result.total == sum(x.amount for x in result.claims
                                   if x.chosen and x.amount is not None)
    plan_json(result)
    text = "\n".join(plan_lines(rules, result, 80) + checklist_lines(rules, result, 50)
                     + summary_lines(rules, result, 50))
    assert not LEFTOVERS.search(text), LEFTOVERS.search(text)
    assert len(asked) <= QUESTIONS, asked


@pytest.mark.parametrize("seed", range(60))
def test_a_random_interview_ends_with_one_next_action(rules: RuleSet, seed: int) -> None:
    facts, asked = walk(rules, random.Random(seed))
    _check(rules, facts, asked)


@pytest.mark.parametrize("seed", range(16))
def test_every_letter_offered_renders_without_leftovers(rules: RuleSet, seed: int) -> None:
    rng = random.Random(1000 + seed)
    facts, _ = walk(rules, rng)
    offered = assess(rules, facts, NOW).letters
    needs = frozenset(f for x in offered for f in x.rule.needs)
    if seed % 2:
        facts, _ = walk(rules, rng, fixed=facts, more=needs)
    _render_all(rules, facts)


def _render_all(rules: RuleSet, facts: dict[str, Any]) -> int:
    result = assess(rules, facts, NOW)
    kinds = [x.rule.id for x in result.letters]
    root = data_root()
    made = make(root, rules, facts, result, kinds, "txt")
    made += make(root, rules, facts, result, kinds, "txt", short=True)
    for one in made:
        text = one.text.replace("\n", "")
        bare = re.sub(r"【待补：[^】]*】", "某某", one.text)
        found = LEFTOVERS.search(bare)
        assert not found, (one.id, found, bare[max(0, found.start() - 40):found.end() + 40])
        marks = {m for found in re.findall(r"【待补：([^】]*)】", text) for m in found.split("、")}
        assert marks <= {rules.specs[f].short for f in one.missing}, one.id
    return len(made)


def _longest_questions(rules: RuleSet, platforms: list[str], tries: int) -> dict[str, list[str]]:
    found = {}
    for platform in platforms:
        for dispute in rules.disputes:
            fixed = {"scope": "online", "special": (), "platform": platform, "dispute": dispute}
            rng = random.Random(f"{platform} {dispute}")
            found[f"{platform} {dispute}"] = longest(rules, rng, fixed, tries)
    return found


def test_no_interview_that_we_can_find_is_longer_than_25_questions(rules: RuleSet) -> None:
    found = _longest_questions(rules, ["jd"], 25)
    assert not {k: v for k, v in found.items() if len(v) > QUESTIONS}
    assert max(map(len, found.values())) > 20


@pytest.mark.nightly
@pytest.mark.parametrize("platform", [p.stem for p in sorted(
    (Path(__file__).parents[1] / "rules" / "platforms").glob("*.yaml"))])
def test_a_long_search_finds_no_longer_interview(rules: RuleSet, platform: str) -> None:
    found = _longest_questions(rules, [platform], 250)
    assert not {k: v for k, v in found.items() if len(v) > QUESTIONS}


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(10))
def test_many_random_interviews(rules: RuleSet, part: int) -> None:
    letters = 0
    for seed in range(part * 200, part * 200 + 200):
        rng = random.Random(10_000 + seed)
        facts, asked = walk(rules, rng)
        _check(rules, facts, asked)
        letters += _render_all(rules, facts)
    assert letters > 200


@pytest.mark.parametrize("dispute", [p.stem for p in sorted(
    (Path(__file__).parents[1] / "rules" / "disputes").glob("*.yaml"))])
def test_no_platform_leaves_a_dispute_without_a_next_action(rules: RuleSet, dispute: str) -> None:
    for platform in rules.platforms:
        rng = random.Random(f"{dispute} {platform}")
        facts, asked = walk(rules, rng, fixed={
            "scope": "online", "special": (), "platform": platform, "dispute": dispute})
        _check(rules, facts, asked)


def test_a_change_that_explain_names_does_change_the_condition(rules: RuleSet) -> None:
    rng = random.Random(7)
    tried = 0
    for _ in range(6):
        facts, _ = walk(rules, rng)
        ctx = context_of(rules, facts, NOW)
        for step in rules.steps:
            for part in explain(rules, step, facts, ctx):
                for fact, value in part.changes:
                    cond = getattr(step, part.field)
                    after = context_of(rules, {**facts, fact: value}, NOW)
                    assert c.evaluate(cond, after).truth is not part.truth
                    tried += 1
    assert tried > 50
