"""Taking back: answers and then as many undos give the case from before."""

from __future__ import annotations

import json
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from weiquan.store.case import Past
from weiquan.store.folder import create_case, open_case, read_case, save_case
from weiquan.store.steps import MOST, undo_steps

VALUES = st.one_of(st.booleans(), st.integers(0, 3), st.sampled_from(["299.00", "甲", "乙"]),
                   st.just({"unsure": True}), st.lists(st.sampled_from(["a", "b"]), max_size=2))
ACTS = st.lists(st.dictionaries(st.sampled_from(["paid", "product", "received", "happened"]),
                                VALUES, min_size=1, max_size=3), min_size=1, max_size=8)


def state(case):
    """What a person sees of the answers."""
    return ({f: (type(a.value), a.value, a.about) for f, a in case.facts.items()},
            sorted(case.asked), case.finished)


@settings(max_examples=40)
@given(acts=ACTS, back=st.integers(1, 8), reopen=st.booleans())
def test_undo_n_gives_the_case_before_the_last_n_changes(tmp_path_factory, acts, back, reopen):
    from datetime import datetime

    now = datetime(2026, 11, 22, 23, 5)
    case = create_case(tmp_path_factory.mktemp("home"), now)
    states = [state(case)]
    for act in acts:
        now += timedelta(minutes=1)
        for fact, value in act.items():
            case.set_answer(fact, value, "wizard", now)
        save_case(case)
        if state(case)[0] != states[-1][0]:  # the same answer once more is no step
            states.append(state(case))
    assert len(case.steps) == len(states) - 1
    back = min(back, len(states) - 1)
    if reopen:
        case.close()
        case = open_case(case.folder)
    assert len(undo_steps(case, now, back)) == back
    save_case(case)
    case.close()
    again = read_case(case.folder)
    assert state(again) == states[-1 - back] == state(case)
    assert len(again.steps) == len(states) - 1 - back


def test_twenty_steps_are_kept_and_no_more(case, now):
    for n in range(30):
        case.set_answer("paid", f"{n}.00", "wizard", now)
        save_case(case)
    assert len(case.steps) == MOST == 20
    undo_steps(case, now, 20)
    assert case.facts["paid"].value == "9.00"
    assert undo_steps(case, now, 1) == []


def test_answers_that_are_saved_together_are_one_step(case, now):
    before = state(case)
    for fact in ("a", "b", "c"):
        case.set_answer(fact, "x", "flag", now)
    save_case(case, "merchant_refused")
    assert case.steps[-1].what == "merchant_refused"
    undo_steps(case, now, 1)
    assert state(case) == before


def test_what_is_taken_back_stays_in_the_history(case, now):
    case.set_answer("user_name", "张三", "wizard", now)
    save_case(case)
    undo_steps(case, now, 1)
    assert Past("user_name", "张三", now) in case.history


def test_a_save_that_fails_makes_no_step(case, now, fail_call):
    import errno
    import os

    import pytest

    from weiquan.errors import CaseError

    steps = list(case.steps)
    case.set_answer("paid", "5.00", "wizard", now)
    fail_call(os, "replace", OSError(errno.ENOSPC, "x"), 1)
    with pytest.raises(CaseError):
        save_case(case)
    assert case.steps == steps
    save_case(case)
    assert len(case.steps) == len(steps) + 1


def test_a_case_without_steps_is_read_and_an_unknown_summary_too(case):
    case.close()
    path = case.folder / "case.json"
    doc = json.loads(path.read_text(encoding="utf-8"))
    del doc["steps"]
    doc["seen"] = {"due": [["?", 1]], "verdicts": [], "from": "a newer version"}
    path.write_text(json.dumps(doc), encoding="utf-8")
    with open_case(case.folder) as again:
        assert again.steps == []
        assert again.seen["from"] == "a newer version"


def test_to_confirm_what_was_read_from_a_story_is_a_step(case, now):
    case.set_answer("paid", "299.00", "story", now, unconfirmed=True)
    save_case(case)
    case.set_answer("paid", "299.00", "wizard", now)
    save_case(case)
    assert case.facts["paid"].exact
    assert undo_steps(case, now, 1)
    assert not case.facts["paid"].exact
