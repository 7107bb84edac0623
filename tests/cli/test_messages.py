"""What the one-shot commands say when something is missing, unknown, or hard to tell apart."""

from __future__ import annotations

from datetime import datetime

from tests.cli.conftest import FACTS, sets
from weiquan.store.folder import create_case, save_case

NOW = datetime(2026, 11, 22, 20, 0)


def test_missing_answers_are_named_with_their_choices_as_people_read_them(weiquan):
    got = weiquan("plan", "--platform", "抖音")
    assert got.code == 5
    line = next(x for x in got.err.splitlines() if "--refund-status" in x)
    assert "退款进度" in line
    assert " | 商家拒绝了申请 | " in line
    assert "记不清的，大多可以写 不清楚。" in got.err


def test_a_choice_may_be_given_by_the_words_that_the_message_shows(weiquan):
    got = weiquan("plan", "--platform", "抖音", "--refund-status", "商家拒绝了申请")
    assert got.code == 5
    assert "--refund-status" not in got.err


def test_an_unknown_fact_says_where_the_known_ones_are(weiquan):
    got = weiquan("plan", "--set", "foo=1")
    assert got.code == 2
    assert got.err.strip() == "没有「foo」这一项。有哪些项，运行 weiquan rules table facts 查看。"


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
                                ("dispute", "returned_not_refunded")):
                case.set_answer(fact, value, "wizard", NOW)
            save_case(case)
    got = weiquan("resume", "--dir", home)
    assert got.code == 0
    lines = got.out.splitlines()
    assert len(lines) >= 2
    assert {line.partition("　")[2] for line in lines[:2]} == {
        "抖音，货退回去了，钱没退，159.00 元，没做完", "抖音，货退回去了，钱没退，5.60 元，没做完"}


def test_a_letter_names_a_platform_that_has_no_rules_of_its_own_as_the_user_does(weiquan):
    facts = {**FACTS, "platform": "other"}
    bare = weiquan("letter", "merchant_demand", *sets(facts))
    assert "消费者在【待补：平台名称】下单" in bare.out
    assert "--set platform_said=" in bare.err
    named = weiquan("letter", "merchant_demand", *sets({**facts, "platform_said": "某鞋小程序"}))
    assert "消费者在某鞋小程序下单" in named.out
