"""A person at the plain wizard: real prompts, real session, real case on disk.

The person reads which question is on the screen and types the answer by its label or number.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from weiquan.cli.gather import gather
from weiquan.cli.session import CaseSession
from weiquan.cli.tonight import Tonight
from weiquan.core.case.answers import show_value
from weiquan.core.language.condition import Special
from weiquan.core.model.ruleset import RuleSet
from weiquan.paths import data_root
from weiquan.render.wrap import wrap
from weiquan.store.case import Case
from weiquan.wizard.asking import MORE
from weiquan.wizard.plain import PlainPrompter
from weiquan.wizard.wizard import Wizard

ALL_OF_THEM = 99  # questions after the first result: as many as there are


class Person(io.StringIO):
    """Types one line whenever the program waits for one."""

    def __init__(self, session: CaseSession, facts: Mapping[str, Any], screen: io.StringIO,
                 typed: Callable[[str], str | None] = lambda _: None) -> None:
        super().__init__()
        self.screen = screen
        self.read = 0
        self.session = session
        self.facts = facts
        self.typed = typed
        self.letters: list[str] = []
        self.asked: list[str] = []
        self.cards = 0
        self.reads = 0
        self.left: list[str] = []    # of what happened, what is still to be chosen

    def isatty(self) -> bool:
        return True

    def readline(self, *_: Any) -> str:
        shown = self.screen.getvalue()[self.read:]
        self.read = len(self.screen.getvalue())
        self.reads += 1
        assert self.reads < 300, f"the interview does not end: {shown}"
        return self._line(shown) + "\n"

    def _line(self, shown: str) -> str:
        if "1 怎么做" in shown:
            self.cards += 1
            return "2" if self.letters else "q"
        if "现在写哪些文书" in shown:
            names = [self.session.rules.letters[k].name for k in self.letters]
            self.letters = []
            return " ".join(number(shown, n) for n in names)
        if "q 回去" in shown:
            return "q"
        fact_id = self._question(shown)
        special = self.typed(fact_id)
        if special is not None:
            return special
        if "：是哪一种？" in shown:
            return self._in_group(shown)
        if not self.asked or self.asked[-1] != fact_id:
            self.asked.append(fact_id)
        return self.answer(fact_id, shown)

    def _question(self, shown: str) -> str:
        """The fact that the screen asks for."""
        if "：是哪一种？" in shown:
            return "happened"
        now = self.session.current()
        text = "".join(shown.split())
        order = sorted(self.session.rules.facts, key=lambda f: now is None or f.id != now.fact_id)
        for spec in order:  # two questions may have one wording; the open one is meant
            if "".join(spec.ask.split()) in text:
                return spec.id
        raise AssertionError(f"no question on the screen: {shown[-300:]}")

    def answer(self, fact_id: str, shown: str) -> str:
        """What to type for the question on the screen."""
        spec = self.session.rules.specs[fact_id]
        if "【再看一下】" in shown:  # does not go with another answer
            self.facts = {**self.facts, fact_id: Special.UNSURE}
        value = self.facts.get(fact_id, Special.UNSURE)
        if isinstance(value, Special):
            return "不清楚" if value is Special.UNSURE else "没有"
        labels = {c.id: c.label for c in spec.choices}
        if isinstance(value, bool):
            return "1" if value else "2"
        if fact_id == "happened":
            self.left = self.left or list(value)
            return number(shown, self._group(self.left[0]))
        if spec.type == "choice":
            return number(shown, labels[value])
        if spec.type == "choices":
            if not value and "都没有" in labels.values():
                value = tuple(k for k, v in labels.items() if v == "都没有")
                self.facts = {**self.facts, fact_id: value}
            return " ".join(number(shown, labels[v]) for v in value) or "0"
        if isinstance(value, datetime):
            return value.strftime("%Y-%m-%d %H:%M")
        return show_value(spec, value)

    def _group(self, label: str) -> str:
        return self.session.rules.happened[label].group

    def _in_group(self, shown: str) -> str:
        group = self._group(self.left[0])
        here = [x for x in self.left if self._group(x) == group]
        self.left = [x for x in self.left if x not in here]
        rules = self.session.rules
        names = [rules.happened[x].label for x in here] + ([MORE.label] if self.left else [])
        return " ".join(number(shown, n) for n in names)


def number(shown: str, label: str) -> str:
    """The number beside a label on the screen."""
    found = re.search(rf"^ *(\d+)\. (?:\[.\] )?{re.escape(label[:8])}", shown, re.MULTILINE)
    assert found is not None, f"{label} is not on the screen: {shown}"
    return found[1]


def typed_facts(rules: RuleSet, raw: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Facts as the program holds them."""
    return gather(rules, now, case=raw)


def interview(rules: RuleSet, case: Case, facts: Mapping[str, Any], now: datetime,
              letters: list[str] | None = None, **kw: Any) -> tuple[Person, str]:
    """Answer every question, write `letters`; the person and what the screen showed."""
    session = CaseSession(rules, case, lambda: now, ("新案件",))
    screen = io.StringIO()
    person = Person(session, facts, screen, **kw)
    prompter = PlainPrompter(wrap, person, screen)
    session.ask_on(ALL_OF_THEM)
    Wizard(session, prompter).run(review=False)
    session.ask_on(0)
    if letters is not None:
        person.letters = list(letters)
        Tonight(data_root(), session, prompter, lambda: "").run()
    return person, screen.getvalue()


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` by its relative name."""
    return {p.relative_to(folder).as_posix(): p.read_bytes()
            for p in sorted(folder.rglob("*")) if p.is_file()}

