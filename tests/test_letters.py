"""The rules for letters, on every letter of a spread of cases."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.letter_cases import Written, cases, dossier, in_yuan, typed_texts

if TYPE_CHECKING:
    from tests.letter_cases import LetterCase
    from weiquan.core.model.ruleset import RuleSet

CASES = {c.name: c for c in cases()}
# By case, not by test: a worker writes the letters of its own cases only.
every_case = pytest.mark.parametrize("name", CASES, scope="module")

DIGITS = "[零一二三四五六七八九十百千]"
ARTICLE = re.compile(rf"《([^《》]+)》((?:第{DIGITS}+条(?:之{DIGITS})?、?)+)")
NUMBER = re.compile(rf"第{DIGITS}+条(?:之{DIGITS})?")
MOST_ARTICLES = {"chat_message": 1, "merchant_demand": 4, "platform_intervention": 2,
                 "platform_appeal": 2, "clawback_reply": 3, "seller_disclosure": 2,
                 "complaint_12315": 4, "consumer_association": 4, "report_12315": 7,
                 "evidence_list": 0, "defence": 3, "payment_order_objection": 2}
# In which order the parts stand.
ORDER = {
    "merchant_demand": ("致：", "请在", "事实", "不同意|坚持"),
    "platform_intervention": ("请判", "订单号", "请支持", "经过：", "电话"),
    "platform_appeal": ("订单号", "请支持", "维持判定的", "经过：", "电话"),
    "complaint_12315": ("投诉人：", "被投诉人：", "投诉请求", "消费者权益争议事实依据",
                        "处理部门：", "所写属实"),
    "report_12315": ("举报人：", "被举报人：", "线索", "涉嫌违反", "请求：", "处理部门：",
                     "所写属实"),
}
SUMMED = {"chat_message", "merchant_demand", "platform_intervention", "platform_appeal",
          "complaint_12315", "consumer_association", "civil_complaint", "hearing_statement"}
NEVER = ("律师函|骗子|诈骗|黑店|曝光|媒体|关店|报警|后果自负|敬请|妥善|尽快|待补|成本最低"
         "|不投诉|撤诉换|删帖|如为|则填|None|True|False|[{}]{2}")
SLIP = re.compile(r"[，。；：、]{2}|[：，]\n(?!1\.)|（）|“”|^[，。；]", re.MULTILINE)
QUESTION = re.compile(r"？|\?|有没有|是否|吗")


def letters_of(rules: RuleSet, name: str) -> dict[str, Written]:
    return dict(dossier(rules, CASES[name]).letters)


def articles_in(text: str) -> set[tuple[str, str]]:
    return {(law, number) for law, run in ARTICLE.findall(text)
            for number in NUMBER.findall(run)}


def own_text(case: LetterCase, text: str) -> str:
    """The text without what the person typed."""
    for typed in sorted(typed_texts(case), key=len, reverse=True):
        for part in (typed, typed.rstrip("。"), typed[:20]):
            if len(part) > 1:
                text = text.replace(part, "某")
    return text


@every_case
def test_the_letters_that_help_are_offered_and_the_others_have_a_reason(
        rules: RuleSet, name: str) -> None:
    made, expect = dossier(rules, CASES[name]), CASES[name].expect
    offered = [x.rule.id for x in made.result.letters]
    withheld = {meta.id: why for meta, why in made.result.withheld}
    assert set(expect.get("offered", ())) <= set(offered)
    assert expect.get("offered") != [] or not offered
    assert set(expect.get("withheld", ())) <= set(withheld)
    assert not set(offered) & set(withheld)
    assert all(x.why for x in made.result.letters)
    assert all(why.endswith("。") for why in withheld.values())


@every_case
def test_a_letter_keeps_within_its_length(rules: RuleSet, name: str) -> None:
    made = dossier(rules, CASES[name])
    for one in (*made.letters.values(), *made.forms.values()):
        if one.meta.max_chars is not None:
            assert len(one.text) <= one.meta.max_chars, (one.meta.id, len(one.text))


@every_case
def test_the_request_comes_first_with_its_sum_and_its_day(rules: RuleSet, name: str) -> None:
    for kind, one in letters_of(rules, name).items():
        if not one.context["asks"] or kind not in ORDER or kind == "report_12315":
            continue
        total = one.context["sum_sure"]
        if total is not None:
            assert in_yuan(total) in one.title, kind
        if kind == "merchant_demand":
            head = one.body[:len(one.title) + 150]
            day = one.context["reply_by"]
            assert f"请在{day.year}年{day.month}月{day.day}日（含当日）前" in head


@every_case
def test_the_parts_stand_in_their_order(rules: RuleSet, name: str) -> None:
    for kind, one in letters_of(rules, name).items():
        at = 0
        for part in ORDER.get(kind, ()):
            found = re.compile(part).search(one.text, at)
            assert found, (kind, part)
            at = found.start()


@every_case
def test_every_sum_is_that_of_the_case(rules: RuleSet, name: str) -> None:
    for kind, one in letters_of(rules, name).items():
        asks = one.context["asks"]
        if kind not in SUMMED:
            continue
        for ask in asks:
            if ask["amount"] is not None and (ask["sure"] or kind != "chat_message"):
                shown = in_yuan(ask["amount"])
                if kind in {"platform_intervention", "platform_appeal"} and not ask["sure"]:
                    continue
                assert shown in one.body, (kind, ask)
        sure = [a["amount"] for a in asks if a["sure"] and a["amount"] is not None]
        if one.context["sum_sure"] is not None:
            assert one.context["sum_sure"] == sum(sure, Decimal(0))


@every_case
def test_few_articles_and_each_only_once(rules: RuleSet, name: str) -> None:
    for kind, one in letters_of(rules, name).items():
        text = re.sub(r"处理部门：[^\n]*", "", one.text)
        if kind == "chat_message":
            for part in one.text.split("\n"):
                assert len(articles_in(part)) <= 1
            continue
        found = articles_in(text)
        assert len(found) <= MOST_ARTICLES.get(kind, 8), (kind, found)


@every_case
def test_the_same_law_is_not_explained_at_length(rules: RuleSet, name: str) -> None:
    for one in letters_of(rules, name).values():
        for sentence in re.split(r"[。\n]", re.sub(r"（[^（）]*）", "", one.text)):
            bare = own_text(CASES[name], sentence)
            assert len(bare) <= 110, (one.meta.id, sentence)


@every_case
def test_nothing_is_left_over_and_nothing_forbidden_is_said(rules: RuleSet, name: str) -> None:
    made = dossier(rules, CASES[name])
    for one in (*made.letters.values(), *made.forms.values()):
        text = own_text(CASES[name], one.text)
        found = re.search(NEVER, text)
        assert not found, (one.meta.id, found)
        assert not re.search(r"[A-Za-z_]{3,}", text), one.meta.id
        slip = SLIP.search(text)
        assert not slip, (one.meta.id, slip, text)
        for mark in set(re.findall(r"【[^【】]+】", one.text)):  # a blank in head and signature
            assert one.text.count(mark) <= 2, (one.meta.id, mark)


@every_case
def test_no_answer_option_stands_there_as_a_sentence(rules: RuleSet, name: str) -> None:
    labels = {c.label for f in rules.facts if f.id not in {"platform", "evidence_have",
                                                            "situation_points"}
              for c in f.choices if len(c.label) >= 6}
    for one in letters_of(rules, name).values():
        text = own_text(CASES[name], one.text)
        assert not [x for x in labels if x in text], one.meta.id


@every_case
def test_nothing_is_asked_for_that_the_state_of_things_forbids(rules: RuleSet,
                                                               name: str) -> None:
    case = CASES[name]
    made = dossier(rules, case)
    for one in (*made.letters.values(), *made.forms.values()):
        text = own_text(case, one.text)
        asked = "".join(a["text"] for a in one.context["asks"])
        if one.context["goods_back"] or one.context["never_came"]:
            assert "退货并" not in asked
            assert "给出退货地址" not in text
        if one.context["service"]:
            assert not re.search(r"退货|签收|封存|寄回|换货", text), one.meta.id
        if one.context["party"] == "owner" and one.meta.voice == "merchant":
            assert not re.search(r"你店|商家|消费者|12315", text)
        if one.meta.voice == "platform":
            assert not re.search(r"三倍(?!（)|十倍(?!，)|精神损害", asked)
        if one.meta.id == "complaint_12315":
            assert not re.search(r"处罚|查处|罚款|立案|依法处理", text)
        if one.meta.id == "report_12315" and "请求：" in text:
            assert "退还" not in text[text.index("请求："):]
        if one.meta.id == "evidence_list":
            assert not QUESTION.search(text)


@every_case
def test_the_reply_day_never_lies_past_the_door(rules: RuleSet, name: str) -> None:
    made = dossier(rules, CASES[name])
    today = made.result.now.date()
    for one in made.letters.values():
        day = one.context.get("reply_by")
        if day is not None:
            assert 1 <= (day - today).days <= 7
            door = one.context["door"]
            assert door is None or day < door or (day - today).days == 1


@every_case
def test_what_the_case_expects_is_said_and_the_rest_is_not(rules: RuleSet, name: str) -> None:
    case = CASES[name]
    made = dossier(rules, case)
    main = next((made.letters[k] for k in (
        "merchant_demand", "defence", "payment_order_objection", "clawback_reply",
        "platform_intervention") if k in made.letters), None)
    assert main is not None or not {"says", "sum", "never"} & set(case.expect)
    for words in case.expect.get("says", ()):
        assert main is not None
        assert words in main.text, words
    if main is not None and "sum" in case.expect:
        assert case.expect["sum"] in main.body
    for words in case.expect.get("never", ()):
        for one in (*made.letters.values(), *made.forms.values()):
            assert words not in own_text(case, one.text), (one.meta.id, words)
    for words in case.expect.get("platform_never", ()):
        box = made.letters["platform_intervention"].text
        asked = box[box.index("1. "):box.index("经过")]
        assert words not in asked
    for words in case.expect.get("complaint_says", ()):
        assert words in made.letters["complaint_12315"].text
    if "reply_by" in case.expect and main is not None:
        assert main.context["reply_by"] == date.fromisoformat(case.expect["reply_by"])


@every_case
def test_the_words_of_the_person_stand_once(rules: RuleSet, name: str) -> None:
    own = CASES[name].facts.get("problem", "").rstrip("。")
    if own:
        for kind in ("merchant_demand", "platform_intervention", "complaint_12315"):
            one = letters_of(rules, name).get(kind)
            assert one is None or \
                one.body.removeprefix(one.title).count(own[:12]) == 1, kind


def test_the_spread_of_cases_is_wide(rules: RuleSet) -> None:
    assert len(CASES) >= 30
    offered = {k for name in CASES for k in letters_of(rules, name)}
    assert set(rules.letters) <= offered


@pytest.mark.parametrize("kind", ["merchant_demand", "complaint_12315", "report_12315"])
def test_a_letter_has_room_on_one_page(rules: RuleSet, kind: str) -> None:
    """A page holds 38 lines of 37 characters (A4, 12 pt, line spacing 1.5)."""
    for name in CASES:
        one = letters_of(rules, name).get(kind)
        if one is not None:
            lines = [x for x in one.text.split("\n") if x]
            assert sum(-(-len(x) // 35) for x in lines) + 4 <= 38, (name, len(lines))
