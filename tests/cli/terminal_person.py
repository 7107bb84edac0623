"""A person at the program in a real terminal: reads the screen, presses keys, is counted.

Counted as in the walks that the card was made from: 汉字 on every screen that is new, and
keys (a 汉字 is one).
"""

from __future__ import annotations

import contextlib
import importlib
import os
import re
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pyte

from weiquan.cli.opening import BESIDES, NO_SITUATION, WHICH
from weiquan.core.model.ruleset import RuleSet
from weiquan.wizard.asking import MORE, THESE

ROOT = Path(__file__).parents[2]
PATIENCE = 800      # looks at the screen, 0.05 s each: other tests may keep the machine busy
READ = 350          # 汉字 in a minute
KEY = 0.6           # seconds for a key
HAN = re.compile(r"[\u4e00-\u9fff]")
DOWN = "\x1b[B"
POINTER = re.compile(r"^ ?>", re.MULTILINE)
GROUP = re.compile(r"：是哪一种？")
IN_A_QUESTION = "q存好退出"
PROMPTS = (IN_A_QUESTION, "q退出", "q回去")   # what stands under every one


class Terminal:
    """The program in a terminal of some size, with what it drew."""

    def __init__(self, home: Path, columns: int, rows: int, *args: str, **env: str) -> None:
        pexpect = importlib.import_module("pexpect")
        self.errors = (pexpect.TIMEOUT, pexpect.EOF)
        self.columns, self.rows = columns, rows
        base = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHON"))}
        full = {**base, "TERM": "xterm-256color", "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT),
                "WEIQUAN_HOME": str(home), **env}
        self.child = pexpect.spawn(sys.executable, ["-m", "weiquan", *args], env=full,
                                   dimensions=(rows, columns), timeout=20)
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self.screen)
        self.keys = 0
        self.screens: list[str] = []

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self.child.close(force=True)

    def pump(self, seconds: float = 0.1) -> bool:
        """Take in what was drawn; whether anything was."""
        drawn, end = False, time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                data = self.child.read_nonblocking(65536, 0.05)
            except self.errors:
                break
            drawn = True
            self._stream.feed(data.decode("utf-8", "replace"))
        return drawn

    def now(self) -> str:
        """The screen as lines."""
        return "\n".join("".join(self.screen.buffer[y][x].data for x in range(self.columns))
                         .rstrip() for y in range(self.rows))

    def settle(self) -> str:
        """The screen once it is at rest at a prompt; kept as one that was read."""
        for _ in range(PATIENCE):
            if not self.pump() and not self.pump() and self._waits():
                break
        else:
            raise AssertionError(f"no prompt:\n{self.now()}")
        text = self.now()
        if not self.screens or text != self.screens[-1]:
            self.screens.append(text)
        return text

    def _waits(self) -> bool:
        """Whether a prompt is on the screen: keys to press, or a line or a list to answer in."""
        text = self.now()
        keys = [p for p in PROMPTS if p in flat(text)]
        return bool(keys) and (keys != [IN_A_QUESTION] or bool(POINTER.search(text)))

    def see(self, *texts: str) -> str:
        """Wait until the screen shows all of these, however it breaks its lines."""
        for _ in range(PATIENCE):
            if all(flat(t) in flat(self.now()) for t in texts):
                return self.settle()
            self.pump()
        raise AssertionError(f"{texts} not on the screen:\n{self.now()}")

    def press(self, keys: str, counted: int = 0) -> None:
        """Press keys; an arrow, which sends several characters, is one."""
        self.child.send(keys)
        self.keys += counted or len(keys)

    def end(self) -> int | None:
        """The exit code, once the program has ended."""
        for _ in range(PATIENCE):
            if not self.child.isalive():
                break
            self.pump()
        self.pump()
        assert not self.child.isalive(), self.now()
        return self.child.exitstatus


def flat(text: str) -> str:
    """Text as it is compared: without spaces and ends of lines."""
    return "".join(text.split())


def page_of(screen: str) -> str:
    """A screen without what its own keys change: the pointer, the ticks, the line being typed."""
    page = re.split(r"^ >", screen, flags=re.MULTILINE)[0].replace("[x]", "[ ]")
    return re.sub(r"^> ", "  ", page, flags=re.MULTILINE)


class Person:
    """Tells a story, or nothing, and answers what is asked until the card is there."""

    def __init__(self, rules: RuleSet, terminal: Terminal, answers: Mapping[str, str],
                 story: str = "") -> None:
        self.rules = rules
        self.at = terminal
        self.answers = answers
        self.story = story
        self.asked: list[str] = []
        self._left: list[str] = []   # of what happened, what is still to be chosen

    @property
    def questions(self) -> int:
        """Questions that were answered, the first one (what happened) included."""
        return len(self.asked) + bool(self.story)

    @property
    def minutes_to_the_card(self) -> float:
        """Reading and typing, until the card was there."""
        before = sum(len(HAN.findall(screen)) for screen in self.at.screens[:-1])
        return before / READ + self.at.keys * KEY / 60

    def until_the_card(self) -> str:
        """The first screen with the card on it."""
        self.at.see("先说说是怎么回事")
        self.at.press(f"{self.story}\r")
        if self.story:
            self.at.see("读出来这些，对不对？")
            self.at.press("\r")
        for _ in range(40):
            screen = self._next(page_of)
            if "1 怎么做" in screen:
                return screen
            if BESIDES in screen:
                self.at.press("\r")       # nothing to add
            elif WHICH in screen:
                self._choose(screen, [NO_SITUATION.label])
            else:
                self._answer(screen)
        raise AssertionError(f"no card after {self.asked}:\n{screen}")

    def _next(self, seen: Callable[[str], str] = str) -> str:
        """The screen once it is another one, as far as `seen` looks at it."""
        before = self.at.screens[-1]
        for _ in range(60):
            screen = self.at.settle()
            if seen(screen) != seen(before):
                return screen
            before = screen if seen is page_of else before
        raise AssertionError(f"nothing happens:\n{before}")

    def _answer(self, screen: str) -> None:
        if GROUP.search(flat(screen)):
            here = [x for x in self._left if f"{self._group(x)}：是哪一种？" in flat(screen)]
            self._left = [x for x in self._left if x not in here]
            self._choose(screen, [*here, MORE.label] if self._left else here)
            return
        if "还有别的类" in screen or "就这些" in screen:
            self._choose(screen, [self._group(self._left[0]) if self._left else THESE.label])
            return
        fact = self._fact(screen)
        spec = self.rules.specs[fact]
        self.asked.append(fact)
        value = self.answers.get(fact, "不清楚")
        if value == "不清楚" and spec.type in {"bool", "choice", "choices"}:
            self._choose(screen, ["不清楚"])
        elif fact == "happened":
            self._left = value.split("；")
            self._choose(screen, [self._group(self._left[0])])
        elif spec.type in {"bool", "choice", "choices"}:
            self._choose(screen, value.split("；"))
        else:
            self.at.press(f"{value}\r")

    def _group(self, label: str) -> str:
        return next(h.group for h in self.rules.happened.values() if h.label == label)

    def _fact(self, screen: str) -> str:
        shown = flat(screen)
        found = [f for f in self.rules.facts if f.asked and flat(f.ask) in shown]
        assert found, f"which question is this?\n{screen}"
        return max(found, key=lambda f: len(f.ask)).id

    def _choose(self, screen: str, labels: list[str]) -> None:
        """Point at each label by its number, tick all but a single one, and confirm."""
        for label in labels:
            number = re.search(rf"(\d+)\. (?:\[.\] )?{re.escape(label[:10])}", screen)
            for _ in range(20):
                if number is not None:
                    break
                # Below the edge: a few characters find it, or the pointer goes there.
                self.at.press(*((label[:2], 2) if "就能找" in screen else (DOWN, 1)))
                screen = self._next()
                number = re.search(rf"(\d+)\. (?:\[.\] )?{re.escape(label[:10])}", screen)
            assert number is not None, f"{label} is not on the screen:\n{screen}"
            self.at.press(number[1])
            if len(labels) > 1:
                self.at.press(" ")
        self.at.press("\r")
