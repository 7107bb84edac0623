"""No article is printed that was not in force, or that speaks of other cases."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.explore import NOW, walk
from tests.test_theories import STORIES
from tests.yaml_files import texts_in
from weiquan.cli.gather import gather
from weiquan.cli.letters import make
from weiquan.core.case.context import context_of, firmly_read, law_day, readings
from weiquan.core.judging.assess import assess
from weiquan.core.judging.assessment import Assessment
from weiquan.core.language.condition import Context, Tri, evaluate
from weiquan.core.language.reading import Citation
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.card import card_of
from weiquan.core.telling.citecheck import articles_in
from weiquan.paths import data_root
from weiquan.render.card import card_lines
from weiquan.render.plan import plan_lines

CASES = sorted((Path(__file__).parent / "cases").glob("*/*.yaml"))
STEP = 7                                    # every seventh by day, the others at night
LONG_AGO = date(2022, 6, 1)                 # before half of the instruments
EXCUSES = 8                                 # told besides those of the case
_NEXT = re.compile(r"(?:、|和)?第 ?([0-9]+(?:\.[0-9])?)条")
Facts = dict[str, Any]


# ---------------------------------------------------------------- what is printed

@cache
def _names(rules: RuleSet) -> tuple[re.Pattern[str], dict[str, str]]:
    names = {n: law.short for law in rules.laws.values() for n in law.names}
    either = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.compile(f"({either})》? ?(?=第 ?[0-9])"), names


def printed(rules: RuleSet, text: str) -> set[tuple[str, str]]:
    """(short name, article) of all that `text` cites, as a card, a plan or a letter would."""
    named, names = _names(rules)
    found = {(law.short, number) for name, number in articles_in(text)
             for law in rules.laws.values()
             if name.removeprefix("中华人民共和国") in {law.short, *law.names}}
    for match in named.finditer(text):
        at = match.end()
        while follows := _NEXT.match(text, at):
            found.add((names[match[1]], follows[1]))
            at = follows.end()
    return found


def texts(rules: RuleSet, facts: Facts, now: datetime) -> tuple[Assessment, dict[str, str]]:
    """Everything that is told of a case, by what it is."""
    result = assess(rules, facts, now)
    card = card_of(rules, facts, result)
    out = {"card": "".join(x.strip() for x in card_lines(card, 80)),
           "plan": "".join(x.strip() for x in plan_lines(rules, result, card, 80))}
    for one in make(data_root(), rules, facts, result, [x.rule.id for x in result.letters], "txt"):
        out[one.id] = "".join(x.strip() for x in one.text.splitlines())
    for view in result.excuses:
        out[f"reply to {view.id}"] = " ".join((*view.answer, view.reply))
    return result, out


def astray(rules: RuleSet, ctx: Context, days: set[date], text: str) -> Iterator[str]:
    """The articles of a text that were not in force on any of `days`, or do not fit the case."""
    for short, number in sorted(printed(rules, text)):
        law, cite = rules.laws[short], Citation(short, number)
        article = rules.article(law, number)
        if article is None:
            yield f"{short} {number} is not there"
            continue
        on = {ctx.today} if law.applies == "filing" else days
        if all(rules.article_at(cite, day) is None for day in on):
            yield f"{short} {number} was not in force"
        scope = law.scope if article.scope is None else article.scope
        if evaluate(scope, ctx).truth is Tri.FALSE:
            yield f"{short} {number} speaks of other cases"


def _wrong(rules: RuleSet, facts: Facts, now: datetime) -> list[str]:
    result, told = texts(rules, facts, now)
    ctx = context_of(rules, facts, now)
    days = {law_day(ctx.facts, now, v.rule.law_date) for v in result.verdicts}
    firm = firmly_read(ctx, readings(rules, ctx))
    own = " ".join(x for x in facts.values() if isinstance(x, str))
    return [f"{where}: {what}" for where, text in told.items()
            for what in astray(rules, firm, {*days, result.law_day}, text)
            if what.split(" ")[1] not in own]


def _given(rules: RuleSet, path: Path) -> tuple[Facts, datetime]:
    case = texts_in(path)
    now = datetime.fromisoformat(case["as_of"])
    return gather(rules, now, case=case["facts"]), now


# ---------------------------------------------------------------- every case

@pytest.mark.parametrize("ordered", [None, LONG_AGO], ids=["as_told", "long_ago"])
def test_a_case_cites_only_what_holds_in_it(rules: RuleSet, ordered: date | None) -> None:
    _sweep(rules, CASES[::STEP], ordered)


@pytest.mark.nightly
@pytest.mark.parametrize("ordered", [None, LONG_AGO], ids=["as_told", "long_ago"])
def test_every_case_cites_only_what_holds_in_it(rules: RuleSet, ordered: date | None) -> None:
    _sweep(rules, CASES, ordered)


def _sweep(rules: RuleSet, paths: list[Path], ordered: date | None) -> None:
    assert len(paths) > 10
    wrong, rng = [], random.Random(7)
    for path in paths:
        facts, now = _given(rules, path)
        if ordered is not None:
            facts |= {"ordered_on": ordered, "excuse": _more_excuses(rules, facts, rng)}
        wrong += [f"{path.stem} {w}" for w in _wrong(rules, facts, now)]
    assert not wrong, wrong


def _more_excuses(rules: RuleSet, facts: Facts, rng: random.Random) -> tuple[str, ...]:
    said = facts.get("excuse")
    more = rng.sample(sorted(rules.excuses), EXCUSES)
    return tuple(dict.fromkeys((*(said if isinstance(said, tuple) else ()), *more)))


@pytest.mark.parametrize("seed", range(8))
def test_a_random_interview_cites_only_what_holds_in_it(rules: RuleSet, seed: int) -> None:
    rng = random.Random(7000 + seed)
    facts = walk(rules, rng).facts
    facts["excuse"] = _more_excuses(rules, facts, rng)
    assert not _wrong(rules, facts, NOW)


# ---------------------------------------------------------------- nothing is lost by it

# What nobody owes in such a case: a multiple from a private person, a platform where none is.
GONE = {"food_ten_times", "food_small_and_agent_sellers", "food_label_and_import", "fraud_triple",
        "platform_liability", "promo_benefits", "prepaid_cooling", "punitive_choice"}


def test_no_sum_loses_its_law(rules: RuleSet) -> None:
    """A line whose articles are all out is not asked for: that must be rare, and meant."""
    lost = set()
    for param in STORIES[::3]:
        story = param.values[0]
        now = datetime.fromisoformat(story["as_of"])
        facts = gather(rules, now, case=story["facts"])
        result = assess(rules, facts, now)
        ctx = firmly_read(c := context_of(rules, facts, now), readings(rules, c))
        for v in result.verdicts:
            kept = {x.rule.id for x in v.lines}
            for line in v.rule.lines:
                if v.answer != "no" and line.id not in kept and line.basis \
                        and not v.hidden and v.rule.law_date == "ordered_on" \
                        and all(_out(rules, b, ctx, result.law_day) for b in line.basis) \
                        and evaluate(line.when, ctx).truth is not Tri.FALSE:
                    lost.add(f"{v.rule.id}.{line.id}")
    assert {x for x in lost if x.partition(".")[0] not in GONE} == set()


def _out(rules: RuleSet, cite: Citation, ctx: Context, day: date) -> bool:
    law = rules.laws[cite.law]
    article = rules.article(law, cite.article)
    assert article is not None
    scope = law.scope if article.scope is None else article.scope
    if evaluate(scope, ctx).truth is Tri.FALSE:
        return True
    on = ctx.today if law.applies == "filing" else day
    return rules.article_at(cite, on) is None \
        and all(_out(rules, b, ctx, day) for b in article.before)


# ---------------------------------------------------------------- the check itself

SHOES: Facts = {"where_bought": "shop", "goods_kind": "clothing", "happened": ("arrived_bad",)}
OLD_CARD: Facts = {"where_bought": "organ", "goods_kind": "course", "happened": ("prepaid",)}


@pytest.mark.parametrize(("text", "facts", "day", "found"), [
    ("依据：食药纠纷规定 第5条、消法 第24条", SHOES, NOW.date(), ["speaks of other cases"]),
    ("《食品安全法》第一百四十八条", SHOES, NOW.date(), ["speaks of other cases"]),
    ("《消费者权益保护法》第二十四条", SHOES, NOW.date(), []),
    ("预付式消费司法解释第15条写明，应当返还余额。", OLD_CARD, NOW.date(), []),
    ("预付式消费司法解释第15条写明，应当返还余额。", OLD_CARD, LONG_AGO, ["was not in force"]),
    ("消费者权益保护法第24条、第25条没有排除特价。", {**SHOES, "seller_kind": "private"},
     NOW.date(), ["speaks of other cases", "speaks of other cases"]),
    ("依据：七日办法 第18条", {**SHOES, "apply_reason": "quality", "received_on": LONG_AGO},
     NOW.date(), ["speaks of other cases"]),
    ("民法典第585条写明，可以请求减少。", SHOES, date(2020, 5, 1), ["was not in force"]),
])
def test_what_does_not_hold_is_seen(rules: RuleSet, text: str, facts: Facts, day: date,
                                    found: list[str]) -> None:
    ctx = context_of(rules, facts, NOW)
    ctx = firmly_read(ctx, readings(rules, ctx))
    assert [x.split(" ", 2)[2] for x in astray(rules, ctx, {day}, text)] == found
