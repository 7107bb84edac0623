"""The person's own questions: found word for word, and answered on the card."""

from __future__ import annotations

from datetime import datetime

import pytest

from weiquan.core.asking.hearing import hear
from weiquan.core.asking.questions import questions_in, sort_of
from weiquan.core.judging.assess import assess
from weiquan.core.telling.card import card_of
from weiquan.core.telling.statements import Words, statements

NOW = datetime(2026, 11, 22, 20)
STORY = "11月18号在京东旗舰店买的耳机，399元，20号收到就没声音，商家说激活了不退"


def asked(rules, text: str) -> list[str]:
    return questions_in(hear(rules, text, NOW).facts().get("question", ""))


@pytest.mark.parametrize("question", [
    "能退吗", "凭什么不给退", "还来得及吗", "我该告谁", "这合不合理", "运费谁出", "怎么要回来",
    "算不算欺诈", "我得付吗", "能要多少"])
@pytest.mark.parametrize("end", ["？", "?", "", "。"])
def test_a_question_is_found_as_it_was_asked(rules, question, end):
    assert asked(rules, f"{STORY}。{question}{end}") == [f"{question}？"]
    # 商家说…，合理吗 asks of what he says: it is told with it.
    assert asked(rules, f"{STORY}，{question}{end}") in (
        [f"{question}？"], [f"商家说激活了不退，{question}？"])


@pytest.mark.parametrize("told", [
    "客服问我能不能再等等", "我问客服能不能退他说不能", "下单前跟客服确认过能不能上牌",
    "商家说能不能给个好评", "他说是不是我弄坏的", "咨询过客服行不行"])
def test_what_others_were_asked_or_ask_is_no_question_of_mine(rules, told):
    assert asked(rules, f"{STORY}。{told}。") == []


def test_a_short_question_has_what_it_asks_of(rules):
    assert asked(rules, f"{STORY}。我就要个一样的，行不行？") == ["我就要个一样的，行不行？"]
    assert asked(rules, f"{STORY}。能不能全退、剩下的不交？") == ["能不能全退、剩下的不交？"]
    assert asked(rules, f"{STORY}。质量问题凭啥扣钱，地板谁赔") \
        == ["质量问题凭啥扣钱？", "地板谁赔？"]


def answers(rules, text: str):
    facts = hear(rules, text, NOW).facts()
    return card_of(rules, facts, assess(rules, facts, NOW)).asked


@pytest.mark.parametrize(("question", "part"), [
    ("能退吗", "，能。"), ("凭什么不给退", "商家说"), ("我该告谁", "退"), ("怎么要回来", "，能。")])
def test_each_question_has_an_answer_on_the_card(rules, question, part):
    lines = answers(rules, f"{STORY}。我要退货退款，{question}？")
    assert len(lines) == 1
    assert lines[0].startswith("问“")
    assert f"{question}？”：" in lines[0]
    assert part in lines[0].split("：", 1)[1]


def test_who_asks_for_two_things_is_answered_by_the_one_asked_for_last(rules):
    line, = answers(rules, "外卖点了份饭18块，馊了，店家不认。就要退这18块，能再赔一千不？")
    assert "十倍、一千" in line


def test_what_hangs_says_what_is_missing(rules):
    line, = answers(rules, "网上买的耳机没声音，能退吗？")
    assert "差的是：" in line


def test_making_things_up_gets_no_help(rules):
    line, = answers(rules, "网上买的鞋其实没坏，不想退货想仅退款，能不能教我怎么弄张图？")
    assert "不能用" in line


def test_a_story_without_a_question_has_no_such_line(rules):
    assert answers(rules, f"{STORY}。我要退货退款") == ()


def test_every_sort_of_question_has_its_words(rules):
    assert [sort_of(q, rules.speech) for q in ("告谁", "来得及吗", "凭什么", "行不行", "不退")] \
        == ["who", "when", "why", "whether", None]


def test_who_asks_whether_it_is_all_is_told_that_it_may_be_a_part(rules):
    line, = answers(rules, "网上买的耳机没声音，平台退了我58，现在商家起诉我，"
                           "货款运费律师费一起要，我想知道是不是都得给？")
    assert "不一定是全部" in line


# ---------------------------------------------------------------- what a question names

SOFA = ("去年在家居城一家门店买了沙发，付了6800元，收据写头层牛皮，裁缝看了说是人造革。"
        "店长说是超纤皮，不退。我要退货退款，还要三倍赔偿。")


@pytest.mark.parametrize(("question", "starts"), [
    ("能不能再多赔点？", "三倍、五百"), ("算不算欺诈？", "三倍、五百"),
    ("这钱能退给我吗？", "退货退款"),
    ("货款要得回来吗，能退多少？", "退货退款 6800.00 元")])
def test_a_question_is_answered_for_the_wish_that_it_names(rules, question, starts):
    line = answers(rules, SOFA + question)[-1]
    assert line.split("：", 1)[1].startswith(starts), line


@pytest.mark.parametrize("question", [
    "能不能找家居城一起赔？", "能让商场也担责吗？", "误工费能赔吗？", "旧沙发可以先放着吗？",
    "会员积分能还回来吗？", "能让他道歉吗？"])
def test_what_a_question_does_not_name_is_no_answer_to_it(rules, question):
    assert asked(rules, SOFA + question) == [question]
    for line in answers(rules, SOFA + question):
        said = line.split("：", 1)[1]
        assert not any(w in said for w in ("退货退款", "三倍")), line


@pytest.mark.parametrize("question", [
    "我就说是孩子弄坏的，行不行？", "实在不行我就说没收到，可以吗？", "能不能说成是过敏了？",
    "编一个理由行不行？", "退款理由写成质量问题可以吗？", "能不能多报一点损失？"])
def test_nobody_is_told_that_an_untruth_may_do(rules, question):
    line = answers(rules, f"{STORY}。我要退货退款，{question}")[-1]
    assert "：不能。" in line
    assert "要是真的" in line


@pytest.mark.parametrize("question", [
    "他就说是我弄坏的，能不能退？", "客服说成是赠品，能退吗？", "能不能说成欺诈？",
    "标签日期改过的能不能退？"])
def test_what_the_others_say_is_no_untruth_of_mine(rules, question):
    assert not any("要是真的" in x for x in answers(rules, f"{STORY}。我要退货退款，{question}"))


def test_what_somebody_thinks_of_saying_stands_in_no_letter(rules):
    words = Words.of(rules)
    told = str(statements("3月2日充了600元。实在不行我就说是孩子充的。客服就说是自愿充的。",
                          NOW.date(), words))
    assert "孩子" not in told
    assert "自愿充的" in told
    assert "600元" in told
