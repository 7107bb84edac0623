"""What the person is asked to tell besides, after a story."""

from __future__ import annotations

import io
import random
from datetime import date, datetime
from decimal import Decimal

import pytest

from tests.explore import walk
from weiquan.cli.opening import BESIDES, tell_besides, tell_first
from weiquan.cli.session import CaseSession
from weiquan.core.asking.besides import added, perhaps_by_number, told_besides
from weiquan.core.asking.further import MOST, followups
from weiquan.core.asking.hearing import hear
from weiquan.core.case.checks import takes_own_words
from weiquan.core.language.condition import ALWAYS, Special
from weiquan.core.values.inwords import InWords
from weiquan.render.wrap import wrap
from weiquan.store.folder import create_case
from weiquan.wizard.plain import PlainPrompter

NOW = datetime(2026, 9, 17, 20)
STORY = "拼多多买的烧水壶，用了一个月就漏电，商家说过了保修不给修"


def _texts(rules, facts):
    return [x.text for x in followups(rules, facts, NOW)]


def test_every_thing_that_happens_has_something_to_tell_besides(rules):
    for label in rules.happened:
        found = followups(rules, {"happened": (label,)}, NOW)
        assert sum(x.happened == label for x in found) >= 2, label
        assert len(found) <= MOST


@pytest.mark.parametrize("facts", [{"paid": Decimal(9)}, {"happened": Special.UNSURE}])
def test_where_it_is_not_known_what_happened_what_decides_every_case_is_asked(rules, facts):
    found = followups(rules, facts, NOW)
    assert len(found) == MOST
    assert not any(x.happened for x in found)
    assert {"promise_text", "proof_by"} <= {f for x in found for f in x.about}


OF_PARCELS = ("物流", "签收", "面单", "包裹", "驿站", "外箱", "快递", "开箱", "拆箱", "寄出",
              "发货")
OF_ORDERS = ("下单", "订单", "页面", "直播", "交易快照", "申请提交", "倒计时", "弹窗")
NEVER_SENT = ("fault_later", "mismatch", "fake_or_used", "wrong_missing", "arrived_bad", "unwanted",
              "return_refused", "food", "accused", "damaged_other")


@pytest.mark.parametrize("happened", NEVER_SENT)
@pytest.mark.parametrize("where", ["street", "meeting", "organ", None])
def test_what_nobody_said_was_sent_is_asked_for_nothing_of_a_parcel(rules, happened, where):
    facts = {"happened": (happened,), **({"where_bought": where} if where else {})}
    words = OF_PARCELS + (OF_ORDERS if where else ())
    texts = [x.text for x in followups(rules, facts, NOW, 99)]
    assert len(texts) >= 3
    assert [t for t in texts if any(w in t for w in words)] == []


def test_what_was_sent_is_asked_for_its_parcel(rules):
    for happened, word in (("wrong_missing", "面单"), ("arrived_bad", "外箱"),
                           ("return_refused", "签收")):
        facts = {"happened": (happened,), "platform": "jd", "where_bought": "shop",
                 "goods_kind": "general"}
        assert any(word in x.text for x in followups(rules, facts, NOW, 99)), happened


def test_what_stops_the_rest_is_asked_before_what_was_answered(rules):
    found = followups(rules, {"happened": ("return_refused", "mismatch", "scam")}, NOW)
    assert [x.happened for x in found[:3]] == ["scam", "scam", "mismatch"]


def test_what_is_known_is_not_asked_for_nor_what_is_unclear(rules):
    facts = {"happened": ("fault_later",)}
    assert any("保修写几个月" in x for x in _texts(rules, facts))
    for known in ("in_time", Special.UNSURE):
        assert not any("保修写几个月" in x for x in _texts(rules, {**facts, "warranty": known}))


def test_whatever_has_no_condition_is_asked_where_nothing_else_is_known(rules):
    for x in rules.followups:
        if x.when == ALWAYS and x.happened:
            found = followups(rules, {"happened": (x.happened,)}, NOW, 99)
            asked = {f for y in found for f in y.about}
            assert x in found or (x.about and set(x.about) <= asked) or "吊牌" in x.text, x.id


def test_of_two_things_each_is_asked_about_and_nothing_twice(rules):
    found = followups(rules, {"happened": ("fault_later", "damaged_other")}, NOW)
    assert {x.happened for x in found} == {"fault_later", "damaged_other", ""}
    asked = [f for x in found for f in x.about]
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize("seed", range(30))
def test_in_any_case_it_asks_for_something_that_is_not_known(rules, seed):
    facts = walk(rules, random.Random(seed)).facts
    for x in followups(rules, facts, NOW):
        assert not x.about or any(f not in facts for f in x.about)


def test_the_kind_of_thing_decides_what_is_asked(rules):
    facts = {"happened": ("fake_or_used",)}
    assert any("激活日" in x for x in _texts(rules, {**facts, "goods_kind": "phone"}))
    assert not any("激活日" in x for x in _texts(rules, {**facts, "goods_kind": "clothing"}))


def test_a_kind_of_its_own_is_asked_for_what_decides_it(rules):
    for kind in {x.kind for x in rules.followups if x.kind}:
        facts = {kind: rules.specs[kind].choices[0].id}
        for label in ((), ("booking",)):
            found = followups(rules, {**facts, **({"happened": label} if label else {})}, NOW)
            assert any(x.kind == kind for x in found), kind
            assert all(x.kind in {kind, ""} and not x.happened for x in found), kind
    assert not any(x.kind for x in followups(rules, {"happened": ("booking",)}, NOW))


# ---------------------------------------------------------------- what is answered

def _told(rules, more, asked=(), story=STORY):
    given = hear(rules, story, NOW).facts() if story else {}
    found = told_besides(rules, story, more, asked, given, NOW)
    return given, found, added(given, found)


def test_what_is_added_is_read_with_the_story(rules):
    given, _, more = _told(rules, "9月3号就跟客服说了，实付128块")
    assert not {"told_on", "paid"} & set(given)
    assert more["paid"] == Decimal(128)
    assert more["told_on"] == date(2026, 9, 3)


def test_what_was_told_before_is_not_read_again(rules):
    given, found, _ = _told(rules, "实付128块")
    assert given["platform"] == "pdd"
    assert all(p.fact not in given or p.fact == "problem" or set(p.value) - set(given[p.fact])
               for p in found)


def test_what_was_taken_off_is_not_proposed_again(rules):
    given = {k: v for k, v in hear(rules, STORY, NOW).facts().items() if k != "platform"}
    found = told_besides(rules, STORY, "实付128块", (), given, NOW)
    assert {p.fact for p in found} >= {"paid"}
    assert "platform" not in {p.fact for p in found}


def test_more_answers_of_one_fact_join_those_that_were_there(rules):
    given, _, more = _told(rules, "漏电还把插座烧坏了")
    assert set(given["happened"]) < set(more["happened"])


def test_a_line_with_a_number_answers_what_has_the_number(rules):
    asked = [x for x in rules.followups if x.about == ("paid",)]
    _, found, more = _told(rules, "1. 128", asked)
    assert more["paid"] == Decimal(128)
    assert next(p for p in found if p.fact == "paid").words == "128"
    assert "paid" not in _told(rules, "2. 128", asked)[2]
    assert _told(rules, "1. 忘了", asked)[2]["paid"] is Special.UNSURE


def test_an_answer_that_none_of_the_choices_fits_is_kept_in_its_own_words(rules):
    asked = [x for x in rules.followups
             if any(takes_own_words(rules.specs[f]) for f in x.about)][:1]
    _, _, more = _told(rules, "1. 都不是：区里给过一份盖章的回信", asked)
    assert InWords("区里给过一份盖章的回信") in more.values()


def test_numbers_may_stand_in_one_line_and_are_no_words_of_the_story(rules):
    _, found, more = _told(rules, "1. 没写 2、9月3号跟客服说的；3 3 月修过一次")
    assert more["told_on"] == date(2026, 9, 3)
    [words] = [p.words for p in found if p.fact == "told_on"]
    assert words == "9月3号跟客服说的"


def test_a_number_before_a_unit_is_an_amount(rules):
    asked = [x for x in rules.followups if "told_on" in x.about][:1]
    assert asked
    _, _, more = _told(rules, "实付 1 块钱试用的，后来扣了128", asked)
    assert "told_on" not in more


def test_answers_in_pieces_are_kept_and_are_no_story_for_letters(rules, tmp_path):
    given, _, more = _told(rules, "1. 没写 2、还没投诉")
    assert "problem" not in more
    facts, _ = _opened(rules, tmp_path, f"{STORY}\n\n\n1. 没写 2、还没投诉\n\n0\n")
    assert facts["told_more"] == "1. 没写 2、还没投诉"
    assert facts["problem"] == given["problem"]


def test_words_that_sound_like_one_choice_answer_by_number(rules):
    asked = [x for x in rules.followups if x.about == ("warranty",)]
    _, _, more = _told(rules, "1. 还在保修期里", asked, "拼多多买的烧水壶漏电")
    assert more["warranty"] in {c.id for c in rules.specs["warranty"].choices}


def test_what_an_answer_may_mean_is_asked_about_and_never_assumed(rules, tmp_path):
    asked = [x for x in rules.followups if x.about == ("use_why",)][:1]
    words = "1. 一直小心得很，从来没让它磕着碰着"
    assert "normal" in perhaps_by_number(rules, words, asked, set(), 4)["use_why"]
    assert perhaps_by_number(rules, words, asked, {"use_why"}, 4) == {}
    assert perhaps_by_number(rules, "1. 有", asked, set(), 4) == {}


@pytest.mark.parametrize("words", ["还没找12315", "没有投诉过，也没打12315", "12315 没打过"])
def test_what_is_denied_is_no_answer(rules, words):
    asked = [x for x in rules.followups if "filed" in x.about][:1]
    assert _told(rules, f"1. {words}", asked)[2].get("filed") in {None, ("none",), "none"}


def test_what_cannot_be_is_not_taken(rules):
    asked = [x for x in rules.followups if "received_on" in x.about][:1]
    assert "received_on" not in _told(rules, "1. 2031-01-01", asked)[2]


# ---------------------------------------------------------------- on the screen

def _opened(rules, tmp_path, typed):
    session = CaseSession(rules, lambda: create_case(tmp_path / "案卷", NOW), lambda: NOW)
    screen = io.StringIO()
    prompter = PlainPrompter(wrap, io.StringIO(typed), screen)
    try:
        tell_besides(session, prompter, tell_first(session, prompter))
    finally:
        session.close()
    return session.facts(), screen.getvalue()


def test_it_is_asked_once_after_the_story_and_confirmed(rules, tmp_path):
    facts, screen = _opened(rules, tmp_path, f"{STORY}\n\n\n实付128块\n\n\n")
    assert screen.count(BESIDES) == 1
    assert f"1. {next(iter(_texts(rules, {'happened': ('fault_later',)})))}" in screen
    assert "[x] 实付金额：128.00 元" in screen
    assert facts["paid"] == Decimal(128)


def test_enter_skips_it(rules, tmp_path):
    facts, screen = _opened(rules, tmp_path, f"{STORY}\n\n\n\n")
    assert BESIDES in screen
    assert "paid" not in facts


def test_what_is_taken_off_there_is_not_kept(rules, tmp_path):
    facts, _ = _opened(rules, tmp_path, f"{STORY}\n\n\n实付128块\n\n0\n")
    assert "paid" not in facts
    assert facts["platform"] == "pdd"


def test_in_an_emergency_nobody_has_to_write_more(rules, tmp_path):
    story = "有人说是抖音客服要给我退款，让我共享屏幕，刚刚转走了三万，还在问我要验证码"
    facts, screen = _opened(rules, tmp_path, f"{story}\n\n\n\n")
    assert "scam" in facts["happened"]
    assert BESIDES not in screen
