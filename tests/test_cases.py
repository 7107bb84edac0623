"""Decided cases, as an ordinary person would tell them: what is said, asked, and not claimed.

`facts` are the answers of that person. They are judged twice: all together, and as far as the
interview asks for them (what it asks and the person does not know is 不清楚).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.test_theories import amount
from tests.yaml_files import texts_in
from weiquan.cli.gather import gather
from weiquan.core.asking.interview import next_question
from weiquan.core.judging.assess import assess
from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.views import Cited
from weiquan.core.language.condition import Special
from weiquan.core.model.ruleset import RuleSet

FOLDER = Path(__file__).parent / "cases" / "decided"
KEYS = frozenset({"wish", "firm", "arguable", "acts", "must_not", "cites", "asked", "first"})
# What may be missed of all that is expected; sums and what must not be claimed: nothing.
LEAST = {"wish": 0.95, "walked": 0.95, "asked": 0.90, "cites": 0.95, "first": 0.95}


@cache
def case_in(path: Path, keys: frozenset[str]) -> dict[str, Any]:
    """The case of a file; `keys` is what its expectations may speak of."""
    data: dict[str, Any] = texts_in(path)
    assert set(data) == {"name", "as_of", "facts", "expect"}, path.name
    assert not set(data["expect"]) - keys, path.name
    return data


PATHS = sorted(FOLDER.glob("*.yaml"))


@cache
def results(rules: RuleSet, path: Path) -> tuple[tuple[str, str, bool], ...]:
    """Every single expectation of a case: its kind, what it is about, whether it is met."""
    return tuple(_results(rules, path))


def _results(rules: RuleSet, path: Path) -> Iterator[tuple[str, str, bool]]:
    case = case_in(path, KEYS)
    expect = case["expect"]
    now = datetime.fromisoformat(case["as_of"])
    given = gather(rules, now, case=case["facts"])
    asked, known = walk(rules, given, now)
    whole, walked = assess(rules, given, now), assess(rules, known, now)
    for kind, result in (("wish", whole), ("walked", walked)):
        answers = {w.rule.id: w.answer for w in result.wishes if w.asked}
        for wish, answer in expect["wish"].items():
            yield kind, f"{wish} is {answers.get(wish)}, not {answer}", answers.get(wish) == answer
    for result, how in ((whole, ""), (walked, "walked: ")):
        for kind, firm in (("firm", True), ("arguable", False)):
            want = {k: amount(v) for k, v in expect.get(kind, {}).items()}
            have = sums(result, firm=firm)
            yield "sums", f"{how}{kind} {told(have)}, not {told(want)}", have == want
        for name in expect.get("must_not", []):
            yield "must_not", f"{how}{name} is claimed", not claimed(result, name)
    for line in expect.get("acts", []):
        yield "sums", f"{line} is not asked for", line in {x.id for x in whole.claims}
    cited = set(cites(whole))
    for want in expect.get("cites", []):
        yield "cites", f"{want} is not cited", any(covers(c, want) for c in cited)
    for fact in expect.get("asked", []):
        yield "asked", f"{fact} is not asked: {asked}", fact in asked
    if "first" in expect:
        got = whole.next.rule.id
        yield "first", f"{got} is first, not one of {expect['first']}", got in expect["first"]


def walk(rules: RuleSet, given: dict[str, Any], now: datetime) -> tuple[list[str], dict[str, Any]]:
    """The questions that the interview asks this person, and what it knows after them."""
    known: dict[str, Any] = {}
    asked: list[str] = []
    while (fact := next_question(rules, known, now)) is not None:
        asked.append(fact.id)
        known[fact.id] = given.get(fact.id, Special.UNSURE)
    return asked, known


def sums(result: Assessment, *, firm: bool) -> dict[str, Decimal]:
    """What is asked for, by what the money is for."""
    out: dict[str, Decimal] = {}
    for x in result.claims:
        if x.amount is not None and (x.strength == "firm" and x.answer == "yes") == firm:
            out[x.rule.money] = out.get(x.rule.money, Decimal(0)) + x.amount
    owed, sure = result.total.debt or Decimal(0), result.total.debt_firm or Decimal(0)
    if debt := sure if firm else owed - sure:
        out["debt"] = debt
    return out


def told(by_kind: dict[str, Decimal]) -> str:
    return "{" + ", ".join(f"{k}: {v}" for k, v in by_kind.items()) + "}"


def claimed(result: Assessment, name: str) -> bool:
    """Whether `wish.…`, `theory.…`, `line.…`, `sum.…` or `party.…` is said to be certain."""
    kind, _, what = name.partition(".")
    match kind:
        case "wish":
            return any(w.rule.id == what and w.answer == "yes" for w in result.wishes)
        case "theory":
            return any(v.rule.id == what and v.answer == "yes" and not v.hidden
                       for v in result.verdicts)
        case "line":
            return any(x.id == what and x.answer == "yes" for x in result.claims)
        case "sum":
            return any(x.amount == Decimal(what) and x.answer == "yes" for x in result.claims)
        case "party":
            return any(o.party == what and o.answer == "yes" for v in result.verdicts
                       if not v.hidden and v.answer == "yes" and v.lines for o in v.owes)
    raise AssertionError(name)


def cites(result: Assessment) -> Iterator[Cited]:
    """What the answers to the wishes rest on, and the verdicts behind them."""
    for w in result.wishes:
        yield from w.basis
    for v in result.verdicts:
        if not v.hidden:
            yield from v.basis
            for e in v.elements:
                yield from e.basis
            for d in v.defeats:
                yield from d.basis
            for x in v.lines:
                yield from x.basis
    for n in result.not_claims:
        yield from n.basis


def covers(cited: Cited, want: str) -> bool:
    """Whether a citation is the wanted article, or the whole article of a wanted paragraph."""
    have = f"{cited.law} {cited.article}"
    return have == want or want.startswith(have + "(") or have.startswith(want + "(")


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_sums_are_exact_and_nothing_is_overclaimed(rules: RuleSet, path: Path) -> None:
    wrong = [what for kind, what, met in results(rules, path)
             if kind in {"sums", "must_not"} and not met]
    assert not wrong, wrong


def test_verdicts_questions_and_citations(rules: RuleSet) -> None:
    of: Counter[str] = Counter()
    missed: dict[str, list[str]] = {}
    for path in PATHS:
        for kind, what, met in results(rules, path):
            of[kind] += 1
            if not met:
                missed.setdefault(kind, []).append(f"{path.stem}: {what}")
    for kind, least in LEAST.items():
        right = 1 - len(missed.get(kind, [])) / of[kind]
        assert right >= least, (kind, right, missed[kind])
