"""The wizard's session: one case on disk, asked about by the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from weiquan.cli.gather import case_facts
from weiquan.core.asking.interview import (
    ENOUGH_FOR_A_CARD,
    MOST,
    first_result,
    next_question,
    offered_choices,
    wanted,
)
from weiquan.core.case.answers import dump_value, load_value, parse_value, show_value
from weiquan.core.case.checks import check_value
from weiquan.core.case.context import context_of
from weiquan.core.language.condition import Special
from weiquan.core.model import Fact
from weiquan.core.model.ruleset import RuleSet
from weiquan.errors import BadValue
from weiquan.store.case import Case
from weiquan.store.folder import rename_case, save_case, write_readme
from weiquan.wizard.session import Answered, Given, Option, Question

SECTIONS = {
    "gate": "怎么回事", "who": "谁买的", "what": "买了什么", "delivery": "发货收货",
    "problem": "毛病在哪里", "said": "说过什么", "money": "钱", "return": "退货退款",
    "result": "对方怎么回复", "platform": "平台", "service": "服务和预付", "minor": "孩子和老人",
    "harm": "人和安全", "letter": "写文书要用的", "shorthand": "推出来的",
}


class CaseSession:
    """Asks what the rules need about `case` and saves each answer before it returns.

    `more` are the facts that the chosen letters need besides.
    """

    def __init__(self, rules: RuleSet, case: Case, clock: Callable[[], datetime],
                 greeting: Sequence[str] = ()) -> None:
        self.rules = rules
        self.case = case
        self.clock = clock
        self.more: frozenset[str] = frozenset()
        self.beyond = False           # ask on after the first result
        self._greeting = tuple(greeting)

    @property
    def title(self) -> Sequence[str]:
        """Lines for the first screen."""
        return self._greeting

    def need(self, facts: Iterable[str]) -> None:
        """Ask for these too, after what the rules need."""
        self.more = frozenset(facts)
        self._greeting = ("还差几样，写进文书用。",)

    def facts(self) -> dict[str, Any]:
        """The typed facts of the case; what the rules can no longer read is asked again."""
        out: dict[str, Any] = {}
        for id_, raw in case_facts(self.rules, self.case).items():
            try:
                out[id_] = load_value(self.rules.specs[id_], raw, self.clock())
            except BadValue:
                continue
        return out

    def current(self) -> Question | None:
        """The next question; None when nothing is left."""
        spec = next_question(self.rules, self.facts(), self.clock(), self.more)
        return None if spec is None else self._question(spec)

    def question(self, fact_id: str) -> Question | None:
        """The question of an answered fact that still applies."""
        ctx = context_of(self.rules, self.facts(), self.clock())
        if ctx.facts.get(fact_id) is Special.NOT_APPLICABLE or fact_id not in self.rules.specs:
            return None
        return self._question(self.rules.specs[fact_id])

    def _question(self, spec: Fact) -> Question:
        facts = self.facts()
        ctx = context_of(self.rules, facts, self.clock())
        have = facts.get(spec.id)
        offered = set(offered_choices(spec, ctx))
        options = tuple(Option(c.id, c.label, c.hint) for c in spec.choices if c.id in offered)
        previous: tuple[str, ...] = ()
        typed = ""
        if isinstance(have, bool):
            previous = ("true" if have else "false",)
        elif isinstance(have, tuple):
            previous = have
        elif isinstance(have, str) and spec.type == "choice":
            previous = (have,)
        elif have is not None and not isinstance(have, Special) and not spec.secret:
            typed = str(dump_value(spec, have)).replace("T", " ") \
                if spec.type != "text" else str(have)
        return Question(
            spec.id, spec.type, spec.ask, spec.short, SECTIONS[spec.section], help=spec.help,
            options=options, unsure=spec.unsure, previous=previous, typed=typed,
            shown="" if have is None else show_value(spec, have),
            was_unsure=have is Special.UNSURE,
        )

    def answer(self, fact_id: str, given: Given) -> str:
        """Parse, check and save; what was understood."""
        spec = self.rules.specs[fact_id]
        if isinstance(given, str):
            aliases = self.rules.aliases if fact_id == "platform" else None
            value: Any = parse_value(spec, given, self.clock(), aliases=aliases)
        elif isinstance(given, tuple):
            value = tuple(c.id for c in spec.choices if c.id in given)
        else:
            value = given
        facts = self.facts()
        check_value(spec, value, {**facts, fact_id: value}, self.rules.specs)
        self._check_later(spec, value, facts)
        self._save(spec, value)
        return show_value(spec, value)

    def _check_later(self, spec: Fact, value: Any, facts: dict[str, Any]) -> None:
        """A date that is moved must still come before the dates that follow it."""
        for other in self.rules.facts:
            if spec.id in other.check.not_before and other.id in facts:
                check_value(other, facts[other.id], {**facts, spec.id: value}, self.rules.specs)

    def unsure(self, fact_id: str) -> str:
        """Save 不清楚."""
        spec = self.rules.specs[fact_id]
        self._save(spec, Special.UNSURE)
        return "不清楚，先放着"

    def _save(self, spec: Fact, value: Any) -> None:
        self.case.set_answer(spec.id, dump_value(spec, value), "wizard", self.clock())
        self.case.finished = False
        save_case(self.case)
        if spec.id in {"platform", "product"}:
            self._rename()

    def _rename(self) -> None:
        facts = self.facts()
        platform = self.rules.platforms.get(facts.get("platform", ""))
        product = facts.get("product")
        if platform is not None and isinstance(product, str) \
                and rename_case(self.case, platform.label, product):
            write_readme(self.case)

    def enough(self) -> bool:
        """Whether the card can be shown; never while something asked for is still open."""
        if self.beyond or self.more - self.facts().keys():
            return False
        return first_result(self.rules, self.facts(), self.clock())

    def answers(self) -> Sequence[Answered]:
        """Everything answered, by section."""
        facts = self.facts()
        ctx = context_of(self.rules, facts, self.clock())
        return [
            Answered(f.id, SECTIONS[f.section], f.short, show_value(f, facts[f.id]),
                     ctx.facts.get(f.id) is not Special.NOT_APPLICABLE)
            for f in self.rules.facts if f.id in facts
        ]

    def about(self) -> int:
        """About how many questions there are: those answered and those known to come."""
        facts = self.facts()
        ctx = context_of(self.rules, facts, self.clock())
        done = sum(1 for k in facts if ctx.facts.get(k) is not Special.NOT_APPLICABLE)
        left = max(1, ENOUGH_FOR_A_CARD - done)
        if done >= ENOUGH_FOR_A_CARD:
            left = min(len(wanted(self.rules, facts, self.clock())), MOST - done)
        return done + max(0, left) + len(self.more - facts.keys())
