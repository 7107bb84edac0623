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
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.yaml_files import texts_in
from weiquan.cli.gather import gather
from weiquan.core.case.context import context_of
from weiquan.core.judging.assess import assess
from weiquan.core.judging.assessment import Assessment
from weiquan.core.language.condition import Context, Special
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.letters import letter_context


@dataclass(frozen=True)
class Story:
    """One story and where it stands."""

    name: str
    as_of: str
    facts: Mapping[str, Any]
    expect: Mapping[str, Any]
    file: str


@dataclass(frozen=True)
class Outcome:
    """What came out for the facts of one story."""

    rules: RuleSet
    facts: Mapping[str, Any]
    result: Assessment

    @cached_property
    def context(self) -> Context:
        """The facts as conditions see them."""
        return context_of(self.rules, self.facts, self.result.now)


Check = Callable[[Outcome, Any], list[str]]


def read_stories(folder: Path) -> list[Story]:
    """Every story under `folder`; a key that is not known is an error."""
    out = []
    for path in sorted(folder.glob("*.yaml")):
        data = texts_in(path)
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
    active = context_of(rules, facts, now).facts
    wrong = [f"fact {k} does not apply" for k in facts if active[k] is Special.NOT_APPLICABLE]
    out = Outcome(rules, facts, assess(rules, facts, now))
    return wrong + [f"{key}: {text}" for key, text in unmet(out, story)]


def unmet(out: Outcome, story: Story) -> Iterator[tuple[str, str]]:
    """The expectations of `story` that `out` does not meet, with what is there instead."""
    for key, wanted in story.expect.items():
        yield from ((key, text) for text in CHECKS[key](out, wanted))


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


def _with(status: str) -> Check:
    def check(out: Outcome, wanted: Any) -> list[str]:
        have = {s.rule.id: s.status for s in out.result.ladder}
        return [f"{i} is {have.get(i, 'not on the ladder')}" for i in _list(wanted)
                if have.get(i) != status]

    return check


def _list(wanted: Any) -> list[str]:
    return [wanted] if isinstance(wanted, str) else list(wanted)


Names = Callable[[Outcome], set[str]]


def _contain(names: Names) -> Check:
    def check(out: Outcome, wanted: Any) -> list[str]:
        return [f"{i} is missing, there are {sorted(names(out))}"
                for i in _list(wanted) if i not in names(out)]

    return check


def _lack(names: Names) -> Check:
    def check(out: Outcome, wanted: Any) -> list[str]:
        return [f"{i} is there" for i in _list(wanted) if i in names(out)]

    return check


def _next(out: Outcome, wanted: Any) -> list[str]:
    got = out.result.next.rule.id
    return [] if got == wanted else [f"is {got} ({out.result.next.status}), not {wanted}"]


def _total(name: str) -> Check:
    def check(out: Outcome, wanted: Any) -> list[str]:
        got = getattr(out.result.total, name)
        want = None if wanted == "none" else amount(wanted)
        return [] if got == want else [f"is {got}, not {wanted}"]

    return check


def _amounts(out: Outcome, wanted: Any) -> list[str]:
    have = {x.id: x.amount for x in out.result.lines}
    return [f"{k} is {have.get(k)}, not {v}" for k, v in wanted.items()
            if have.get(k) != amount(v)]


def _verdict(out: Outcome, wanted: Any) -> list[str]:
    have = {v.rule.id: v.answer for v in out.result.verdicts}
    return [f"{k} is {have.get(k, 'not raised')}, not {v}" for k, v in wanted.items()
            if have.get(k) != v]


def _wish(out: Outcome, wanted: Any) -> list[str]:
    have = {w.rule.id: w.answer for w in out.result.wishes if w.asked}
    return [f"{k} is {have.get(k)}, not {v}" for k, v in wanted.items() if have.get(k) != v]


def _deadlines(out: Outcome, wanted: Any) -> list[str]:
    wrong = []
    have = {k.rule.id: k for k in out.result.clocks}
    for step in out.result.ladder:
        have |= {k.rule.id: k for k in step.clocks}
    for id_, text in wanted.items():
        clock = have.get(id_)
        if clock is None:
            wrong.append(f"{id_} does not run, there are {sorted(have)}")
        elif text == "page":
            wrong += [] if clock.due is None else [f"{id_} shows {clock.due}"]
        elif text == "passed":
            wrong += [] if clock.passed(out.result.now) else [f"{id_} runs till {clock.due}"]
        else:
            due = None if clock.due is None else clock.due.isoformat(timespec="minutes")
            if due is None or not due.startswith(text):
                wrong.append(f"{id_} is {due}, not {text}")
    return wrong


def _excuse_right(out: Outcome, wanted: Any) -> list[str]:
    excuses = out.result.excuses
    got = str(excuses[0].right).lower() if excuses else "no excuse at all"
    return [] if got == wanted else [f"is {got}"]


def _first_due(out: Outcome, wanted: Any) -> list[str]:
    from weiquan.core.telling.contract import first_due

    clock = first_due(out.result.next)
    due = None if clock is None or clock.due is None else clock.due.isoformat(timespec="minutes")
    return [] if due is not None and due.startswith(wanted) else [f"is {due}, not {wanted}"]


def _steps(out: Outcome) -> set[str]:
    return {s.rule.id for s in out.result.ladder}


def _chosen(out: Outcome) -> set[str]:
    return {x.id for x in out.result.claims}


def _standing(out: Outcome) -> set[str]:
    return {x.id for x in out.result.lines}


def _certain(out: Outcome) -> set[str]:
    return {x.id for x in out.result.lines if x.answer == "yes"}


def _running(out: Outcome) -> set[str]:
    return {k.rule.id for k in out.result.clocks}


def _not_claims(out: Outcome) -> set[str]:
    return {n.rule.id for n in out.result.not_claims}


def _letters(out: Outcome) -> set[str]:
    return {x.rule.id for x in out.result.letters}


def _report(out: Outcome) -> set[str]:
    got = letter_context(out.rules, out.facts, out.result, out.rules.letters["report_12315"])
    return {str(p["id"]) for p in got["report_points"]}


def _warnings(out: Outcome) -> set[str]:
    return {w.id for w, _ in out.result.warnings}


def _gaps(out: Outcome) -> set[str]:
    return {g.fact for g in out.result.gaps}


def _evidence(out: Outcome) -> set[str]:
    return {e.rule.id for e in out.result.evidence}


def _cites(*, there: bool) -> Check:
    def check(out: Outcome, wanted: Any) -> list[str]:
        wrong = []
        for letter, articles in wanted.items():
            got = letter_context(out.rules, out.facts, out.result, out.rules.letters[letter])
            cited = {f"{x.law} {x.article.partition('(')[0]}" for x in got["articles"]}
            wrong += [f"{letter} cites {sorted(cited)}, as to {x}" for x in _list(articles)
                      if (x in cited) != there]
        return wrong

    return check


def _reply_by(out: Outcome, wanted: Any) -> list[str]:
    wrong = []
    for letter, day in wanted.items():
        got = letter_context(out.rules, out.facts, out.result, out.rules.letters[letter])
        if str(got.get("reply_by")) != day:
            wrong.append(f"{letter} asks for an answer by {got.get('reply_by')}, not {day}")
    return wrong


CHECKS: dict[str, Check] = {
    "next": _next,
    "next_due": _first_due,
    "now": _with("now"),
    "later": _with("later"),
    "check": _with("check"),
    "done": _with("done"),
    "blocked": _with("blocked"),
    "steps": _contain(_steps),
    "no_steps": _lack(_steps),
    "claims": _contain(_chosen),            # theory.line: asked for
    "not_asked": _lack(_chosen),            # it may stand, but another one is asked for
    "stands": _contain(_standing),          # it can be asked for, surely or perhaps
    "no_claims": _lack(_certain),           # no certain right
    "verdict": _verdict,                    # theory: yes, maybe, no
    "wish": _wish,                          # wish: yes, maybe, no
    "not_claims": _contain(_not_claims),
    "no_not_claims": _lack(_not_claims),
    "total": _total("firm"),
    "with_arguable": _total("with_arguable"),
    "debt": _total("debt"),
    "amounts": _amounts,                    # theory.line: sum
    "deadlines": _deadlines,
    "no_deadlines": _lack(_running),
    "letters": _contain(_letters),
    "no_letters": _lack(_letters),
    "cites": _cites(there=True),            # letter: articles
    "no_cites": _cites(there=False),
    "reply_by": _reply_by,                  # letter: day
    "report": _contain(_report),
    "no_report": _lack(_report),
    "warnings": _contain(_warnings),
    "no_warnings": _lack(_warnings),
    "gaps": _contain(_gaps),
    "no_gaps": _lack(_gaps),
    "evidence": _contain(_evidence),
    "no_evidence": _lack(_evidence),
    "excuse_right": _excuse_right,
}
