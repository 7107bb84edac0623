"""A few lines at once: typed, pasted, or none."""

from __future__ import annotations

import io

import pytest
from emulated import Terminal, paste

from weiquan.wizard.plain import PlainPrompter
from weiquan.wizard.prompter import Page, Stopped
from weiquan.wizard.typed import Command, some_lines

PAGE = Page(ask="怎么回事？", commands=(Command.STOP,))


def on_screen(*keys):
    with Terminal(80).prompter(*keys) as prompter:
        return prompter.story(PAGE)


def line_by_line(typed):
    return PlainPrompter(None, io.StringIO(typed), io.StringIO()).story(PAGE)


def test_what_is_pasted_keeps_its_lines():
    pasted = on_screen(paste("商家 10:03\r\n在走流程\n我 10:05"), "\r")
    assert pasted == "商家 10:03\n在走流程\n我 10:05"


def test_enter_ends_what_is_typed():
    assert on_screen("鞋坏了", "\r") == "鞋坏了"
    assert on_screen("\r") == ""


def test_q_alone_is_the_command():
    assert on_screen("q", "\r") is Command.STOP
    assert line_by_line("q\n") is Command.STOP
    assert on_screen("q坏了", "\r") == "q坏了"


@pytest.mark.parametrize(("typed", "got"), [
    ("\n", ""), ("鞋坏了\n\n", "鞋坏了"), ("商家\n在走流程\n\n后面不读\n", "商家\n在走流程"),
    ("鞋坏了\n没有空行就结束", "鞋坏了\n没有空行就结束"),
])
def test_line_by_line_an_empty_line_ends_it(typed, got):
    assert line_by_line(typed) == got


def test_the_end_of_the_input_stops():
    with pytest.raises(Stopped):
        line_by_line("")


def test_controls_never_get_in():
    assert some_lines("鞋\x1b[31m坏\x07了\u202e\r\n没修") == "鞋坏了\n没修"
