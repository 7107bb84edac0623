"""What many people ask, as asked.yaml answers it: by what the story tells, in new stories."""

from __future__ import annotations

from datetime import datetime

import pytest

from weiquan.core.asking.hearing import hear
from weiquan.core.judging.assess import assess
from weiquan.core.telling.card import card_of
from weiquan.core.telling.often import often_asked

NOW = datetime(2026, 11, 20, 21)
KETTLE = "网上买的电热水壶，189元，11月16日签收，烧水漏电，客服不给退。我要退货退款。"
BARBER = "上个月在楼下理发店办了张卡，充了800元，剪过一次，店说不退。我要退卡里剩下的钱。"
MASSAGE = "小区门口的店里买的按摩椅，6800元，坐了一次腰疼，店里不给退。我要退货退款。"


def said(rules, story: str) -> str:
    facts = hear(rules, story, NOW).facts()
    lines = card_of(rules, facts, assess(rules, facts, NOW)).asked
    return lines[-1].split("”：", 1)[1] if lines else ""


POT = "网上买的电热锅用着冒火，把台面烧裂了，客服要我寄回去。要他赔台面。"
TEA = "我妈在直播间买了一堆保健品，老太太不肯退。我要退货退款。"
POWDER = "网上买的奶粉4桶，一桶打开就有活虫。我要十倍。"


@pytest.mark.parametrize(("story", "question", "starts"), [
    (POT, "我该寄吗？", "不一定。先别急着寄"),
    (TEA, "我能替她退吗？", "看情况。要他自己愿意"),
    (POWDER, "吃了的那两桶算不算？", "看情况。只乘有问题的"),
    (BARBER, "能不能走七天无理由？", "不能。那一条只管买的东西"),
    (MASSAGE, "能用七天无理由退吗？", "不能。只管网上"),
    (KETTLE, "能报警吗？", "看情况。"),
    ("有人天天打电话骂我，说不删差评就上门。网上买的锅89元坏了，要退款。", "能报警吗？", "能。"),
    (KETTLE, "打12315有用吗？", "能。"),
    (KETTLE, "举报他能拿到钱吗？", "不能。"),
    (KETTLE, "不退我就曝光他，行吗？", "不能。"),
    (KETTLE, "能不能发到网上？", "看情况。"),
    (KETTLE, "让我自己去检测，我要去吗？", "不一定。"),
    (KETTLE, "平台判了还能起诉吗？", "不是。平台的处理不是裁决"),
    (KETTLE, "收了20元补偿还能要退款吗？", "不是。没有说过就此了结的"),
    (KETTLE, "他让我改成不喜欢，可以吗？", "不能。照实选"),
    (KETTLE, "客服说只能换，我只能换吗？", "不是。"),
    (BARBER, "他能扣手续费吗？", "看情况。"),
    (KETTLE, "能不能按天赔我？", "不能。"),
    (KETTLE, "能让银行赔吗？", "看情况。")])
def test_what_many_ask_is_answered_for_this_case(rules, story, question, starts):
    assert said(rules, story + question).startswith(starts), said(rules, story + question)


@pytest.mark.parametrize("question", ["能退吗？", "能不能要三倍？", "运费谁出？"])
def test_what_a_wish_answers_is_no_question_of_the_list(rules, question):
    size, query = often_asked(rules, question)
    assert query is None, (size, query)


def test_what_was_not_wanted_before_is_judged_when_it_is_asked_for(rules):
    """运费 was no wish: the answer is that of the case, not of the refund."""
    assert said(rules, KETTLE + "运费能让他出吗？").startswith("运费、检测费，")
    assert said(rules, KETTLE + "能让平台赔吗？").startswith("让平台来赔、来管，看情况")


def test_who_asks_whether_to_pay_is_told_in_those_words(rules):
    line = said(rules, KETTLE + "退回去的运费要我自己出吗？")
    assert line.startswith("运费、检测费，不用。"), line


def test_a_reason_of_theirs_that_is_asked_about_stands_or_falls(rules):
    line = said(rules, KETTLE + "客服说拆封了不退，合理吗？")
    assert line.startswith(("站不住。", "不一定。")), line


@pytest.mark.parametrize(("question", "starts"), [
    ("能赔我900元退款吗？", "不能要这么多。"), ("189元能退吗？", "退货退款，")])
def test_more_than_can_be_had_is_not_granted(rules, question, starts):
    assert said(rules, KETTLE + question).startswith(starts), said(rules, KETTLE + question)


def test_what_nothing_answers_is_said_to_be_open(rules):
    assert said(rules, KETTLE + "坏的壶底能不能拿去卖废铁？").startswith("这一句还答不了")


def test_the_whole_harm_is_not_promised(rules):
    story = ("网上买的充电宝，159元，充电时起火，把沙发烧了，医院看烫伤花了860元，消防说是充电宝"
             "自燃。要赔医药费。医药费能全赔吗？")
    assert said(rules, story).startswith("不一定是全部。"), said(rules, story)


def test_the_whole_is_not_promised_where_a_part_was_used(rules):
    story = ("在画室报了20节课，付了4000元，上了5节，画室搬走了。我要退剩下的钱。"
             "能不能全退？")
    assert said(rules, story).startswith("不能全部要。"), said(rules, story)


@pytest.mark.parametrize(("story", "question", "starts"), [
    ("直播间买了件羊毛衫，899元，送检只有一成羊毛。我要三倍赔偿。", "该告谁？", "找卖家。"),
    (BARBER, "还来得及吗？", "看情况。要钱一般三年")])
def test_whom_to_sue_and_whether_in_time_is_answered_where_nothing_else_says(
        rules, story, question, starts):
    assert said(rules, story + question).startswith(starts), said(rules, story + question)
