"""Habits of asking and showing that no other test proves: back, commands in words, help, pages."""

from __future__ import annotations

import io
import json
from datetime import datetime

import pytest

from tests.cli.conftest import AS_OF, TOLD
from tests.cli.interview import interview, typed_facts
from weiquan.cli import common
from weiquan.cli.app import COMMANDS
from weiquan.core.asking.interview import next_question, still_needed
from weiquan.core.language.condition import Special
from weiquan.render.wrap import width
from weiquan.store.folder import create_case
from weiquan.wizard.typed import Command, command_in

NOW = datetime.fromisoformat(AS_OF)
ROOM, ROWS = 80, 24


def stored(case):
    facts = json.loads((case.folder / "case.json").read_text(encoding="utf-8"))["facts"]
    return {k: v["value"] for k, v in facts.items()}


def test_back_and_forward_again_at_every_question_leaves_the_same_answers(rules, tmp_path):
    """U2: the question before appears with its answer; Enter keeps it; nothing is lost."""
    facts = typed_facts(rules, TOLD, NOW)
    with create_case(tmp_path / "ahead", NOW) as straight:
        interview(rules, straight, facts, NOW)
        expected = stored(straight)
    went_back, keep = set(), []

    def typed(fact_id):
        if keep and fact_id == keep[-1]:
            keep.pop()
            return ""                       # the question before, with its old answer
        before = order[-1] if order else ""
        if fact_id not in went_back and before not in {"", "happened", fact_id}:
            went_back.add(fact_id)
            keep.append(order[-1])
            return "<"
        order.append(fact_id)
        return None

    order: list[str] = []
    with create_case(tmp_path / "back", NOW) as zigzag:
        interview(rules, zigzag, facts, NOW, typed=typed)
        got = stored(zigzag)
    assert len(went_back) > 10
    assert got == expected


@pytest.mark.parametrize(("line", "command"), [
    (":看", Command.REVIEW), ("：存", Command.STOP), (":为什么", Command.WHY),
    (":帮助", Command.WHY), (":上一题", Command.BACK), ("看", None), ("看一下", None),
    (":价格", None),
])
def test_a_command_may_be_written_in_words_after_a_colon(line, command):
    """U6."""
    every = (Command.BACK, Command.WHY, Command.REVIEW, Command.STOP)
    assert command_in(line, every) is command
    if command is not None:
        assert command_in(line, [c for c in every if c is not command]) is None


def test_nobody_is_asked_for_a_name_before_a_letter_needs_it_and_then_last(rules):
    """U14: personal data are no question of the interview; for letters they come last."""
    facts = {"happened": ("returned_no_refund",), "wishes": ("refund_return",)}
    asked = []
    while (fact := next_question(rules, facts, NOW)) is not None:
        asked.append(fact)
        facts[fact.id] = () if fact.type in {"choices", "items"} else Special.UNSURE
    assert len(asked) > 10
    assert not any(f.secret for f in asked)
    wanted = {"user_name", "user_phone", "user_address", "seller_name", "order_no"}
    needed = still_needed(rules, {}, NOW, wanted)
    assert {f.id for f in needed} == wanted
    first = next(n for n, f in enumerate(needed) if f.secret)
    assert all(f.secret for f in needed[first:])


@pytest.mark.parametrize("command", COMMANDS)
def test_help_fits_the_screen_in_width_and_begins_with_an_example(weiquan, monkeypatch, command):
    """U72: no line is wider than the screen; what it does and an example are on the first one."""
    monkeypatch.setenv("COLUMNS", str(ROOM))
    shown = weiquan(command, "--help").out.splitlines()
    assert all(width(line) <= ROOM for line in shown), [x for x in shown if width(x) > ROOM]
    assert any("示例" in line or f"weiquan {command}" in line for line in shown[1:ROWS])


def test_the_main_help_begins_with_five_examples(weiquan, monkeypatch):
    """U72."""
    monkeypatch.setenv("COLUMNS", str(ROOM))
    shown = weiquan("--help").out.splitlines()
    assert all(width(line) <= ROOM for line in shown)
    assert sum(line.startswith("    weiquan") for line in shown[:ROWS]) >= 5


class Reader:
    """A screen of ten rows that remembers what it was given to read through."""

    rows = 10

    def __init__(self):
        self.read = []

    def read_through(self, lines):
        self.read.append(list(lines))


@pytest.mark.parametrize(("lines", "kind", "paged", "pages"), [
    (40, "rich", True, 1), (3, "rich", True, 0), (40, "rich", False, 0), (40, "none", True, 0),
    (40, "plain", True, 0),
])
def test_only_a_terminal_pages_what_is_longer_than_it(monkeypatch, capsys, lines, kind, paged,
                                                      pages):
    """U62."""
    reader = Reader()
    monkeypatch.setattr("weiquan.wizard.streams.can_prompt", lambda *_: kind)
    monkeypatch.setattr("weiquan.wizard.opening.open_prompter", lambda *_: reader)
    text = [f"第 {n} 行" for n in range(lines)]
    common.show_long(text, paged=paged)
    out = capsys.readouterr().out
    assert len(reader.read) == pages
    assert (reader.read == [text]) if pages else out.splitlines() == text


def test_a_long_run_says_how_far_it_is_only_to_a_terminal(weiquan, tmp_path, monkeypatch):
    """U61: one line on stderr that is taken away; a pipe gets none of it."""
    rows = ["商品,实付金额,发生了什么", *(f"杯子{n},9.9,收到就坏了、有瑕疵" for n in range(4))]
    (tmp_path / "表.csv").write_text("\n".join(rows), encoding="utf-8")
    monkeypatch.setattr("weiquan.cli.tally.PAUSE", -1.0)
    got = weiquan("batch", tmp_path / "表.csv", "--out", tmp_path / "到文件", "--as-of", AS_OF)
    assert "\r" not in got.err + got.out

    class Screen(io.StringIO):
        def isatty(self):
            return True

    screen = Screen()
    monkeypatch.setattr("sys.stderr", screen)
    weiquan("batch", tmp_path / "表.csv", "--out", tmp_path / "到屏幕", "--as-of", AS_OF)
    assert "\r做好 " in screen.getvalue()
    assert screen.getvalue().rindex("\r\033[K") > screen.getvalue().rindex("\r做好 ")
