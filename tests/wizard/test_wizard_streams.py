"""What the terminal can do, and streams that never fail on a character."""

from __future__ import annotations

import io

import pytest

from weiquan.wizard.opening import open_prompter
from weiquan.wizard.session import Option
from weiquan.wizard.streams import can_prompt, encodable, safe_streams


class Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


TTY, PIPE = Tty(), io.StringIO()
XTERM = {"TERM": "xterm-256color"}


@pytest.mark.parametrize(("stdin", "stdout"), [(TTY, PIPE), (PIPE, TTY), (None, TTY), (TTY, None)])
def test_without_a_terminal_on_both_ends_nothing_is_asked(stdin, stdout):
    assert can_prompt(stdin, stdout, {**XTERM, "WEIQUAN_PLAIN": "1"}) == "none"


def test_a_closed_stream_is_no_terminal():
    closed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    closed.close()
    assert can_prompt(closed, TTY, XTERM) == "none"


@pytest.mark.parametrize(("env", "kind"), [
    (XTERM, "rich"),
    ({**XTERM, "WEIQUAN_PLAIN": "0"}, "rich"),
    ({**XTERM, "WEIQUAN_PLAIN": ""}, "rich"),
    ({**XTERM, "NO_COLOR": "1"}, "rich"),
    ({**XTERM, "WEIQUAN_PLAIN": "1"}, "plain"),
    ({"TERM": "dumb"}, "plain"),
    ({"TERM": "unknown"}, "plain"),
])
def test_the_environment_chooses_the_front_end(env, kind):
    assert can_prompt(TTY, TTY, env) == kind


def test_the_flag_chooses_the_plain_front_end():
    assert can_prompt(TTY, TTY, XTERM, plain=True) == "plain"


def test_a_screen_that_cannot_start_becomes_plain(monkeypatch):
    # Streams without a file behind them: the library has nothing to draw on.
    monkeypatch.setattr("sys.stdin", io.StringIO("2\n"))
    monkeypatch.setattr("sys.stdout", io.StringIO())
    prompter = open_prompter("rich")
    assert prompter.choose_one("好吗？", (Option("yes", "是"), Option("no", "否"))) == "no"


def written(text: str, encoding: str) -> bytes:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    safe_streams(stream)
    stream.write(text)
    stream.flush()
    return raw.getvalue()


def test_a_gbk_stream_stays_gbk_and_spells_out_what_it_lacks():
    assert written("¥5 ✅ 䶮 🎉 维权", "gbk").decode("gbk") == "￥5 [完成] [U+4DAE] [U+1F389] 维权"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_stream_without_chinese_becomes_utf8(encoding):
    assert written("维权 🎉", encoding).decode("utf-8") == "维权 🎉"


def test_a_lone_surrogate_does_not_stop_a_utf8_stream():
    assert written("a\udce4b", "utf-8") == b"a[U+DCE4]b"


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "utf-8"])
def test_bytes_that_are_no_text_can_be_read(encoding):
    stream = io.TextIOWrapper(io.BufferedReader(io.BytesIO(b"\xff\xff\n")), encoding=encoding)
    safe_streams(stream)
    assert stream.readline().endswith("\n")


@pytest.mark.parametrize("stream", [None, io.StringIO()])
def test_a_stream_that_cannot_be_changed_is_left_alone(stream):
    safe_streams(stream)


def test_every_text_of_the_wizard_can_be_shown_in_gbk():
    from pathlib import Path

    import weiquan.wizard

    modules = sorted(Path(weiquan.wizard.__file__).parent.glob("*.py"))
    assert len(modules) > 5
    for module in modules:
        if module.name != "streams.py":  # has the table of what GBK lacks
            text = module.read_text(encoding="utf-8")
            assert encodable(text, "gbk") == text, module.name
