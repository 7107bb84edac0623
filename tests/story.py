"""Stories: a situation with its date, and what must and must not come out.

A story file under tests/stories/ holds `stories:`, a list of

  name:      a sentence
  as_of:     2026-11-22 or 2026-11-22T23:05
  facts:     as in --facts; unknown and inactive facts fail
  expect:    any of the keys of CHECKS below

Amounts may be written as sums of products: 299.00 * 3 + 12.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from weiquan.cli.gather import assumed_facts, gather, require
from weiquan.core.assess import assess
from weiquan.core.assessment import Assessment
from weiquan.core.condition import Special
from weiquan.core.interview import context_of
from weiquan.core.ruleset import RuleSet


@dataclass(frozen=True)
class Story:
    """One story and where it stands."""

    name: str
    as_of: str
    facts: Mapping[str, Any]
    expect: Mapping[str, Any]
    file: str


def read_stories(folder: Path) -> list[Story]:
    """Every story under `folder`; a key that is not known is an error."""
    out = []
    for path in sorted(folder.glob("*.yaml")):
        data = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        assert set(data) == {"stories"}, f"{path.name}: only the key stories"
        for raw in data["stories"]:
            whole = set(raw) == {"name", "as_of", "facts", "expect"}
            assert whole, f"{path.name}: {raw.get('name')}"
            unknown = set(raw["expect"]) - set(CHECKS)
            assert not unknown, f"{path.name}: {raw['name']}: {unknown}"
            assert raw["expect"], f"{path.name}: {raw['name']}: expects nothing"
            out.append(Story(raw["name"], raw["as_of"], raw["facts"], raw["expect"], path.stem))
    return out


def run_story(rules: RuleSet, story: Story) -> list[str]:
    """What came out otherwise than expected; empty when the story holds."""
    now = datetime.fromisoformat(story.as_of)
    facts = gather(rules, now, case=story.facts)
    require(rules, facts, now)
    active = context_of(rules, facts, now).facts
    wrong = [f"fact {k} does not apply" for k in facts if active[k] is Special.NOT_APPLICABLE]
    taken = assumed_facts(rules, facts, now)
    result = assess(rules, {**facts, **taken}, now, assumed=frozenset(taken))
    for key, wanted in story.expect.items():
        wrong += [f"{key}: {text}" for text in CHECKS[key](result, wanted)]
    return wrong


def amount(text: str) -> Decimal:
    """A sum of products of decimals."""
    assert re.fullmatch(r"[0-9.]+( *[*+] *[0-9.]+)*", text), text
    total = Decimal(0)
    for term in text.split("+"):
        product = Decimal(1)
        for factor in term.split("*"):
            product *= Decimal(factor.strip())
        total += product
    return total


def _with(status: str) -> Callable[[Assessment, Any], list[str]]:
    def check(result: Assessment, wanted: Any) -> list[str]:
        have = {s.rule.id: s.status for s in result.ladder}
        return [f"{i} is {have.get(i, 'not on the ladder')}" for i in _list(wanted)
                if have.get(i) != status]

    return check


def _list(wanted: Any) -> list[str]:
    return [wanted] if isinstance(wanted, str) else list(wanted)


def _contain(names: Callable[[Assessment], set[str]]) -> Callable[[Assessment, Any], list[str]]:
    def check(result: Assessment, wanted: Any) -> list[str]:
        return [f"{i} is missing, there are {sorted(names(result))}"
                for i in _list(wanted) if i not in names(result)]

    return check


def _lack(names: Callable[[Assessment], set[str]]) -> Callable[[Assessment, Any], list[str]]:
    def check(result: Assessment, wanted: Any) -> list[str]:
        return [f"{i} is there" for i in _list(wanted) if i in names(result)]

    return check


def _next(result: Assessment, wanted: Any) -> list[str]:
    got = result.next.rule.id
    return [] if got == wanted else [f"is {got} ({result.next.status}), not {wanted}"]


def _total(result: Assessment, wanted: Any) -> list[str]:
    if wanted == "none":
        return [] if result.total is None else [f"is {result.total}"]
    return [] if result.total == amount(wanted) else [f"is {result.total}, not {wanted}"]


def _amounts(result: Assessment, wanted: Any) -> list[str]:
    have = {c.rule.id: c.amount for c in result.claims}
    return [f"{k} is {have.get(k)}, not {v}" for k, v in wanted.items()
            if have.get(k) != amount(v)]


def _deadlines(result: Assessment, wanted: Any) -> list[str]:
    out = []
    have = {k.rule.id: k for k in result.clocks}
    for step in result.ladder:
        have |= {k.rule.id: k for k in step.clocks}
    for id_, text in wanted.items():
        clock = have.get(id_)
        if clock is None:
            out.append(f"{id_} does not run, there are {sorted(have)}")
        elif text == "page":
            out += [] if clock.due is None else [f"{id_} shows {clock.due}"]
        elif text == "passed":
            out += [] if clock.passed(result.now) else [f"{id_} runs till {clock.due}"]
        else:
            due = None if clock.due is None else clock.due.isoformat(timespec="minutes")
            if due is None or not due.startswith(text):
                out.append(f"{id_} is {due}, not {text}")
    return out


def _excuse_right(result: Assessment, wanted: Any) -> list[str]:
    got = result.excuse is not None and result.excuse.right
    return [] if str(got).lower() == wanted else [f"is {got}"]


def _first_due(result: Assessment, wanted: Any) -> list[str]:
    from weiquan.core.contract import first_due

    clock = first_due(result.next)
    due = None if clock is None or clock.due is None else clock.due.isoformat(timespec="minutes")
    return [] if due is not None and due.startswith(wanted) else [f"is {due}, not {wanted}"]


def _steps(result: Assessment) -> set[str]:
    return {s.rule.id for s in result.ladder}


def _chosen(result: Assessment) -> set[str]:
    return {c.rule.id for c in result.claims if c.chosen}


def _all_claims(result: Assessment) -> set[str]:
    return {c.rule.id for c in result.claims if not c.unsure}


def _options(result: Assessment) -> set[str]:
    return {c.rule.id for c in result.claims if c.rule.kind == "option" and not c.unsure}


def _running(result: Assessment) -> set[str]:
    return {k.rule.id for k in result.clocks}


CHECKS: dict[str, Callable[[Assessment, Any], list[str]]] = {
    "next": _next,
    "next_due": _first_due,
    "now": _with("now"),
    "later": _with("later"),
    "check": _with("check"),
    "done": _with("done"),
    "blocked": _with("blocked"),
    "steps": _contain(_steps),
    "no_steps": _lack(_steps),
    "claims": _contain(_chosen),
    "no_claims": _lack(_all_claims),
    "options": _contain(_options),
    "not_claims": _contain(lambda r: {n.rule.id for n in r.not_claims}),
    "no_not_claims": _lack(lambda r: {n.rule.id for n in r.not_claims}),
    "total": _total,
    "amounts": _amounts,
    "deadlines": _deadlines,
    "no_deadlines": _lack(_running),
    "letters": _contain(lambda r: {x.rule.id for x in r.letters}),
    "no_letters": _lack(lambda r: {x.rule.id for x in r.letters}),
    "warnings": _contain(lambda r: {w.id for w, _ in r.warnings}),
    "no_warnings": _lack(lambda r: {w.id for w, _ in r.warnings}),
    "gaps": _contain(lambda r: {g.fact for g in r.gaps}),
    "no_gaps": _lack(lambda r: {g.fact for g in r.gaps}),
    "evidence": _contain(lambda r: {e.rule.id for e in r.evidence}),
    "excuse_right": _excuse_right,
}
