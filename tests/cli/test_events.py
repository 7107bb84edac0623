"""log, reply, deadlines and the Chinese words for commands."""

from __future__ import annotations

import json
import re

import pytest

from tests.cli.conftest import AS_OF, TOLD, sets
from weiquan.cli.app import ALIASES, COMMANDS
from weiquan.store.folder import create_case, read_case, save_case
from weiquan.store.home import find_case

AT = ("--as-of", AS_OF)


@pytest.fixture
def home(tmp_path):
    """A folder with one case in it."""
    from datetime import datetime

    now = datetime.fromisoformat(AS_OF)
    with create_case(tmp_path / "案卷", now) as case:
        for fact, value in {"happened": ["mismatch"], "platform": "douyin", "paid": "299.00",
                            "received_on": "2026-11-17", "refund_status": "applied"}.items():
            case.set_answer(fact, value, "wizard", now)
        save_case(case)
    return tmp_path / "案卷"


# ---------------------------------------------------------------- log

@pytest.mark.parametrize(("words", "fact", "value"), [
    ("商家拒绝", "merchant_response", "refused"), ("merchant_refused", "refund_status", "rejected"),
    ("商家同意了", "merchant_response", "agreed"),
    ("平台驳回", "platform_decision", "for_merchant"),
    ("已寄回", "refund_status", "sent_back"), ("12315受理", "filed_result", "accepted"),
    ("12315终止", "filed_result", "ended"), ("收到传票", "paper_kind", "court"),
])
def test_an_event_changes_the_answers_and_shows_the_card(weiquan, home, words, fact, value):
    got = weiquan("log", words, "--dir", home, *AT)
    assert got.code == 0, got.err
    assert "记下了「" in got.err
    assert re.search("先做[一两]件", got.out)
    case = read_case(find_case(home, "1"))
    assert case.facts[fact].value == value
    assert "先做" in (case.folder / "先做什么.txt").read_text(encoding="utf-8")


def test_the_day_of_an_event_is_kept(weiquan, home):
    assert weiquan("log", "商家签收退货", "--at", "11.20", "--dir", home, *AT).code == 0
    assert read_case(find_case(home, "1")).facts["return_signed_on"].value == "2026-11-20"


def test_an_event_that_contradicts_the_answers_is_shown_with_both(weiquan, home):
    got = weiquan("log", "已寄回", "--at", "11.16", "--dir", home, *AT)
    assert "先改：" in got.out
    assert "2026-11-16" in got.out


def test_a_day_before_the_order_is_refused_and_nothing_is_stored(weiquan, home):
    assert weiquan("log", "已申请", "--dir", home, *AT).code == 0
    from datetime import datetime

    from weiquan.store.folder import open_case

    with open_case(find_case(home, "1")) as case:
        case.set_answer("ordered_on", "2026-11-10", "wizard", datetime.fromisoformat(AS_OF))
        save_case(case)
    before = read_case(find_case(home, "1")).facts
    got = weiquan("log", "已寄回", "--at", "11.9", "--dir", home, *AT)
    assert got.code == 2
    assert "早于" in got.err
    assert read_case(find_case(home, "1")).facts == before


@pytest.mark.parametrize(("argv", "said"), [
    (("log", "下雨了"), "--list"), (("log", "商家拒绝", "--at", "后天"), "还没到"),
])
def test_what_cannot_be_logged_is_said(weiquan, home, argv, said):
    got = weiquan(*argv, "--dir", home, *AT)
    assert got.code == 2
    assert said in got.err


def test_every_event_is_named_by_all_its_words(rules):
    from weiquan.core.case.events import event_named

    assert len(rules.events) > 12
    for event in rules.events.values():
        for words in (event.id, event.label, *event.says):
            assert event_named(rules, words) is event, words


# ---------------------------------------------------------------- reply

@pytest.mark.parametrize("text", [
    "亲，这个影响二次销售，不能退哦", "影响二次销售", "退回来我们没法卖了呀",
])
def test_an_excuse_is_recognised_and_answered_in_three_tones(weiquan, text):
    got = weiquan("reply", text, *sets({"happened": "return_refused、unwanted"}), *AT)
    assert got.code == 0, got.err
    assert "听上去是“影响二次销售”" in got.out
    for tone in ("平和", "坚决", "最后一次"):
        assert f"（{tone}）" in got.out
    assert "现在就留好" in got.out


@pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.nightly)])
def test_no_tone_ties_the_demand_to_a_threat(weiquan, rules, every):
    assert len(rules.excuses) > 60
    for excuse in list(rules.excuses.values())[::every]:
        got = weiquan("reply", excuse.says[0], *AT, "--json")
        for found in json.loads(got.out)["found"]:
            for tone in found["tones"]:
                text = tone["text"].replace(found["tones"][0]["text"], "")
                threat = re.search("否则|不然|不.{0,6}就|没有办理的|12315|曝光|报警|起诉", text)
                assert not threat, text
            if not found["right"]:
                assert [t["name"] for t in found["tones"]] == ["平和", "坚决", "最后一次"]


def test_an_excuse_that_belongs_to_something_else_is_told_so(weiquan):
    facts = sets({"happened": "not_shipped"})
    got = weiquan("reply", "影响二次销售，不能退", *facts, *AT, "--json")
    [found] = json.loads(got.out)["found"]
    assert found["beside"] is True
    assert "无理由" in found["says"]
    assert "按无理由退货办理" not in found["tones"][0]["text"]


def test_where_a_rule_answers_it_for_this_case_only_that_is_said(weiquan):
    got = weiquan("reply", "影响二次销售，不能退", *sets({"happened": "mismatch"}), *AT, "--json")
    [found] = json.loads(got.out)["found"]
    assert found["beside"] is False
    assert "争的是实物和说的不一样" in found["answer"][0]
    assert not any("完好" in x for x in found["answer"])
    for tone in found["tones"]:
        assert "争的是实物和说的不一样" in tone["text"]
        assert "按无理由退货办理" not in tone["text"]
    assert {(b["law"], b["article"]) for b in found["basis"]} == {("消法", "23(2)")}


@pytest.mark.parametrize("text", ["今天天气不错", "好的呢亲", "嗯"])
def test_what_is_no_excuse_is_not_made_one(weiquan, text):
    got = weiquan("reply", text, *AT)
    assert got.code == 0, got.err
    assert "认不出" in got.out
    assert got.out.count("？") >= 2


def test_every_sample_of_every_excuse_is_recognised(rules):
    from weiquan.core.asking.sounding import sounds_like

    fact = rules.specs["excuse"]
    samples = [(e.id, s) for e in rules.excuses.values() for s in e.says]
    found = [(i, sounds_like(rules, fact, s)) for i, s in samples]
    assert sum(i in ids for i, ids in found) >= 0.97 * len(samples)
    assert sum(ids[:1] == [i] for i, ids in found) >= 0.9 * len(samples)


def test_a_reply_can_come_from_a_file_or_a_pipe(weiquan, tmp_path):
    (tmp_path / "话.txt").write_text("财务在走流程，请耐心等待", encoding="utf-8")
    got = weiquan("reply", "--file", tmp_path / "话.txt", *AT)
    assert "还在走流程、审核" in got.out
    assert weiquan("reply", "--file", tmp_path / "没有.txt", *AT).code == 2


# ---------------------------------------------------------------- deadlines, words

def test_deadlines_are_listed_and_written_as_a_calendar(weiquan, tmp_path):
    told = sets({**TOLD, "page_deadline": "2026-11-24T10:00", "refund_status": "rejected"})
    assert "[自己]" in weiquan("deadlines", *told, *AT).out
    assert json.loads(weiquan("deadlines", *told, *AT, "--json").out)["deadlines"]
    got = weiquan("deadlines", *told, *AT, "--ics", tmp_path / "期限.ics")
    assert got.code == 0, got.err
    data = (tmp_path / "期限.ics").read_bytes()
    lines = data.decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert all(len(x.encode()) <= 75 for x in lines)
    assert b"DTSTART:20261124T020000Z" in data
    assert data.count(b"BEGIN:VALARM") >= 2
    assert data.count(b"BEGIN:VEVENT") == data.count(b"END:VEVENT") > 0


@pytest.mark.parametrize(("words", "first"), [
    (("期限", *sets({"happened": "mismatch"}), *AT), ""), (("证据", *sets(TOLD), *AT), "先取："),
    (("投诉", *sets(TOLD), *AT), "投诉书"), (("帮助",), "weiquan"), (("帮助", "期限"), "--ics"),
])
def test_commands_have_chinese_names(weiquan, words, first):
    got = weiquan(*words)
    assert got.code == 0, got.err
    assert first in got.out


def test_every_chinese_name_leads_to_a_command():
    assert {w[0] for w in ALIASES.values()} <= {*COMMANDS, "--help"}
