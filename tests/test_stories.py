"""Every story in tests/stories/ comes out as a lawyer wrote it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.daily import daily
from tests.story import Story, read_stories, run_story
from weiquan.core.model.ruleset import RuleSet

STORIES = read_stories(Path(__file__).parent / "stories")


def test_there_are_stories_and_no_two_have_one_name() -> None:
    assert len(STORIES) >= 60
    assert not [n for n, k in Counter(s.name for s in STORIES).items() if k > 1]


@pytest.mark.parametrize("story", daily(STORIES, 2), ids=lambda s: f"{s.file}: {s.name}")
def test_story(story: Story, rules: RuleSet) -> None:
    assert not run_story(rules, story)
