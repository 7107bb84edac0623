"""Told to die at any screen, the program leaves a terminal in which one can go on typing."""

from __future__ import annotations

import importlib
import os
import signal

import pytest

from tests.cli.conftest import TOLD
from tests.cli.terminal_person import Terminal
from tests.cli.test_case_commands import LATER, make

termios = pytest.importorskip("termios")  # Windows has none
pytestmark = pytest.mark.terminal
pexpect = importlib.import_module("pexpect")

# What is started, the keys to a screen, a word on it, and what is said at the end.
SCREENS = {
    "a new case": (["start"], [], "先说说是怎么回事", "还没有回答"),
    "the list of cases": (["resume"], [], "接着做哪一个案件", ""),
    "a question": (["resume", "2"], [], "看和改", "resume 2"),
    "the card": (["resume", "1"], [], "怎么做", "resume 1"),
    "the choice of letters": (["resume", "1"], ["2"], "投诉书", "resume 1"),
    "the answers": (["resume", "1"], ["6"], "看看有没有记错的", "resume 1"),
}


@pytest.fixture(scope="module")
def two_cases(tmp_path_factory):
    home = tmp_path_factory.mktemp("案卷")
    make(home, LATER)
    make(home, TOLD, 1)
    return home


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP], ids=["term", "hup"])
@pytest.mark.parametrize("screen", SCREENS)
def test_the_terminal_is_as_it_was_and_the_way_on_is_said(two_cases, screen, how):
    words, keys, seen, said = SCREENS[screen]
    with Terminal(two_cases, 100, 40, *words) as at:
        raw = bytearray()
        read = at.child.read_nonblocking

        def kept(*given):
            data = read(*given)
            raw.extend(data)
            return data

        at.child.read_nonblocking = kept
        # As a shell would have it: nothing is raw before the program draws.
        modes = termios.tcgetattr(at.child.child_fd)[:4]
        at.see(*([seen] if not keys else ["怎么做"]))
        for key in keys:
            at.press(key)
        at.see(seen)
        assert termios.tcgetattr(at.child.child_fd)[:4] != modes
        os.kill(at.child.pid, how)
        at.end()
        assert at.child.signalstatus == how, at.now()
        at.pump()
        assert termios.tcgetattr(at.child.child_fd)[:4] == modes
        assert not at.screen.cursor.hidden
        assert raw.rfind(b"\x1b[?2004l") > raw.rfind(b"\x1b[?2004h")
        assert said in at.now(), at.now()
