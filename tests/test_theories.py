"""Every theory by stories: it holds, just does not, or hangs on something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from weiquan.cli.gather import gather
from weiquan.core.judging.assess import assess
from weiquan.core.judging.assessment import Assessment
from weiquan.core.model.ruleset import RuleSet

FOLDER = Path(__file__).parent / "theories"
KEYS = {"verdict", "lines", "strength", "wish", "needs", "total", "debt", "next", "not_claims",
        "no_not_claims", "hidden", "chosen", "not_chosen"}


def _stories() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yaml")):
        data = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        for story in data["stories"]:
            yield pytest.param(story, id=f"{path.stem}: {story['name']}")


STORIES = list(_stories())


@pytest.mark.parametrize("story", STORIES)
def test_a_theory_says_what_a_lawyer_would(rules: RuleSet, story: dict[str, Any]) -> None:
    assert set(story) == {"name", "as_of", "facts", "expect"}
    assert story["expect"]
    unknown = set(story["expect"]) - KEYS
    assert not unknown, unknown
    now = datetime.fromisoformat(story["as_of"])
    result = assess(rules, gather(rules, now, case=story["facts"]), now)
    wrong = [w for key, want in story["expect"].items() for w in _check(result, key, want)]
    assert not wrong, wrong


def _check(result: Assessment, key: str, want: Any) -> Iterator[str]:
    verdicts = {v.rule.id: v for v in result.verdicts}
    lines = {x.id: x for x in result.lines}
    match key:
        case "verdict":
            for theory, answer in want.items():
                got = verdicts.get(theory)
                have = "not raised" if got is None else got.answer
                if have != answer:
                    why = "" if got is None else f" ({got.say} needs {got.needs})"
                    yield f"{theory} is {have}, not {answer}{why}"
        case "lines":
            for name, text in want.items():
                have_sum = lines[name].amount if name in lines else None
                if have_sum != amount(text):
                    yield f"{name} is {have_sum}, not {amount(text)}; there are {sorted(lines)}"
        case "strength":
            for name, text in want.items():
                line = lines.get(name)
                have = "none" if line is None else line.strength
                if have != text:
                    yield f"{name} is {have}, not {text}"
        case "wish":
            answers = {w.rule.id: w.answer for w in result.wishes if w.asked}
            for wish, answer in want.items():
                if answers.get(wish) != answer:
                    yield f"wish {wish} is {answers.get(wish)}, not {answer}"
        case "needs":
            for theory, facts in want.items():
                have_needs = verdicts[theory].needs if theory in verdicts else ()
                for fact in facts:
                    if fact not in have_needs:
                        yield f"{theory} hangs on {have_needs}, not on {fact}"
        case "total":
            if result.total.firm != (None if want == "none" else amount(want)):
                yield f"total is {result.total.firm}"
        case "debt":
            if result.total.debt != (None if want == "none" else amount(want)):
                yield f"debt is {result.total.debt}"
        case "next":
            if result.next.rule.id != want:
                yield f"next is {result.next.rule.id}"
        case "hidden":
            for theory in want:
                if theory in verdicts and not verdicts[theory].hidden:
                    yield f"{theory} is shown"
        case "chosen" | "not_chosen":
            for name in want:
                chosen = name in lines and lines[name].chosen
                if chosen != (key == "chosen"):
                    yield f"{name}: chosen is {chosen}"
        case "not_claims" | "no_not_claims":
            have_not = {n.rule.id for n in result.not_claims}
            for name in want:
                if (name in have_not) != (key == "not_claims"):
                    yield f"{name} among what must not be claimed: {name in have_not}"


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
