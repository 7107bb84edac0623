"""The three stories that the card was made from, in a real terminal, told and asked."""

from __future__ import annotations

import importlib.util
import re

import pytest

from tests.cli.terminal_person import Person, Terminal, flat
from tests.daily import daily

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(importlib.util.find_spec("termios") is None, reason="no such terminal"),
]
AS_OF = "2026-11-29T18:09"
SIZES = [(80, 24), (50, 20)]
MINUTES = 4
QUESTIONS = 8
STORIES = {
    "a": "抖音直播间买的羽绒服299元，充绒量与直播所说不符，商家以影响二次销售拒绝，"
         "平台还没介入，售后页倒计时还剩两天五小时，想退货退款",
    "b": "拼多多手机壳29.90元，不想要了退货，商家11月15日签收，一直不退款",
    "c": "妈妈在视频号直播间买的1980元保健品，商家电话里说能治糖尿病，想退",
}
# What the person answers where it is asked for; 不清楚 to all else.
ANSWERS = {
    "a": {"happened": "和说的不一样", "wishes": "退货退款", "goods_kind": "衣服、鞋、包",
          "where_bought": "直播间", "platform": "抖音", "paid": "299",
          "refund_status": "商家拒绝了申请", "evidence_have": "和商家的聊天",
          "received_on": "11.20",
          "page_deadline": "还剩两天五小时", "claim_kind": "可查证的事实是假的",
          "goods_state": "拆开看过、试过", "merchant_response": "明确拒绝",
          "platform_decision": "还没申请平台介入", "goods_where": "还在我手里",
          "live_seller": "店铺自己的直播间", "excuse": "影响二次销售"},
    "b": {"happened": "没毛病，不想要了；退回去了，钱没退、少退", "wishes": "退货退款",
          "goods_kind": "其他普通商品", "where_bought": "网店", "platform": "拼多多",
          "paid": "29.9",
          "refund_status": "商家签收了，没退钱", "evidence_have": "退货运单和签收",
          "return_signed_on": "11月15日", "return_dispute": "不说话，一直拖",
          "goods_where": "退回去了，已签收", "platform_decision": "还没申请平台介入",
          "goods_state": "没拆"},
    "c": {"happened": "老人买的", "wishes": "退货退款", "goods_kind": "写功效的吃的",
          "where_bought": "直播间", "platform": "微信小店", "paid": "1980",
          "refund_status": "还没有申请", "evidence_have": "订单详情",
          "claim_kind": "可查证的事实是假的", "health_claim": "说了，只有转述",
          "writer_role": "别的家里人", "goods_state": "没拆", "elder_wish": "愿意",
          "merchant_response": "还没跟商家说"},
}
# What has to stand on the first card: a day, and what to do about it.
FIRST = {
    "a": ("12月1日（周二）23:09", "申请平台介入"),
    "b": ("11月23日（周一）24:00", "申请平台介入"),
    "c": ("今晚", "先留住宣传和收款方"),
}


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", STORIES)
def test_told_the_first_right_action_and_its_day_are_there_within_four_minutes(
        rules, tmp_path, name, size):
    with Terminal(tmp_path / "案卷", *size, "start", "--as-of", AS_OF) as terminal:
        person = Person(rules, terminal, ANSWERS[name], STORIES[name])
        card = person.until_the_card()
        assert person.questions <= QUESTIONS, person.asked
        assert person.minutes_to_the_card <= MINUTES
        check_card(card, name)
        leave(terminal, card)


@pytest.mark.parametrize("size", daily(SIZES, 2), ids=str)
@pytest.mark.parametrize("name", STORIES)
def test_asked_one_by_one_they_are_there_after_eight_questions(rules, tmp_path, name, size):
    with Terminal(tmp_path / "案卷", *size, "start", "--as-of", AS_OF) as terminal:
        person = Person(rules, terminal, ANSWERS[name])
        card = person.until_the_card()
        assert len(person.asked) <= QUESTIONS, person.asked
        check_card(card, name)
        leave(terminal, card)


def check_card(card: str, name: str) -> None:
    for text in FIRST[name]:
        assert flat(text) in flat(card), card
    assert "q 退出" in card.rstrip().splitlines()[-1], card   # the keys stand at the foot


def leave(terminal: Terminal, card: str) -> None:
    """Leave the card: it stays on the screen whole, with how to go on below it."""
    terminal.press("q")
    assert terminal.end() == 0
    left = terminal.now()
    assert "接着做：" in left
    english = {w for page in terminal.screens for w in re.findall("[A-Za-z]{4,}", page)}
    assert english <= {"weiquan", "resume"}, english
    first = next(line for line in card.splitlines() if line.strip())
    assert first in left, left
