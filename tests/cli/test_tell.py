"""weiquan tell and --story: own words on the command line, and at the first question."""

from __future__ import annotations

import io
import json
import re
from datetime import datetime

import pytest

from tests.cli.conftest import AS_OF
from weiquan.cli.opening import OFFERED, tell_first
from weiquan.cli.session import CaseSession
from weiquan.render.wrap import wrap
from weiquan.store.folder import create_case
from weiquan.wizard.plain import PlainPrompter
from weiquan.wizard.prompter import Stopped

NOW = datetime.fromisoformat(AS_OF)

STORY = ("8月23在拼多多旗舰店下单的空调，2399元，装上以后内机嗡嗡响。"
         "报修了两次没修好，不修就给我退")


def test_tell_shows_each_reading_with_its_words_and_then_the_card(weiquan):
    got = weiquan("tell", STORY, "--as-of", AS_OF)
    assert got.code == 0, got.err
    assert "没有确认" in got.out
    assert "平台：拼多多　← “8月23在拼多多旗舰店下单的空调”" in got.out
    assert "下单日期：2026年8月23日（周日）" in got.out
    assert "拼多多 · 空调 · 2399.00 元" in got.out
    assert got.out.index("平台：拼多多") < got.out.index("先做")


def test_tell_gives_json(weiquan):
    got = json.loads(weiquan("tell", STORY, "--json", "--as-of", AS_OF).out)
    assert got["schema"] == "weiquan/tell/1"
    assert got["confirmed"] is False
    assert got["facts"]["paid"] == "2399.00"
    assert got["card"]["head"].startswith("拼多多")
    for one in got["readings"]:
        assert STORY[one["start"]:one["end"]].startswith(one["words"][:4])
        assert set(one) == {"fact", "short", "value", "shown", "words", "start", "end", "vague",
                            "note"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_may_be_in_any_encoding_of_chinese(weiquan, tmp_path, encoding):
    (tmp_path / "经过.txt").write_text(STORY, encoding=encoding)
    got = weiquan("tell", "--file", tmp_path / "经过.txt", "--as-of", AS_OF)
    assert "平台：拼多多" in got.out


def test_what_says_nothing_is_no_error(weiquan):
    got = weiquan("tell", "没有，都挺好的。", "--as-of", AS_OF)
    assert (got.code, got.out.strip()[:8]) == (0, "没有读出什么。可")
    assert json.loads(weiquan("tell", "没有", "--json", "--as-of", AS_OF).out)["card"] is None


def test_two_places_or_none_are_errors(weiquan, tmp_path):
    assert weiquan("tell", "坏了", "--file", tmp_path / "x").code == 2
    assert weiquan("tell", "  ").code == 2
    missing = weiquan("tell", "--file", tmp_path / "没有.txt")
    assert missing.code == 2
    assert "没有文件" in missing.err


def test_a_story_is_the_weakest_source_and_is_listed(weiquan, tmp_path):
    (tmp_path / "经过.txt").write_text(STORY, encoding="utf-8")
    got = weiquan("plan", "--story", tmp_path / "经过.txt", "--paid", "1999", "--json",
                  "--as-of", AS_OF)
    assert got.code == 0, got.err
    card = json.loads(got.out)["card"]
    assert "1999.00" in card["head"]
    assert "空调" in card["head"]
    assert "读出来的，没有确认" in got.err
    assert "商品：空调　← " in got.err
    assert "2399" not in got.err.replace("2399元，装上", "")


@pytest.mark.parametrize("command", ["now", "plan", "checklist"])
def test_every_long_form_takes_a_story(weiquan, tmp_path, command):
    (tmp_path / "经过.txt").write_text(STORY, encoding="utf-8")
    got = weiquan(command, "--story", tmp_path / "经过.txt", "--as-of", AS_OF)
    assert got.code == 0, got.err
    assert got.out.strip()


def test_a_reading_that_contradicts_a_flag_gives_way(weiquan, tmp_path):
    (tmp_path / "经过.txt").write_text(
        "9月8日在淘宝买的裙子，9月12日收到货，破了", encoding="utf-8")
    got = weiquan("plan", "--story", tmp_path / "经过.txt", "--ordered-on", "2026-10-01",
                  "--as-of", AS_OF)
    assert got.code == 0, got.err
    assert "收货日期" not in got.err


def test_a_letter_names_what_was_only_read_and_no_day_that_nobody_named(weiquan, tmp_path):
    (tmp_path / "经过.txt").write_text(
        "10月初在淘宝买的裙子，299元，10月12日退货商家签收了，到现在不退款", encoding="utf-8")
    got = weiquan("letter", "merchant_demand", "--story", tmp_path / "经过.txt", "--as-of", AS_OF)
    assert "没有确认" in got.err
    assert "核对" in got.err
    assert "实付金额：299.00 元" in got.err
    assert "下单日期：2026年10月初（没写哪一天）" in got.err
    assert "10月初" in got.out
    assert "10月1日" not in got.out


# ---------------------------------------------------------------- the first question

def opened(rules, tmp_path, typed):
    """What the first question leaves in the session, and what was on the screen."""
    made = []

    def make():
        made.append(create_case(tmp_path / "案卷", NOW))
        return made[0]

    session = CaseSession(rules, make, lambda: NOW)
    screen = io.StringIO()
    try:
        tell_first(session, PlainPrompter(wrap, io.StringIO(typed), screen))
    finally:
        session.close()
    return session, screen.getvalue()


def test_enter_skips_the_story_and_makes_no_folder(rules, tmp_path):
    session, _ = opened(rules, tmp_path, "\n")
    assert not session.begun
    assert not (tmp_path / "案卷").exists()


def test_lines_up_to_an_empty_one_are_the_story_and_enter_keeps_all_of_it(rules, tmp_path):
    session, screen = opened(rules, tmp_path, "拼多多买的空调\n装上就嗡嗡响，报修没人来\n\n\n")
    assert screen.count("“拼多多买的空调”") == 1   # once for all that it says
    assert "[x] 平台：拼多多" in screen
    facts = session.facts()
    assert facts["platform"] == "pdd"
    assert facts["product"] == "空调"
    assert facts["happened"] == ("fault_later",)
    assert "拼多多" in session.case.folder.name


FAULTY = "拼多多买的水壶，实付89元，收到就是坏的，商家不给退。我要退货退款。手续费扣了3元\n\n"


def test_wishes_come_last_with_others_that_can_be_ticked_at_once(rules, tmp_path):
    _, screen = opened(rules, tmp_path, FAULTY + "\n")
    lines = screen.splitlines()
    at = next(n for n, line in enumerate(lines) if "[x] 想要的：退货退款" in line)
    assert not any("[x]" in line for line in lines[at + 1:])
    assert any("还想要别的" in line for line in lines[at:])
    offered = [line for line in lines[at:] if "[ ]" in line]
    assert 1 <= len(offered) <= OFFERED
    assert "退货退款" not in "".join(offered)


def test_a_wish_ticked_besides_is_kept_with_the_one_that_was_read(rules, tmp_path):
    _, screen = opened(rules, tmp_path, FAULTY + "\n")
    number = re.search(r"(\d+)\. \[ \]", screen.split("还想要别的")[1])[1]
    every = re.findall(r"(\d+)\. \[x\]", screen)
    session, _ = opened(rules, tmp_path, f"{FAULTY}{' '.join([*every, number])}\n")
    wishes = session.facts()["wishes"]
    assert wishes[0] == "refund_return"
    assert len(wishes) == 2
    assert session.facts()["paid"] == 89


def test_what_may_have_happened_too_is_offered_below_what_was_heard(rules, tmp_path):
    _, screen = opened(rules, tmp_path, FAULTY + "\n")
    lines = screen.splitlines()
    at = next(n for n, line in enumerate(lines) if "也有下面这样的事" in line)
    assert "发生了什么" in lines[at - 1]
    assert "[ ]" in lines[at + 1]
    every = re.findall(r"(\d+)\. \[x\]", screen)
    number = re.search(r"(\d+)\. \[ \] (.+)", "\n".join(lines[at + 1:]))
    session, _ = opened(rules, tmp_path, f"{FAULTY}{' '.join([*every, number[1]])}\n")
    labels = [rules.happened[x].label for x in session.facts()["happened"]]
    assert labels[-1] == number[2]
    assert len(labels) == 3


def test_a_sum_that_nothing_was_made_of_is_named(rules, tmp_path):
    _, screen = opened(rules, tmp_path, FAULTY + "\n")
    assert "没用上的数：3元。" in screen
    assert "89元" not in screen.split("没用上的数")[1].splitlines()[0]


def test_only_what_stays_ticked_is_kept(rules, tmp_path):
    session, screen = opened(rules, tmp_path, "拼多多买的空调坏了\n\n1\n")
    [first] = [line for line in screen.splitlines() if "  1. [x]" in line]
    assert len(session.facts()) == 1
    assert any(rules.specs[f].short in first for f in session.facts())


def test_nothing_ticked_makes_no_case(rules, tmp_path):
    session, _ = opened(rules, tmp_path, "拼多多买的空调坏了\n\n0\n")
    assert not session.begun


def test_a_story_that_says_nothing_is_asked_for_again(rules, tmp_path):
    session, screen = opened(rules, tmp_path, "唉\n\n\n")
    assert "没有读出什么" in screen
    assert not session.begun


def test_a_pasted_chat_log_keeps_its_lines(rules, tmp_path):
    session, _ = opened(rules, tmp_path, (
        "某某鞋业旗舰店 2026-11-16 10:03:22\n财务在走流程，请耐心等待\n"
        "小满 2026-11-16 10:05:40\n怎么还没退\n\n\n"))
    facts = session.facts()
    assert facts["seller_name"] == "某某鞋业旗舰店"
    assert str(facts["told_on"]) == "2026-11-16"


def test_q_leaves_and_a_vague_day_is_kept_as_such(rules, tmp_path):
    with pytest.raises(Stopped):
        opened(rules, tmp_path, "q\n")
    session, _ = opened(rules, tmp_path, "11月初在淘宝买的裙子破了\n\n\n")
    assert "ordered_on" in session.facts()
    assert session.facts(exact=True)["ordered_on"].said == "2026年11月初"
