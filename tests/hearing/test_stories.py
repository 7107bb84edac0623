"""Own words read on stories of our own, with their readings written beside them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.hearing.measuring import Score, labels_in
from tests.yaml_files import values_in
from weiquan.core.asking.hearing import hear
from weiquan.core.case.answers import dump_value, load_value

NOW = datetime(2026, 11, 22, 20)
STORIES = values_in(Path(__file__).parent / "stories.yaml")["stories"]


def is_(value: Any, expected: Any) -> bool:
    """Whether a reading is what is written down; `any` takes every value."""
    if expected == "any":
        return True
    if isinstance(value, tuple):
        first = value[0]
        if hasattr(first, "amount"):
            return first.amount == Decimal(str(expected))
        return first in (expected if isinstance(expected, list) else [expected])
    if isinstance(value, Decimal):
        return value == Decimal(str(expected))
    if isinstance(value, date) or not isinstance(value, str):
        return str(value) == str(expected)
    return str(expected) in value and len(value) <= len(str(expected)) + 4



@pytest.fixture(scope="module")
def score(rules):
    out = Score()
    for n, story in enumerate(STORIES, 1):
        heard = hear(rules, story["text"], NOW)
        fine = [story["read"], story.get("also", {}), {"problem": "any", "question": "any"}]
        for p in heard.proposals:
            right = any(is_(p.value, known[p.fact]) for known in fine if p.fact in known)
            out.reading(p.fact, f"{n}", f"{p.value}：{p.words}", right=right)
        for fact, all_of in story["read"].items():
            for one in all_of if isinstance(all_of, list) else [all_of]:
                out.expected(fact, f"{n}", one, found=any(
                    p.fact == fact and is_(p.value, one) for p in heard.proposals))
        happened = labels_in(heard, "happened")
        if happened:
            every = {x for known in fine for x in known.get("happened", ())}
            out.first_three.append(bool(set(happened[:3]) & every))
    return out


def test_what_is_read_is_right(score):
    assert len(STORIES) >= 70
    assert score.precision >= 0.97, score.report()


def test_most_of_what_is_there_is_read(score):
    assert score.recall >= 0.70, "\n".join([score.report(), *score.missed])


def test_what_happened_is_among_the_first_three(score):
    assert score.happened >= 0.95, score.report()


@pytest.mark.parametrize("story", STORIES, ids=lambda s: s["text"][:12])
def test_every_reading_is_a_valid_answer_with_the_words_that_it_came_from(rules, story):
    heard = hear(rules, story["text"], NOW)
    for p in heard.proposals:
        spec = rules.specs[p.fact]
        assert load_value(spec, dump_value(spec, p.value), NOW) == p.value
        assert 0 <= p.start < p.end <= len(story["text"])
        assert p.words.rstrip("…") in story["text"]
        if spec.check.not_future and isinstance(p.value, date):
            assert p.value <= NOW.date()
