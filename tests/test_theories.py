"""Every theory by stories: it holds, just does not, or hangs on something."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.tables import outcome
from tests.yaml_files import texts_in
from weiquan.cli.gather import gather
from weiquan.core.judging.assess import assess
from weiquan.core.judging.assessment import Assessment
from weiquan.core.model.ruleset import RuleSet

FOLDER = Path(__file__).parent / "theories"


def _stories() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yaml")):
        data = texts_in(path)
        for story in data["stories"]:
            yield pytest.param(story, id=f"{path.stem}: {story['name']}")


STORIES = list(_stories())


@pytest.mark.parametrize("story", STORIES)
def test_a_theory_says_what_a_lawyer_would(rules: RuleSet, story: dict[str, Any]) -> None:
    assert set(story) == {"name", "as_of", "facts", "expect"}
    assert story["expect"]
    unknown = set(story["expect"]) - CHECKS.keys()
    assert not unknown, unknown
    now = datetime.fromisoformat(story["as_of"])
    result = assess(rules, gather(rules, now, case=story["facts"]), now)
    wrong = [w for key, want in story["expect"].items() for w in _check(result, key, want)]
    assert not wrong, wrong


def _check(result: Assessment, key: str, want: Any) -> Iterator[str]:
    # A row of a table is no expectation that an author writes into a story.
    return _table(result, want) if key == "table" else CHECKS[key](result, want)


def _verdict(result: Assessment, want: Any) -> Iterator[str]:
    verdicts = {v.rule.id: v for v in result.verdicts}
    for theory, answer in want.items():
        got = verdicts.get(theory)
        have = "not raised" if got is None else got.answer
        if have != answer:
            why = "" if got is None else f" ({got.say} needs {got.needs})"
            yield f"{theory} is {have}, not {answer}{why}"


def _lines(result: Assessment, want: Any) -> Iterator[str]:
    sums = {x.id: x.amount for x in result.lines}
    for name, text in want.items():
        if sums.get(name) != amount(text):
            yield f"{name} is {sums.get(name)}, not {amount(text)}; there are {sorted(sums)}"


def _rest(result: Assessment, want: Any) -> Iterator[str]:
    rests = {x.id: x.rest.amount for x in result.lines if x.rest is not None}
    for name, text in want.items():
        if rests.get(name) != amount(text):
            yield f"besides {name} {rests.get(name)} is denied, not {amount(text)}"


def _strength(result: Assessment, want: Any) -> Iterator[str]:
    strengths = {x.id: x.strength for x in result.lines}
    for name, text in want.items():
        if strengths.get(name, "none") != text:
            yield f"{name} is {strengths.get(name, 'none')}, not {text}"


def _wish(result: Assessment, want: Any) -> Iterator[str]:
    answers = {w.rule.id: w.answer for w in result.wishes if w.asked}
    for wish, answer in want.items():
        if answers.get(wish) != answer:
            yield f"wish {wish} is {answers.get(wish)}, not {answer}"


def _needs(result: Assessment, want: Any) -> Iterator[str]:
    needs = {v.rule.id: v.needs for v in result.verdicts}
    for theory, facts in want.items():
        for fact in facts:
            if fact not in needs.get(theory, ()):
                yield f"{theory} hangs on {needs.get(theory)}, not on {fact}"


def _table(result: Assessment, want: Any) -> Iterator[str]:
    for theory, text in want.items():
        if (got := outcome(result, theory)) != text:
            yield f"{theory} says {got}, not {text}"


def _sum(name: str) -> Callable[[Assessment, Any], Iterator[str]]:
    def check(result: Assessment, want: Any) -> Iterator[str]:
        got = getattr(result.total, name)
        if got != (None if want == "none" else amount(want)):
            yield f"{name} is {got}"

    return check


def _next(result: Assessment, want: Any) -> Iterator[str]:
    if result.next.rule.id != want:
        yield f"next is {result.next.rule.id}"


def _hidden(result: Assessment, want: Any) -> Iterator[str]:
    shown = {v.rule.id for v in result.verdicts if not v.hidden}
    yield from (f"{theory} is shown" for theory in want if theory in shown)


def _chosen(*, chosen: bool) -> Callable[[Assessment, Any], Iterator[str]]:
    def check(result: Assessment, want: Any) -> Iterator[str]:
        have = {x.id for x in result.claims}
        yield from (f"{name}: chosen is {not chosen}" for name in want
                    if (name in have) != chosen)

    return check


def _denied(*, there: bool) -> Callable[[Assessment, Any], Iterator[str]]:
    def check(result: Assessment, want: Any) -> Iterator[str]:
        have = {n.rule.id for n in result.not_claims}
        yield from (f"{name} among what must not be claimed: {not there}" for name in want
                    if (name in have) != there)

    return check


CHECKS: dict[str, Callable[[Assessment, Any], Iterator[str]]] = {
    "verdict": _verdict, "lines": _lines, "rest": _rest, "strength": _strength, "wish": _wish,
    "needs": _needs,
    "total": _sum("firm"), "debt": _sum("debt"), "next": _next, "hidden": _hidden,
    "chosen": _chosen(chosen=True), "not_chosen": _chosen(chosen=False),
    "not_claims": _denied(there=True), "no_not_claims": _denied(there=False),
}


def amount(text: str) -> Decimal:
    """A sum of products and quotients of decimals."""
    assert re.fullmatch(r"-?[0-9.]+( *[*/+-] *[0-9.]+)*", text), text
    total = Decimal(0)
    for sign, term in re.findall(r"(?:^|([+-])) *([0-9.]+(?: *[*/] *[0-9.]+)*)", text):
        value = Decimal(1)
        for op, factor in re.findall(r"(?:^|([*/])) *([0-9.]+)", term):
            value = value / Decimal(factor) if op == "/" else value * Decimal(factor)
        total += -value if sign == "-" else value
    return total.quantize(Decimal("0.01"))


def test_every_theory_has_stories(rules: RuleSet) -> None:
    told = {p.stem for p in FOLDER.glob("*.yaml")}
    assert told
    assert sorted(set(rules.theories) - told) == []
