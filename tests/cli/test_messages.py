"""What the one-shot commands say when something is missing, unknown, or hard to tell apart."""

from __future__ import annotations

import re
from datetime import datetime

from tests.cli.conftest import FACTS, sets
from weiquan.store.folder import create_case, save_case

NOW = datetime(2026, 11, 22, 20, 0)


def test_a_choice_that_is_none_names_the_nearest(weiquan):
    got = weiquan("plan", "--platform", "抖音", "--refund-status", "商家拒绝了申青")
    assert got.code == 2
    assert "商家拒绝了申请" in got.err


def test_a_choice_may_be_given_by_the_words_that_people_read(weiquan):
    got = weiquan("plan", "--platform", "抖音", "--refund-status", "商家拒绝了申请")
    assert got.code == 0, got.err


def test_an_unknown_fact_says_where_the_known_ones_are(weiquan):
    got = weiquan("plan", "--set", "foo=1")
    assert got.code == 2
    assert re.fullmatch("没有「foo」这一项(，是不是想写「.*」)?。有哪些项，"
                        "运行 weiquan rules table facts 查看。", got.err.strip())


def test_commands_are_shown_as_the_program_was_started(weiquan, monkeypatch):
    monkeypatch.setenv("WEIQUAN_STARTED_AS", "python3 run.py")
    got = weiquan("plan", "--set", "foo=1")
    assert "运行 python3 run.py rules table facts 查看" in got.err
    monkeypatch.setenv("WEIQUAN_STARTED_AS", "$(touch PWNED)")
    assert "$(" not in weiquan("plan", "--set", "foo=1").err


def test_a_letter_that_is_none_is_shown_as_it_was_written(weiquan):
    got = weiquan("letter", "2026-11-22-未命名")
    assert got.code == 2
    assert "没有文书「2026-11-22-未命名」" in got.err
    assert "--case" in got.err


def test_the_list_of_cases_tells_them_apart(weiquan, tmp_path):
    home = tmp_path / "案卷"
    for paid in ("159.00", "5.60"):
        with create_case(home, NOW) as case:
            for fact, value in (("platform", "douyin"), ("paid", paid),
                                ("happened", ["returned_no_refund"])):
                case.set_answer(fact, value, "wizard", NOW)
            save_case(case)
    got = weiquan("resume", "--dir", home)
    assert got.code == 0
    lines = got.out.splitlines()
    assert len(lines) >= 2
    assert {line.partition("　")[2] for line in lines[:2]} == {
        "抖音，退回去了，钱没退、少退，159.00 元，还没了结",
        "抖音，退回去了，钱没退、少退，5.60 元，还没了结"}


def test_a_letter_names_a_platform_that_has_no_rules_of_its_own_as_the_user_does(weiquan):
    facts = {**FACTS, "platform": "other"}
    bare = weiquan("letter", "complaint_12315", *sets(facts))
    assert "--set platform_said=" in bare.err
    named = weiquan("letter", "complaint_12315", *sets({**facts, "platform_said": "某鞋小程序"}))
    assert "某鞋小程序" in named.out
