"""What a terminal says by itself is no key, whole or in pieces, early or late."""

from __future__ import annotations

import pytest
from emulated import CTRL_C, Terminal
from prompt_toolkit.input.ansi_escape_sequences import ANSI_SEQUENCES
from prompt_toolkit.input.vt100_parser import Vt100Parser
from prompt_toolkit.keys import Keys

from weiquan.wizard.pressed import PASTE, PASTED, PressedKeys
from weiquan.wizard.prompter import Key, Page
from weiquan.wizard.session import Option
from weiquan.wizard.typed import Command

SAID = {
    "what it is": "\x1b[?62;4c",
    "its version": "\x1b[>41;354;0c",
    "its name": "\x1bP>|XTerm(370)\x1b\\",
    "that it is well": "\x1b[0n",
    "the cursor": "\x1b[12;5R",
    "a mode": "\x1b[?2026;2$y",
    "its size": "\x1b[8;24;80t",
    "its title": "\x1b]lweiquan\x1b\\",
    "its colour": "\x1b]11;rgb:0000/0000/0000\x1b\\",
    "its colour, ended by a bell": "\x1b]11;rgb:0000/0000/0000\x07",
    "a setting": "\x1bP1$r0m\x1b\\",
    "a capability": "\x1bP1+r544e=787465726d\x1b\\",
    "a picture": "\x1b_Gi=1;OK\x1b\\",
    "its keyboard": "\x1b[?1u",
    "an unknown key": "\x1b[99~",
    "another unknown key": "\x1bOx",
    "the focus": "\x1b[I",
    "the focus lost": "\x1b[O",
    "the mouse": "\x1b[<0;12;7M",
    "the mouse of old": "\x1b[M !!",
    "colours that were pasted": "\x1b[1;31m",
}
KEYS = sorted(k for k, key in ANSI_SEQUENCES.items()
              if k.startswith("\x1b") and key not in (Keys.Ignore, Keys.BracketedPaste))


def parsed(parser: type[Vt100Parser], *pieces: str, late: bool = False) -> list[tuple[str, str]]:
    """What comes of the pieces; with `late`, a moment passes after each."""
    got: list[tuple[str, str]] = []
    one = parser(lambda press: got.append((str(press.key), press.data)))
    for piece in pieces:
        one.feed(piece)
        if late:
            one.flush()
    one.flush()
    return got


@pytest.mark.parametrize("kind", ["pick", "many", "line", "story", "key"])
@pytest.mark.parametrize("said", SAID.values(), ids=SAID)
def test_what_the_terminal_says_answers_nothing(said, kind):
    page = Page(ask="选哪一个", commands=(Command.BACK, Command.WHY, Command.STOP))
    options = [Option(f"o{n}", f"第{n}项") for n in range(1, 21)]
    terminal = Terminal()
    with terminal.prompter(said + "\r", CTRL_C) as prompter:
        got = {"pick": lambda: prompter.pick(page, options),
               "many": lambda: prompter.pick_many(page, options),
               "line": lambda: prompter.line(page),
               "story": lambda: prompter.story(page),
               "key": lambda: prompter.key(["案子"], [Key("\r", "往下"), Key("6", "六"),
                                                    Key("q", "退出")])}[kind]()
    assert got == {"pick": "o1", "many": ("o1",), "line": "", "story": "", "key": "\r"}[kind]


@pytest.mark.parametrize("said", SAID.values(), ids=SAID)
def test_nor_do_its_pieces(said):
    for cut in range(1, len(said)):
        pieces = said[:cut], said[cut:] + "好"
        assert parsed(PressedKeys, *pieces) == [("好", "好")], pieces
        if cut > 2:  # of less nobody can say whether it was pressed
            assert parsed(PressedKeys, *pieces, late=True) == [("好", "好")], pieces


@pytest.mark.parametrize("cut_off", ["\x1b[?62;4", "\x1b]11;rgb:00", "\x1bP>|XTe"])
def test_a_reply_that_breaks_off_takes_nothing_with_it(cut_off):
    assert parsed(PressedKeys, cut_off, "商家", late=True) == [("商", "商"), ("家", "家")]
    assert [k for k, _ in parsed(PressedKeys, cut_off, "\r")] == [str(Keys.ControlM)]
    assert parsed(PressedKeys, cut_off, "\x1b[A") == parsed(Vt100Parser, "\x1b[A")


def test_an_endless_reply_is_given_up():
    assert parsed(PressedKeys, "\x1b]0;" + "x" * 5000, "是")[-1] == ("是", "是")


@pytest.mark.parametrize("key", KEYS)
def test_every_key_that_the_library_knows_is_passed_on(key):
    want = parsed(Vt100Parser, key)
    assert parsed(PressedKeys, key) == want
    for cut in range(1, len(key)):
        assert parsed(PressedKeys, key[:cut], key[cut:]) == want


@pytest.mark.parametrize("typed", ["\x1b", "\x1b\x1b", "\x1b[", "\x1bO", "\x1b]", "\x1bP", "\x1bb",
                                   "\x1b中", "\x1b[中", "\x1bPC", "a\x1b\x1b[Ab", "1\r2\x03"])
def test_what_a_hand_can_press_is_passed_on(typed):
    assert parsed(PressedKeys, typed) == parsed(Vt100Parser, typed)


@pytest.mark.parametrize("size", [1, 2, 5, 7, 9, 1024])
def test_what_is_pasted_arrives_whole_however_it_is_cut(size):
    pasted = "第一行\n\x1b[31m红\x1b[0m\x1b[?62;4c\x1b[20"
    text = f"a{PASTE}{pasted}{PASTED}b\x1b[?62;4c{PASTE}{PASTED}c"
    pieces = [text[n:n + size] for n in range(0, len(text), size)]
    want = ["a", pasted, "b", "", "c"]
    assert [data for _, data in parsed(PressedKeys, *pieces)] == want
    # A moment may pass anywhere in it.
    got = parsed(PressedKeys, text[:5 + size], text[5 + size:], late=True)
    assert [data for _, data in got] == want
