"""The wizard on an emulated screen: every kind of question, every way out of one."""

from __future__ import annotations

import re

import pytest
from emulated import CTRL_C, CTRL_D, DELETE, DOWN, ENTER, LEFT, UP, Terminal, paste
from small_session import BY_ID, SmallSession

from weiquan.wizard.prompter import Page, Stopped
from weiquan.wizard.session import Option
from weiquan.wizard.typed import Command

BOUGHT = {"platform": "pdd", "paid": "299.00"}
NOT_RECEIVED = {**BOUGHT, "received": False}
TO_SAID = {**NOT_RECEIVED, "evidence": ["chat"]}
TO_PHONE = {**TO_SAID, "said": "不给退"}
COMPLETE = {**TO_PHONE, "phone": "13800000000"}


def session(facts: dict[str, object]) -> SmallSession:
    """An interview in which this is answered already."""
    some = SmallSession()
    some.facts = dict(facts)
    return some


# ---------------------------------------------------------------- answering

def test_every_kind_of_question_is_answered_and_the_review_ends_the_run(ask):
    run = ask(DOWN, ENTER, "299\r", ENTER, "11.20\r", " \r", "不给退\r", "13800000000\r", ENTER)
    assert run.end == "done"
    assert run.facts == {
        "platform": "taobao", "paid": "299.00", "received": True, "received_on": "2026-11-20",
        "evidence": ["chat"], "said": "不给退", "phone": "13800000000",
    }


def test_the_next_page_says_what_was_understood(ask):
    run = ask("11.20\r", session=session({**BOUGHT, "received": True}))
    assert run.terminal.saw("记下了：收货日期：11月20日（周五）", "手上有哪些东西？")


def test_the_header_counts_the_questions_and_names_the_section(ask):
    run = ask(session=session(BOUGHT))
    assert run.terminal.saw("第 3 题，共约 6 题 · 退款到哪一步")


def test_the_first_page_shows_the_title_of_the_case(ask):
    assert ask().terminal.saw("新的案子：测试", "在哪里买的？")


def test_a_bad_value_is_explained_and_the_typed_text_stays_selected(ask):
    run = ask("29x\r", "299\r", session=session({"platform": "pdd"}))
    assert run.terminal.saw("【再看一下】看不懂「29x」", "> 29x")
    assert run.facts["paid"] == "299.00"


def test_a_bad_value_can_be_corrected_in_place(ask):
    run = ask("29x\r", LEFT, "\x05", DELETE, "9\r", session=session({"platform": "pdd"}))
    assert run.facts["paid"] == "299.00"


def test_an_empty_line_is_no_answer(ask):
    run = ask("\r", session=session(TO_SAID))
    assert run.terminal.saw("还没有填。不清楚就写“不清楚”")
    assert "said" not in run.facts


def test_an_empty_line_where_an_answer_is_needed_does_not_offer_unsure(ask):
    run = ask("\r", session=session({"platform": "pdd"}))
    assert run.terminal.saw("还没有填。这一题要有答案才能往下走")


@pytest.mark.parametrize("keys", ["3\r", "３\r", DOWN * 2 + "\r", UP * 3 + "\r", "13\r"])
def test_a_list_is_moved_in_by_arrows_or_numbers(ask, keys):
    assert ask(keys).facts["platform"] == "douyin"


def test_hints_are_shown_beside_their_labels(ask):
    assert ask().terminal.saw("2. 淘宝（天猫也选这个）")


def test_several_options_are_kept_in_the_order_of_the_list(ask):
    run = ask(DOWN, DOWN, " ", UP, UP, " \r", session=session(NOT_RECEIVED))
    assert run.facts["evidence"] == ["chat", "video"]


def test_a_second_space_takes_the_tick_away(ask):
    run = ask(" ", DOWN, " ", UP, " \r", session=session(NOT_RECEIVED))
    assert run.facts["evidence"] == ["photo"]


def test_enter_on_a_row_with_nothing_ticked_takes_that_row(ask):
    run = ask(DOWN, "\r", session=session(NOT_RECEIVED))
    assert run.facts["evidence"] == ["photo"]


def test_none_of_several_is_a_row_of_its_own(ask):
    run = ask(DOWN * 3, "\r", session=session(NOT_RECEIVED))
    assert run.terminal.saw("> 4. 都没有")
    assert run.facts["evidence"] == []


# ---------------------------------------------------------------- commands

@pytest.mark.parametrize("key", ["?", "？"])
def test_a_question_mark_says_why_it_is_asked(ask, key):
    run = ask(key, session=session({**BOUGHT, "received": True}))
    assert not run.terminal.saw("物流里的签收时间。")
    run = ask(key, "\r", session=session({**BOUGHT, "received": True}))
    assert run.terminal.saw("哪天收到的？", "物流里的签收时间。")
    run = ask(key, session=session(NOT_RECEIVED))
    assert run.terminal.saw("有几样勾几样。", "[ ] 照片")
    assert "evidence" not in run.facts


@pytest.mark.parametrize("typed", ["不清楚", " 不知道 "])
def test_unsure_is_saved_in_a_line(ask, typed):
    assert ask(typed, "\r", session=session(TO_SAID)).facts["said"] == {"unsure": True}


@pytest.mark.parametrize("keys", [DOWN * 2, UP, "3"])
def test_unsure_is_the_last_row_of_the_list(ask, keys):
    run = ask(keys, "\r", session=session(BOUGHT))
    assert run.facts["received"] == {"unsure": True}


def test_unsure_is_refused_with_a_reason_where_an_answer_is_needed(ask):
    run = ask("不清楚\r", session=session({"platform": "pdd"}))
    assert run.terminal.saw("这一题要有答案才能往下走")
    assert "写“不清楚”也行" not in run.terminal.pages[-1]
    assert "paid" not in run.facts


@pytest.mark.parametrize("typed", ["<b>坏了</b>", "?? 什么", "# 1", "q号", "＜看图＞", "quit"])
def test_text_that_only_starts_like_a_command_is_content(ask, typed):
    assert ask(typed, "\r", session=session(TO_SAID)).facts["said"] == typed


@pytest.mark.parametrize("typed", ["q\r", "Q\r", "ｑ\r"])
def test_stop_in_a_line(ask, typed):
    run = ask(typed, session=session(TO_SAID))
    assert (run.end, run.facts) == ("quit", TO_SAID)


@pytest.mark.parametrize("facts", [{}, NOT_RECEIVED, COMPLETE])
@pytest.mark.parametrize("key", ["q", "Q", "ｑ"])
def test_stop_in_every_list(ask, facts, key):
    run = ask(key, session=session(facts))
    assert (run.end, run.facts) == ("quit", facts)
    assert run.terminal.saw("q 存好退出")


@pytest.mark.parametrize("facts", [{}, {"platform": "pdd"}, BOUGHT, NOT_RECEIVED, COMPLETE])
@pytest.mark.parametrize(("key", "end"), [(CTRL_C, "interrupt"), (CTRL_D, "eof")])
def test_ctrl_c_and_ctrl_d_leave_every_kind_of_prompt(ask, facts, key, end):
    run = ask(key, session=session(facts))
    assert (run.end, run.facts) == (end, facts)


def test_ctrl_d_after_some_text_stops_too(ask):
    assert ask("商家说", CTRL_D, session=session(TO_SAID)).end == "eof"


# ---------------------------------------------------------------- going back

@pytest.mark.parametrize("key", ["<", "＜", "《", "〈", "\x02"])
def test_back_shows_the_earlier_question_with_its_answer(ask, key):
    run = ask(key, session=session({**BOUGHT, "received": False}))
    assert run.terminal.saw("收到货了吗？", "现在的答案：否", "> 2. 否")


@pytest.mark.parametrize("facts", [{**BOUGHT, "received": False}, TO_SAID])
def test_escape_goes_back(ask, facts):
    run = ask("\x1b", session=session(facts))
    assert run.terminal.saw("现在的答案：")


@pytest.mark.parametrize("typed", ["<", "《", "＜"])
def test_back_works_behind_a_kept_line(ask, typed):
    facts = {**BOUGHT, "received": True, "received_on": "2026-11-20"}
    run = ask("<", typed + "\r", session=session({**facts}))
    assert run.terminal.saw("收到货了吗？", "现在的答案：是")


def test_back_and_enter_through_keeps_everything_without_saving_again(ask):
    run = ask("<\r", "<", "<", "<\r", ENTER, ENTER, ENTER, ENTER, "不给退\r",
              session=session(TO_SAID))
    assert run.facts == {**TO_SAID, "said": "不给退"}
    assert run.session.saves == 1


@pytest.mark.parametrize("steps", range(1, 8))
def test_going_back_any_way_and_forward_again_changes_nothing(ask, steps):
    facts = {**BOUGHT, "received": True, "received_on": "2026-11-20", "evidence": [],
             "said": {"unsure": True}, "phone": "13800000000"}
    backs = "<"
    for fact_id in reversed(list(facts)[-steps + 1:] if steps > 1 else []):
        lists = BY_ID[fact_id].type in {"bool", "choice", "choices"}
        backs += "<" if lists else "\x15<\r"  # Ctrl-U clears the line
    forward = ""
    for fact_id in list(facts)[-steps:]:
        forward += DOWN * 3 + "\r" if facts[fact_id] == [] else "\r"
    run = ask(backs, forward, "\r", session=session(facts))
    assert run.end == "done"
    assert run.facts == facts
    assert run.session.saves == 0


def test_back_at_the_first_question_says_so(ask):
    assert ask("<").terminal.saw("这已经是第一题了。")


def test_back_edits_the_text_typed_before(ask):
    run = ask("<\r", LEFT, DELETE, "\r", session=session(TO_PHONE))
    assert run.facts["said"] == "不退"


def test_clearing_a_line_keeps_the_stored_answer(ask):
    run = ask("<\r", DELETE * 3, "\r", session=session(TO_PHONE))
    assert run.facts["said"] == "不给退"
    assert run.terminal.saw("没有改动：商家的话：不给退")


def test_another_answer_keeps_what_no_longer_applies(ask):
    facts = {**BOUGHT, "received": True, "received_on": "2026-11-20"}
    run = ask("<\r", "<", "\x15<\r", DOWN, ENTER,
              session=session({**facts, "evidence": ["chat"]}))
    assert run.facts["received"] is False
    assert run.facts["received_on"] == "2026-11-20"
    assert run.terminal.pages[-1].count("哪天收到的？") == 0


# ---------------------------------------------------------------- review

def test_the_review_lists_the_answers_by_section(ask):
    run = ask(session=session(COMPLETE))
    assert re.search(r"买了什么：\n  2\. 平台：拼多多\n  3\. 付了多少：￥299\.00\n  退款到哪一步：",
                     run.terminal.now() + "".join(run.terminal.pages))


def test_the_review_edits_one_answer_and_returns_to_the_review(ask):
    run = ask("3\r", DELETE * 6, "50\r", ENTER, session=session(COMPLETE))
    assert run.end == "done"
    assert run.facts == {**COMPLETE, "paid": "50.00"}
    assert run.terminal.saw("记下了：付了多少：￥50.00", "看看有没有记错的")


def test_back_in_a_question_edited_from_the_review_returns_unchanged(ask):
    run = ask("2\r", "<", ENTER, session=session(COMPLETE))
    assert (run.end, run.facts) == ("done", COMPLETE)


def test_the_review_can_be_opened_from_any_question_and_left_again(ask):
    run = ask("#\r", ENTER, "不给退\r", session=session(TO_SAID))
    assert run.facts["said"] == "不给退"


def test_an_edit_that_opens_a_new_question_asks_it_and_reviews_again(ask):
    run = ask("4\r", UP, ENTER, ENTER, "11.20\r", ENTER, session=session(COMPLETE))
    assert run.end == "done"
    assert run.facts["received_on"] == "2026-11-20"
    assert run.facts["said"] == "不给退"


def test_back_from_the_last_review_asks_the_last_question_again(ask):
    assert ask("<", session=session(COMPLETE)).terminal.saw("联系电话是多少？")


def test_answers_set_aside_are_listed_apart(ask):
    run = ask(session=session({**COMPLETE, "received_on": "2026-11-20"}))
    assert run.terminal.saw("眼下用不到、先留着的：\n  收货日期：11月20日（周五）")
    assert not run.terminal.saw(". 收货日期：")


# ---------------------------------------------------------------- text

def said(ask, *keys, columns=80):
    return ask(*keys, "\r", session=session(TO_SAID), columns=columns)


@pytest.mark.parametrize("columns", [80, 50, 24])
def test_chinese_is_edited_by_whole_characters(ask, columns):
    typed = "商家说人为损坏不给退款让我自己去找平台解决问题"
    run = said(ask, typed, DELETE * 2, "祎", LEFT * 2, DELETE, columns=columns)
    assert run.facts["said"] == typed[:-4] + typed[-3] + "祎"


def test_very_long_text_arrives_whole(ask):
    text = "商家说不能退。" * 300
    assert said(ask, text, columns=50).facts["said"] == text


@pytest.mark.parametrize("text", ["不退😀👨‍👩‍👧", "䶮先生", "  前后有空格  "])
def test_unusual_characters_arrive_as_typed(ask, text):
    assert said(ask, text).facts["said"] == text.strip()


def test_pasted_lines_become_one_line_and_do_not_answer_the_next_question(ask):
    run = said(ask, paste("第一行\r\n第二行\n第三行\n"))
    assert run.facts["said"] == "第一行 第二行 第三行"
    assert "phone" not in run.facts


def test_pasted_escape_sequences_do_nothing(ask):
    run = said(ask, paste("\x1b[31m红\x1b[0m\x07\x00字\u202e"))
    assert run.facts["said"] == "红字"


def test_text_from_the_case_cannot_move_the_cursor(ask):
    run = ask(session=session({**COMPLETE, "said": "好\x1b[2J\x1b[Hx\x07"}))
    assert run.terminal.saw("商家的话：好x")
    assert run.terminal.raw.count("\x1b[2J") == 1


def test_pasting_over_a_list_does_nothing(ask):
    assert ask(paste("拼多多\n") + CTRL_C, session=session({})).facts == {}


# ---------------------------------------------------------------- helpers, screen

MANY = [Option(f"o{n}", f"第{n}项") for n in range(1, 41)]
OPTIONS = (Option("a", "催告函"), Option("b", "投诉书", "寄到市场监管局"), Option("c", "起诉状"))


def with_keys(keys, call, **size):
    terminal = Terminal(**size)
    with terminal.prompter(*([keys] if isinstance(keys, str) else keys)) as prompter:
        return call(prompter), terminal


def test_one_of_several_starts_at_the_preselected():
    assert with_keys("\r", lambda p: p.choose_one("写哪份？", OPTIONS, "b"))[0] == "b"


def test_many_of_several_start_with_the_preselected():
    got, _ = with_keys(DOWN + " \r", lambda p: p.choose_many("写哪几份？", OPTIONS, ["c"]))
    assert got == ("b", "c")


@pytest.mark.parametrize("keys", ["q", "Q", "ｑ", "Ｑ", CTRL_D])
def test_leaving_a_helper_stops(keys):
    with pytest.raises(Stopped):
        with_keys(keys, lambda p: p.choose_one("写哪份？", OPTIONS))


def test_a_list_longer_than_the_screen_scrolls_to_the_pointer():
    got, terminal = with_keys(["38", "\r"], lambda p: p.choose_one("哪一项？", MANY), rows=12)
    assert got == "o38"
    assert terminal.saw("哪一项？", "> 1. 第1项", "下面还有 3")
    assert terminal.saw("哪一项？", "> 38. 第38项", "上面还有 3", "q 退出")


@pytest.mark.parametrize("rows", [10, 24])
def test_no_page_of_a_long_list_is_longer_than_the_screen(rows):
    _, terminal = with_keys([DOWN] * 39 + ["\r"], lambda p: p.choose_one("哪一项？", MANY),
                            rows=rows)
    assert sum("哪一项？" in page for page in terminal.pages) >= 39
    assert not any("哪一项？" in "".join("".join(c.data for c in row.values()) for row in [line])
                   for line in terminal.screen.history.top)


@pytest.mark.parametrize("keys", [["找", "我", "7", "\r"], ["找", "x", DELETE, "我", "\x1b",
                                                          "7", "\r"]])
def test_a_row_of_a_long_list_is_found_by_typing(keys):
    options = [*MANY, Option("this", "这一项", words=("找我",))]
    got, terminal = with_keys(keys, lambda p: p.choose_one("哪一项？", options))
    assert got == ("this" if keys[1] == "我" else "o7")
    assert terminal.saw("找：找", "> 1. 这一项") or keys[1] != "我"


@pytest.mark.parametrize("words", ["不清楚", "清楚"])
def test_who_types_that_it_is_not_known_in_a_long_list_finds_that_row(words):
    page = Page(ask="哪一项？", commands=(Command.BACK, Command.UNSURE))
    got, terminal = with_keys((*words, ENTER), lambda p: p.pick(page, MANY))
    assert got is Command.UNSURE
    assert terminal.saw("> 1. 不清楚")
    assert not terminal.saw("没有这个词")


@pytest.mark.parametrize("columns", [30, 50, 80])
def test_long_labels_and_help_are_never_cut(columns):
    label = "商家说商品影响二次销售所以不能退货只肯换一件" * 3
    options = [Option("a", label, "这是说明" * 10)]
    _, terminal = with_keys("\r", lambda p: p.choose_one("请选择" * 20, options), columns=columns)
    flat = [re.sub(r"\s", "", page) for page in terminal.pages]
    assert any(label in page and "这是说明" * 10 in page and "请选择" * 20 in page
               for page in flat)


def test_the_wrap_of_the_caller_is_used():
    def wrap(text, width):
        return [text[i : i + 5] for i in range(0, len(text), 5)]

    terminal = Terminal()
    with terminal.prompter("\r", wrap=wrap) as prompter:
        prompter.choose_one("一二三四五六七", [Option("a", "甲乙丙丁戊己庚辛")])
    assert terminal.saw("一二三四五\n六七", "> 1. 甲乙丙丁戊\n     己庚辛")


@pytest.mark.parametrize(("facts", "key", "seen"), [
    (TO_SAID, "不给", "> 不给"), (NOT_RECEIVED, DOWN, "> 2. [ ] 照片"),
])
def test_stopping_leaves_the_question_but_not_what_was_being_typed(ask, facts, key, seen):
    run = ask(key, session=session(facts))
    assert run.terminal.saw(seen)
    assert "题，共约" in run.terminal.now()
    assert not re.search("^>", run.terminal.now(), re.MULTILINE)


def test_what_was_on_the_screen_before_goes_to_the_scrollback():
    terminal = Terminal()
    terminal.write("$ ls\n旧的内容\n")
    with terminal.prompter("\r") as prompter:
        prompter.choose_one("写哪份？", OPTIONS)
    gone = ["".join(row[x].data for x in range(80)).rstrip()
            for row in terminal.screen.history.top]
    assert "旧的内容" in gone


def test_no_colour_is_ever_sent(ask):
    run = ask(ENTER, "299\r", "?", " \r", "q\r")
    assert not re.search(r"\x1b\[(?:\d+;)*(?:3[0-7]|4[0-7]|38|48|9[0-7])[;m]", run.terminal.raw)


def test_what_gbk_lacks_is_spelled_out_on_a_gbk_terminal():
    terminal = Terminal(encoding="gbk")
    with terminal.prompter("\r") as prompter:
        prompter.choose_one("䶮先生付了¥5 ✅", [Option("a", "好")])
    assert terminal.saw("[U+4DAE]先生付了￥5 [完成]")
