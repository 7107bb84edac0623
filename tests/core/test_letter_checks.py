"""What the preflight reads in a letter: articles, sums, numbers of people and orders."""

from __future__ import annotations

from decimal import Decimal

import pytest

from weiquan.core.telling.citecheck import articles_in, sum_findings, values_in
from weiquan.core.telling.numbercheck import identity_problem, order_problem, phone_problem
from weiquan.core.telling.sentences import sentences_of


@pytest.mark.parametrize(("text", "found"), [
    ("《民法典》第五百八十二条", [("民法典", "582")]),
    ("《甲法》第二十三条第一款、第二十四条、《乙法》第十条", [
        ("甲法", "23"), ("甲法", "24"), ("乙法", "10")]),
    ("《甲法》第三百零七条之一第二款第三项、第三百一十条", [("甲法", "307.1"), ("甲法", "310")]),
    ("《甲法》第55条", [("甲法", "55")]),
    ("《甲法》第一千零七条", [("甲法", "1007")]),
    ("看了《甲法》，第二天就说了", []),
    ("《甲法》第二天第三条", []),
])
def test_the_articles_of_a_text_are_read(text, found):
    assert articles_in(text) == found


@pytest.mark.parametrize("text", [
    "13800001234", "138 0000 1234", "+8613800001234", "86 13800001234", "010-88886666",
    "4008001234", "95118", "12315", "0571 88886666转12"])
def test_a_number_that_can_be_called(text):
    assert phone_problem(text) == ""


@pytest.mark.parametrize("text", ["1380000123", "138000012345", "1.38E+10", "12800001234", "无",
                                  "1234567"])
def test_a_number_that_cannot_be_called(text):
    assert phone_problem(text)


@pytest.mark.parametrize("text", ["260111202233445566", "SF1234567890", "PDD-2601-1122",
                                  "6920000000000000001", "123456"])
def test_an_order_number_that_may_be(text):
    assert order_problem(text) == ""


@pytest.mark.parametrize("text", ["3.8E+12", "3.8e12", "2601112022330000000", "12345", "订单一",
                                  "1" * 40, "000000000000", "ABCDEFGH"])
def test_an_order_number_that_cannot_be(text):
    assert order_problem(text)


def test_an_identity_number_fits_its_last_figure():
    assert identity_problem("11010519491231002X") == ""
    assert identity_problem("11010519491231002x") == ""
    for digit in "0123456789":
        assert identity_problem(f"11010519491231002{digit}")
    assert identity_problem("11010519491331002X")


def test_sums_are_those_of_the_case(rules):
    have = values_in({"paid": Decimal("1299.00"), "text": ["检测费 25元，另付¥46.5"]})
    for text in ("1299元", "1,299.00元", "25元", "46.5元", "壹仟元"):
        assert list(sum_findings(rules, [("第 1 句", text)], have)) == []
    for text in ("1298元", "299元", "5元", "人民币壹佰元整"):
        assert len(list(sum_findings(rules, [("第 1 句", text)], have))) == 1, text


def test_sentences_are_told_apart_and_items_lose_their_numbers():
    assert sentences_of("标题\n1. 甲。乙！\n2. “丙。”丁\n\n附件：1. 戊\n") == [
        "标题", "甲。", "乙！", "“丙。”", "丁", "戊"]
