"""What is answered in own words to the things asked for besides: read, denied, not known, kept."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal

import pytest

from weiquan.cli.opening import tell_besides, tell_first
from weiquan.cli.session import CaseSession
from weiquan.core.asking.besides import told_besides, unread
from weiquan.core.asking.hearing import hear
from weiquan.core.asking.numbered import answered
from weiquan.core.case.answers import dump_value, load_value
from weiquan.core.language.condition import Special
from weiquan.core.model import FollowUp
from weiquan.render.wrap import wrap
from weiquan.store.folder import create_case
from weiquan.wizard.plain import PlainPrompter

NOW = datetime(2026, 9, 17, 20)
NO = ("没有", "没", "没有的", "都没有")
NOT_KNOWN = ("不知道", "不清楚", "忘了", "不记得了")


def _read(rules, entry, words, given=None):
    have = given or {"happened": (entry.happened or "mismatch",)}
    return {p.fact: p.value for p in told_besides(rules, "", f"1. {words}", [entry], have, NOW)}


def _about(*facts, text="……", **more):
    return FollowUp(id="x", text=text, about=facts, **more)


def test_a_plain_answer_gives_what_the_rules_say_it_means(rules):
    for entry in rules.followups:
        for words, value in (*((w, entry.no) for w in NO), ("有", entry.yes)):
            have = answered(rules, entry, words, NOW)
            if value is None:
                assert have == {}, (entry.id, words)
            else:
                [fact] = entry.about
                spec = rules.specs[fact]
                want = (value,) if spec.type == "choices" else value
                assert have == {fact: want}, (entry.id, words)
                assert load_value(spec, dump_value(spec, want), NOW) == want


def test_what_is_not_known_is_not_asked_again(rules):
    for entry in rules.followups:
        for words in NOT_KNOWN:
            have = answered(rules, entry, words, NOW)
            assert set(have.values()) <= {Special.UNSURE}, (entry.id, words)
            assert len(have) == (len(entry.about) == 1 and rules.specs[entry.about[0]].unsure
                                 and entry.about != ("happened",)), (entry.id, words)


@pytest.mark.parametrize(("fact", "words", "value"), [
    ("told_on", "9月3号在微信上跟客服说的", date(2026, 9, 3)),
    ("told_on", "没在9月3号说", None),
    ("told_on", "9月3号说过，9月8号又说了一次", None),
    ("refunded_amount", "退到微信了，退了300元", Decimal(300)),
    ("refunded_amount", "先退300元，又退200元", None),
    ("usual_price", "没有", None),
    ("use_why", "一直照说明书用的，没摔过", "normal"),
    ("filed", "12315，没打过", None),
])
def test_a_day_or_a_sum_is_read_among_other_words(rules, fact, words, value):
    assert _read(rules, _about(fact), words, {"happened": ("cancelled",)}).get(fact) == value


@pytest.mark.parametrize("words", [
    "页面没写延迟赔", "没写“假一赔三”", "店里没写几天能退，也没说过不退", "没承诺包退",
    "老人自己不愿退", "里面没有要紧的资料", "鉴定做过", "点过退款了，没下文", "客服没说不用退货",
    "滤网脏了", "监控他不给看", "柜子的取件码没收到过", "走苹果扣的",
])
def test_what_is_denied_or_only_named_adds_nothing(rules, words):
    story = "网上买的东西坏了，想问问"
    given = hear(rules, story, NOW).facts()
    found = {p.fact for p in told_besides(rules, story, words, (), given, NOW)}
    assert not found & {"wishes", "promise_what", "promised_multiple", "keep_agreed", "goods_kind",
                        "product", "custom_kind", "excuse", "refund_status"}, found
    happened = {v for p in told_besides(rules, story, words, (), given, NOW)
                if p.fact == "happened" for v in p.value}
    assert not happened & {"promise", "return_refused", "wrong_missing", "accused"}, happened


def test_the_question_said_again_answers_nothing(rules):
    for entry in rules.followups[::8]:   # each is heard in full, which takes its time
        for clause in entry.text.split("，"):
            assert _read(rules, entry, clause).keys() <= set(entry.about), clause


def test_what_nothing_was_read_from_is_kept_in_sight(rules):
    found = told_besides(rules, "", "1. 隔壁老张也看见了 2. 9月3号跟客服说的；没有", (), {}, NOW)
    assert unread("1. 隔壁老张也看见了 2. 9月3号跟客服说的；没有", found) == ["隔壁老张也看见了"]


@pytest.mark.parametrize("told", ["隔壁老张也看见了", "隔壁老张也看见了。实付128块"])
def test_the_words_that_were_not_read_are_shown_and_stored(rules, tmp_path, told):
    session = CaseSession(rules, lambda: create_case(tmp_path / "案卷", NOW), lambda: NOW)
    screen = io.StringIO()
    typed = io.StringIO(f"拼多多买的烧水壶，用了一个月就漏电，商家不给修\n\n\n{told}\n\n\n\n")
    prompter = PlainPrompter(wrap, typed, screen)
    try:
        tell_besides(session, prompter, tell_first(session, prompter))
        shown = screen.getvalue() + "".join(session.title)
    finally:
        session.close()
    assert "没读出来的，原话留着：“隔壁老张也看见了”" in shown
    assert session.facts()["told_more"] == told


def test_what_was_carried_home_from_a_shop_was_had_at_once_and_is_told_so(rules):
    heard = hear(rules, "5月21日在商场里买的电饭煲，用了两个月就不通电了，店里不管", NOW)
    [p] = [p for p in heard.proposals if p.fact == "received_on"]
    assert p.value == date(2026, 5, 21)
    assert "店里买的" in p.note
