"""Wishes, what happened, where and what was bought, as single sentences say them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.yaml_files import values_in
from weiquan.core.asking.hearing import hear

NOW = datetime(2026, 11, 22, 20)
SAID = values_in(Path(__file__).parent / "said.yaml")[
    "sentences"]


def plain(value):
    """A value as the table has it: several answers as a sorted list, a day as text."""
    if isinstance(value, (tuple, list)):
        return sorted(value)
    return float(value) if isinstance(value, Decimal) else \
        value.isoformat() if isinstance(value, date) else value


def test_the_table_is_long_enough():
    assert len(SAID) >= 50


@pytest.mark.parametrize("case", SAID, ids=lambda c: c["text"][:14])
def test_a_sentence_gives_what_it_says_and_no_more(rules, case):
    facts = hear(rules, case["text"], NOW).facts()
    read = case.get("read", {})
    assert {f: plain(facts.get(f)) for f in read} == {f: plain(v) for f, v in read.items()}
    assert not set(case.get("not", ())) & facts.keys()
