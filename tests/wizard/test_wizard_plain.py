"""The wizard line by line, over pipes."""

from __future__ import annotations

import io
import re

import pytest
from small_session import SmallSession

from weiquan.errors import CaseError
from weiquan.wizard.plain import PlainPrompter
from weiquan.wizard.prompter import Prompter, Stopped
from weiquan.wizard.session import Option
from weiquan.wizard.wizard import Wizard

OPTIONS = (Option("a", "催告函"), Option("b", "投诉书", "寄到市场监管局"), Option("c", "起诉状"))


class Run:
    """A run of the wizard on these lines."""

    def __init__(self, *lines: str, facts: dict[str, object] | None = None,
                 grouped: bool = False) -> None:
        self.session = SmallSession(grouped=grouped)
        self.session.facts = dict(facts or {})
        out = io.StringIO()
        prompter = PlainPrompter(None, io.StringIO("".join(f"{x}\n" for x in lines)), out)
        self.end = "done"
        try:
            Wizard(self.session, prompter).run()
        except Stopped as stopped:
            self.end = stopped.reason
        self.text = out.getvalue()
        self.facts = self.session.facts


BOUGHT = {"platform": "pdd", "paid": "299.00"}
TO_EVIDENCE = {**BOUGHT, "received": False}
TO_SAID = {**TO_EVIDENCE, "evidence": ["chat", "video"]}


def test_a_whole_interview():
    run = Run("2", "299", "1", "11.20", "1 3", "不给退", "13800000000", "1")
    assert run.end == "done"
    assert run.facts == {
        "platform": "taobao", "paid": "299.00", "received": True, "received_on": "2026-11-20",
        "evidence": ["chat", "video"], "said": "不给退", "phone": "13800000000",
    }


def test_no_escape_bytes_are_written():
    run = Run("2", "<", "", "abc", "299", "#", "2", "3", "1", "?", "不清楚",
              facts={"said": "好\x1b[2J"})
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", run.text)


@pytest.mark.parametrize("line", ["3", "３", " 3 ", "3.", "抖音商城", "douyin"])
def test_an_option_is_named_by_number_or_label(line):
    assert Run(line).facts["platform"] == "douyin"


@pytest.mark.parametrize("line", ["0", "6", "-1", "1 2", "二", "99999999999", "", "拼"])
def test_what_is_no_option_is_asked_again(line):
    run = Run(line)
    assert "请输入 1 到 5 中的一个编号。" in run.text
    assert run.facts == {}


@pytest.mark.parametrize("line", ["1 3", "3，1", "１、３", "1,3,1", "聊天记录 3 "])
def test_several_options_are_named_by_numbers(line):
    run = Run(line, facts=TO_EVIDENCE)
    expected = ["chat", "video"] if "聊" not in line else None
    assert run.facts.get("evidence") == expected


@pytest.mark.parametrize("line", ["0", "０", "都没有"])
def test_none_of_several_is_said_explicitly(line):
    assert Run(line, facts=TO_EVIDENCE).facts["evidence"] == []


def test_an_empty_line_does_not_mean_none_of_several():
    run = Run("", facts=TO_EVIDENCE)
    assert "evidence" not in run.facts
    assert "都没有就输入 0" in run.text


@pytest.mark.parametrize(("asked", "value"), [
    ("evidence", ["chat"]), ("evidence", []), ("evidence", {"unsure": True}),
    ("received", True), ("received", {"unsure": True}), ("platform", "other"),
    ("paid", "5.00"), ("said", {"unsure": True}), ("phone", "1"),
])
def test_an_empty_line_keeps_an_earlier_answer(asked, value):
    facts = {asked: value}
    prompts = Run("<", facts=facts)
    assert "现在的答案：" in prompts.text
    run = Run("<", "", facts=facts)
    assert "没有改动：" in run.text
    assert run.facts == facts
    assert run.session.saves == 0


@pytest.mark.parametrize("line", ["不清楚", "不知道", " 记不清 "])
@pytest.mark.parametrize("facts", [{}, TO_EVIDENCE, TO_SAID])
def test_unsure_is_saved(line, facts):
    run = Run(line, facts=facts)
    assert {"unsure": True} in run.facts.values()


def test_unsure_is_a_number_of_the_list():
    assert Run("3", facts=BOUGHT).facts["received"] == {"unsure": True}
    assert Run("5", facts=TO_EVIDENCE).facts["evidence"] == {"unsure": True}


def test_none_of_several_is_a_number_of_the_list():
    assert Run("4", facts=TO_EVIDENCE).facts["evidence"] == []


@pytest.mark.parametrize("line", ["?", "？"])
def test_a_question_mark_says_why_it_is_asked(line):
    run = Run(line, facts={**BOUGHT, "received": True})
    assert "物流里的签收时间。" in run.text.rpartition("哪天收到的？")[2]
    assert "物流里的签收时间。" not in run.text.partition("哪天收到的？")[2].partition("> ")[0]
    assert "received_on" not in run.facts


@pytest.mark.parametrize("line", ["<", "＜", "《", "〈"])
def test_back_asks_the_earlier_question_again(line):
    assert Run(line, "5", facts={"platform": "pdd", "paid": "299.00"}).facts["paid"] == "5.00"


@pytest.mark.parametrize("line", ["#", "＃"])
def test_the_review_opens_and_returns_to_the_question(line):
    run = Run(line, "3", "8", "", "不退", facts=TO_SAID)
    # The review is left by its first entry, which Enter alone chooses.
    assert run.facts == {**TO_SAID, "paid": "8.00", "said": "不退"}


@pytest.mark.parametrize(
    "lines", [("q",), ("299", "q"), ("299", "不清楚", "ｑ"), ("299", "3", "不清楚", "Q")]
)
def test_stop_at_any_question(lines):
    assert Run(*lines, facts={"platform": "pdd"}).end == "quit"


@pytest.mark.parametrize(
    "lines", [(), ("1",), ("1", "299"), ("1", "299", "2"), ("1", "5", "3", "不清楚")]
)
def test_the_end_of_input_stops_and_keeps_the_answers(lines):
    run = Run(*lines)
    assert run.end == "eof"
    assert len(run.facts) == len(lines)


@pytest.mark.parametrize("facts", [{}, {"platform": "pdd"}, BOUGHT, TO_EVIDENCE, TO_SAID])
def test_the_commands_are_visible_at_every_question(facts):
    page = Run(facts=facts).text
    for command in ("< 上一题", "? 为什么问", "# 看和改", "q 存好退出"):
        assert command in page
    assert ("不清楚" in page) is (facts != {"platform": "pdd"})


def test_control_characters_in_a_line_are_dropped():
    assert Run("不\x07退\x1b[A\x00\t了", facts=TO_SAID).facts["said"] == "不退 了"


def test_a_lone_surrogate_cannot_reach_the_case():
    assert Run("不退\udce4", facts=TO_SAID).facts["said"] == "不退\ufffd"


def test_a_failed_save_ends_the_run_with_its_message(tmp_path, monkeypatch):
    monkeypatch.setenv("SMALL_SESSION_FULL", "1")
    session = SmallSession(tmp_path / "case.json")
    with pytest.raises(CaseError, match="磁盘满了"):
        Wizard(session, PlainPrompter(None, io.StringIO("1\n299\n1\n"), io.StringIO())).run()
    assert SmallSession(tmp_path / "case.json").facts == {"platform": "pdd"}


def test_the_answer_is_on_disk_before_the_next_question_is_shown(tmp_path):
    path = tmp_path / "case.json"
    seen: list[int] = []

    class Watched(io.StringIO):
        def write(self, text: str) -> int:
            if "共约" in text:
                seen.append(len(SmallSession(path).facts))
            return super().write(text)

    lines = io.StringIO("1\n299\n2\n5\n不清楚\n不清楚\n")
    with pytest.raises(Stopped):
        Wizard(SmallSession(path), PlainPrompter(None, lines, Watched())).run()
    assert seen == [0, 1, 2, 3, 4, 5]


# ---------------------------------------------------------------- helpers

def helper(lines: str) -> Prompter:
    return PlainPrompter(None, io.StringIO(lines), io.StringIO())


def test_one_of_several_takes_the_preselected_on_enter():
    assert helper("\n").choose_one("写哪份？", OPTIONS, "b") == "b"


def test_many_of_several_keep_the_preselected_on_enter():
    assert helper("\n").choose_many("写哪几份？", OPTIONS, ["c", "a"]) == ("a", "c")


@pytest.mark.parametrize(("line", "ticked"), [
    ("+1 -2", ("a", "c")), ("＋1、－2", ("a", "c")), ("-3", ("b",)), ("-2 -3", ()),
    ("+2", ("b", "c")),
])
def test_ticks_can_be_changed_one_by_one(line, ticked):
    assert helper(f"{line}\n").choose_many("写哪几份？", OPTIONS, ["b", "c"]) == ticked


def test_a_change_of_what_is_not_there_is_asked_again():
    assert helper("+9\n-1 x\n2\n").choose_many("写哪几份？", OPTIONS, ["c"]) == ("b",)


def test_many_of_several_may_be_none():
    assert helper("0\n").choose_many("写哪几份？", OPTIONS, ["c", "a"]) == ()


@pytest.mark.parametrize("lines", ["q\n", ""])
def test_leaving_a_helper_stops(lines):
    with pytest.raises(Stopped):
        helper(lines).choose_many("写哪几份？", OPTIONS)


# ---------------------------------------------------------------- long lists, groups, own words

MANY = tuple(Option(f"o{n}", f"第{n}项", words=(f"俗称{n}号",)) for n in range(1, 13))


@pytest.mark.parametrize("line", ["12", "第12项", "俗称12", "１２"])
def test_a_row_of_a_long_list_is_found_by_a_word(line):
    assert helper(f"{line}\n").choose_one("哪一项？", MANY) == "o12"


def test_a_word_of_several_rows_lists_those():
    out = io.StringIO()
    prompter = PlainPrompter(None, io.StringIO("俗称1\n11\n"), out)
    assert prompter.choose_one("哪一项？", MANY) == "o11"
    again = out.getvalue().rpartition("哪一项？")[2]
    assert "带「俗称1」的有 4 项" in again
    assert "第2项" not in again


def test_groups_come_first_and_their_options_after():
    run = Run("2", "1 2", facts={**TO_SAID, "said": "x", "phone": "1"}, grouped=True)
    assert run.facts["what"] == ["c", "d"]


def test_several_groups_are_chosen_one_after_the_other():
    run = Run("1", "2 3", "3", "2", facts={**TO_SAID, "said": "x", "phone": "1"}, grouped=True)
    assert run.facts["what"] == ["b", "d"]


def test_what_no_option_says_is_said_in_own_words():
    run = Run("3", "东西发霉了", facts={**TO_SAID, "said": "x", "phone": "1"}, grouped=True)
    assert run.facts["what"] == {"said": "东西发霉了"}


def test_own_words_that_sound_like_an_option_are_offered_as_that():
    run = Run("3", "说好的赠品没给", "1", facts={**TO_SAID, "said": "x", "phone": "1"},
              grouped=True)
    assert run.facts["what"] == ["b"]
    assert "像是这一条吗" in run.text


def test_an_answer_in_doubt_is_asked_about():
    facts = {**BOUGHT, "received": True}
    assert Run("12.5", "2", facts=facts).facts.get("received_on") is None
    assert Run("12.5", "1", facts=facts).facts["received_on"] == "2025-12-05"


def test_an_answer_is_taken_away_only_by_saying_so():
    to_phone = {**TO_SAID, "said": "不给退"}
    run = Run("<", "清空", "q", facts=to_phone)
    assert run.facts["said"] == {"unsure": True}
    assert "要删掉就写“清空”。" in run.text
    assert "清空了：" in run.text
    kept = Run("<", "q", facts=to_phone)
    assert kept.facts["said"] == "不给退"
    assert Run("清空", "q", facts=TO_SAID).facts["said"] == "清空"   # nothing to take away
