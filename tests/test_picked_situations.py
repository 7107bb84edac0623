"""What a person picks as the situation leads: its first step, its traps, what it asks."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import pytest

from tests.daily import todays
from tests.explore import NOW
from weiquan.core.asking.further import MOST, followups
from weiquan.core.asking.hearing import told_by
from weiquan.core.asking.interview import in_emergency
from weiquan.core.asking.situations import MOST as MOST_LINES
from weiquan.core.asking.situations import OTHERS, likely_situations
from weiquan.core.case.context import context_of, ticked
from weiquan.core.judging.assess import assess
from weiquan.core.judging.ladder import EMERGENCY
from weiquan.core.judging.situations import FACT
from weiquan.core.model import Situation
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.card import MOST_BEWARE, card_of

DAILY = 60         # situations that are looked at by day; the others by night
RECALLED = 0.75    # of held-out texts, those whose situation is among the lines to pick from


EVERY = pytest.mark.parametrize("by_night", [False, pytest.param(True, marks=pytest.mark.nightly)])


def _some(rules: RuleSet, *, by_night: bool) -> Sequence[Situation]:
    every = list(rules.situations.values())
    return every if by_night else todays(every, max(1, len(every) // DAILY))


def _picked(situation: Situation, label: str) -> dict[str, Any]:
    return {"happened": (label,), FACT: situation.id}


@EVERY
def test_each_leads_the_card_under_each_of_its_labels(rules: RuleSet, by_night: bool) -> None:
    wrong = []
    for situation in _some(rules, by_night=by_night):
        for label in situation.happened:
            facts = _picked(situation, label)
            result = assess(rules, facts, NOW)
            card = card_of(rules, facts, result)
            if result.next.rule.first < EMERGENCY and not result.next.clocks \
                    and card.steps[0].title != situation.first.title:
                wrong.append(f"{situation.id} as {label}: {card.steps[0].title}")
            if card.beware[:MOST_BEWARE][:len(situation.traps)] \
                    != situation.traps[:MOST_BEWARE]:
                wrong.append(f"{situation.id} as {label}: {card.beware}")
    assert not wrong, wrong


@EVERY
def test_what_decides_it_is_asked_first(rules: RuleSet, by_night: bool) -> None:
    wrong = []
    for situation in _some(rules, by_night=by_night):
        facts = _picked(situation, situation.happened[0])
        asked = [x.text for x in followups(rules, facts, NOW)]
        mine = [x.text for x in situation.asks if not x.about]
        if not set(mine) <= set(asked) or len(asked) > MOST:
            wrong.append(f"{situation.id}: {asked}")
    assert not wrong, wrong


@EVERY
def test_a_text_that_was_not_seen_finds_its_situation(rules: RuleSet, by_night: bool,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    """Each text of a situation is held out in turn, as one that somebody else tells."""
    found = total = 0
    for situation in _some(rules, by_night=by_night):
        held, *rest = situation.texts
        without = {**dict(rules.situations),
                   situation.id: dataclasses.replace(situation, texts=tuple(rest))}
        monkeypatch.setattr(rules, "situations", without)
        given = {"happened": situation.happened[:1]}
        ids = likely_situations(rules, told_by(rules, held), given, NOW)
        monkeypatch.undo()
        assert len(ids) <= MOST_LINES
        found += situation.id in ids
        total += 1
    assert found >= RECALLED * total, (found, total)


def test_no_two_are_told_in_the_same_line(rules: RuleSet) -> None:
    lines = [s.line for s in rules.situations.values()]
    assert len(lines) == len(set(lines))


def test_what_is_known_to_be_otherwise_is_offered_last_and_seldom(rules: RuleSet) -> None:
    told = told_by(rules, "。".join(s.texts[0] for s in rules.situations.values()))
    for label in rules.happened:
        given = {"happened": (label,)}
        ids = likely_situations(rules, told, given, NOW)
        known = set(ticked(context_of(rules, given, NOW), "happened"))
        assert ids
        other = [n for n, x in enumerate(ids) if not known & set(rules.situations[x].happened)]
        assert other == [*range(len(ids) - len(other), len(ids))], label
        assert len(other) <= OTHERS


def test_what_cannot_wait_is_no_emergency_where_the_line_says_so(rules: RuleSet) -> None:
    calm = [s for s in rules.situations.values() if s.calm]
    assert calm
    for situation in calm:
        assert not in_emergency(rules, _picked(situation, situation.happened[0]), NOW)
    told = {"happened": ("scam",), "safety_now": ("just",)}
    assert in_emergency(rules, told, NOW)
    other = next(s for s in rules.situations.values() if s.happened[0] == "scam" and not s.calm)
    assert in_emergency(rules, {**told, FACT: other.id}, NOW)
