"""A person at the plain wizard: real prompts, real session, real case on disk.

The person reads which question is on the screen and types the answer by its label or number.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from weiquan.cli.finish import finish
from weiquan.cli.gather import gather
from weiquan.cli.session import CaseSession
from weiquan.core.case.answers import show_value
from weiquan.core.language.condition import Special
from weiquan.core.model.ruleset import RuleSet
from weiquan.paths import data_root
from weiquan.render.wrap import wrap
from weiquan.store.case import Case
from weiquan.wizard.plain import PlainPrompter
from weiquan.wizard.wizard import Wizard

CONFIRM = "1"


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
        self.chosen: list[str] = []
        self.asked: list[str] = []

    def isatty(self) -> bool:
        return True

    def readline(self, *_: Any) -> str:
        shown = "".join(self.screen.getvalue()[self.read:].split())
        self.read = len(self.screen.getvalue())
        assert len(self.asked) < 200, "the interview does not end"
        if "现在写哪些文书" in shown:
            return self.chosen.pop(0) + "\n"
        question = self._question(shown)
        if question is None:
            return CONFIRM + "\n"
        special = self.typed(question.fact_id)
        if special is not None:
            return special + "\n"
        self.asked.append(question.fact_id)
        return self.answer(question) + "\n"

    def _question(self, shown: str) -> Any:
        """The question on the screen; None on the review."""
        if "看看有没有记错的" in shown:
            return None
        now = self.session.current()
        facts = self.session.rules.facts
        order = sorted(facts, key=lambda f: now is None or f.id != now.fact_id)
        for spec in order:  # two questions may have one wording; the open one is meant
            if "".join(spec.ask.split()) in shown.rpartition("题，")[2]:
                return self.session.question(spec.id)
        raise AssertionError(f"no question on the screen: {shown[-300:]}")

    def answer(self, question: Any) -> str:
        """What to type for the question on the screen."""
        spec = self.session.rules.specs[question.fact_id]
        value = self.facts.get(question.fact_id, Special.UNSURE)
        if value is Special.UNSURE:
            return "?"
        if isinstance(value, bool):
            return "1" if value else "2"
        ids = [o.id for o in question.options]
        if spec.type == "choice":
            return str(ids.index(value) + 1)
        if spec.type == "choices":
            numbers = [str(ids.index(v) + 1) for v in value if v in ids]
            return " ".join(numbers) or "0"
        if isinstance(value, datetime):
            return value.strftime("%Y-%m-%d %H:%M")
        return show_value(spec, value)


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
    Wizard(session, prompter).run()
    if letters is not None:
        from weiquan.core.judging.assess import assess

        offered = [x.rule.id for x in assess(rules, session.facts(), now).letters]
        person.chosen = [" ".join(str(offered.index(k) + 1) for k in letters) or "0"]
        finish(data_root(), session, prompter, lambda: "")
    return person, screen.getvalue()


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` by its relative name."""
    return {p.relative_to(folder).as_posix(): p.read_bytes()
            for p in sorted(folder.rglob("*")) if p.is_file()}
