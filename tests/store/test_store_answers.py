"""What a case in memory does with answers, letters and exhibits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from weiquan.errors import CaseError
from weiquan.store.case import Case, Letter

DAY = datetime(2026, 11, 22, 23, 5)
LATER = DAY + timedelta(minutes=10)


@pytest.fixture
def blank_case():
    return Case(folder=Path("x"), id="1", created=DAY, updated=DAY)


def test_an_answer_says_who_gave_it_and_when(blank_case):
    blank_case.set_answer("paid", "299.00", "flag", LATER)
    answer = blank_case.facts["paid"]
    assert (answer.value, answer.by, answer.at) == ("299.00", "flag", LATER)
    assert blank_case.updated == LATER


@pytest.mark.parametrize("blank", [None, "", "  ", "\u3000\n"])
def test_a_blank_never_erases(blank_case, blank):
    blank_case.set_answer("paid", "299.00", "flag", DAY)
    with pytest.raises(CaseError, match="没有内容"):
        blank_case.set_answer("paid", blank, "wizard", LATER)
    assert blank_case.facts["paid"].value == "299.00"
    assert blank_case.updated == DAY


@pytest.mark.parametrize("value", [False, 0, [], {"unsure": True}])
def test_no_and_zero_and_none_of_these_and_unsure_are_answers(blank_case, value):
    blank_case.set_answer("fact", value, "wizard", DAY)
    assert blank_case.facts["fact"].value == value


@pytest.mark.parametrize(
    "value", ["半\ud800个", ["\udfff"], 299.0, float("nan"), [1], {"unsure": False}, {}, b"x"]
)
def test_what_the_file_cannot_hold_is_refused(blank_case, value):
    with pytest.raises(CaseError, match="「fact」"):
        blank_case.set_answer("fact", value, "file", DAY)
    assert blank_case.facts == {}


def test_a_changed_answer_goes_to_the_history(blank_case):
    blank_case.set_answer("paid", "299.00", "wizard", DAY)
    blank_case.set_answer("paid", "199.00", "wizard", LATER)
    assert [(p.id, p.old, p.at) for p in blank_case.history] == [("paid", "299.00", LATER)]


def test_the_same_answer_again_leaves_no_history(blank_case):
    blank_case.set_answer("paid", "299.00", "platform", DAY)
    blank_case.set_answer("paid", "299.00", "wizard", LATER)
    assert blank_case.history == []
    assert blank_case.facts["paid"].by == "wizard"


def test_yes_and_one_are_different_answers(blank_case):
    blank_case.set_answer("fact", True, "wizard", DAY)
    blank_case.set_answer("fact", 1, "wizard", LATER)
    assert [p.old for p in blank_case.history] == [True]


def test_only_questions_of_the_wizard_are_in_the_order_asked(blank_case):
    blank_case.set_answer("platform", "douyin", "flag", DAY)
    blank_case.set_answer("paid", "299.00", "wizard", DAY)
    blank_case.set_answer("received", True, "wizard", DAY)
    blank_case.set_answer("paid", "199.00", "wizard", LATER)
    assert blank_case.asked == ["paid", "received"]


def test_a_time_with_a_zone_is_a_bug_of_the_caller(blank_case):
    with pytest.raises(ValueError, match="zone"):
        blank_case.set_answer("paid", "299.00", "wizard", DAY.replace(tzinfo=UTC))


def _letter(file):
    return Letter("merchant_demand", "docx", file, LATER, "00")


def test_a_letter_written_again_under_its_name_is_listed_once(blank_case):
    blank_case.add_letter(_letter("文书/01-催告函.docx"))
    blank_case.add_letter(_letter("文书/01-催告函.docx"))
    assert len(blank_case.letters) == 1


def test_exhibits_follow_the_evidence_until_a_letter_is_written(blank_case):
    blank_case.number_exhibits(["b", "a", "b"])
    assert blank_case.number_exhibits(["a", "b"]) == ["a", "b"]


def test_exhibit_numbers_that_went_out_never_change(blank_case):
    blank_case.number_exhibits(["order_page", "chat"])
    blank_case.add_letter(_letter("文书/01-催告函.docx"))
    assert blank_case.number_exhibits(["video", "chat"]) == ["order_page", "chat", "video"]
