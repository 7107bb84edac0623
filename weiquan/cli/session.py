"""The wizard's session: one case on disk, asked about by the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from weiquan.cli.asked import SECTIONS, options_of
from weiquan.cli.gather import case_facts
from weiquan.cli.typing_in import is_not_yet, read_typed, shown_about
from weiquan.core.asking.interview import (
    before_a_card,
    comes_first,
    first_result,
    hanging_on,
    next_question,
    offered,
    still_needed,
)
from weiquan.core.asking.sounding import sounds_like
from weiquan.core.case.answers import dump_value, load_value, parse_value, show_value
from weiquan.core.case.checks import check_alone, check_value, takes_own_words
from weiquan.core.case.context import context_of
from weiquan.core.language.condition import Special
from weiquan.core.model import Fact
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.inwords import InWords
from weiquan.core.values.typed import clean_text
from weiquan.errors import BadValue
from weiquan.store.case import Case
from weiquan.store.folder import rename_case, save_case, write_readme
from weiquan.wizard.session import Answered, Given, Option, Question

UNCONFIRMED = "（从经过里读出来的，没有确认）"
OWN_WORDS = {"happened": "problem", "excuse": "merchant_said"}  # where a line of one's own goes


class CaseSession:
    """Asks what the rules need about a case and saves each answer before it returns.

    `case` may be a way to make one: then there is no folder before the first answer. `more` are
    the facts that the chosen letters need besides.
    """

    def __init__(self, rules: RuleSet, case: Case | Callable[[], Case],
                 clock: Callable[[], datetime], greeting: Sequence[str] = ()) -> None:
        self.rules = rules
        self.clock = clock
        self.more: frozenset[str] = frozenset()
        self.beyond = 0               # questions to ask after the first result
        self._made: Case | None = None if callable(case) else case
        self._make = case if callable(case) else None
        self._greeting = tuple(greeting)
        self._before = 0              # facts known before this round of questions

    @property
    def case(self) -> Case:
        """The case; made where there is none yet."""
        if self._made is None and self._make is not None:
            self._made = self._make()
        assert self._made is not None
        return self._made

    @property
    def begun(self) -> bool:
        """Whether there is a case on disk."""
        return self._made is not None

    def close(self) -> None:
        """Let other programs change the case."""
        if self._made is not None:
            self._made.close()

    @property
    def title(self) -> Sequence[str]:
        """Lines for the first screen."""
        return self._greeting

    def greeted(self, then: Sequence[str] = ()) -> None:
        """The lines for the first screen have been read; `then` stand above the next question."""
        self._greeting = tuple(then)

    def need(self, facts: Iterable[str]) -> None:
        """Ask for these too, after what the rules need."""
        self.more = frozenset(facts)
        self._before = len(self.facts())
        self._greeting = ()

    def ask_on(self, questions: int) -> None:
        """Ask this many questions more after the first result; 0 ends that."""
        self.beyond = questions
        self._before = len(self.facts())

    def facts(self, *, exact: bool = False) -> dict[str, Any]:
        """The typed facts of the case; what the rules can no longer read is asked again.

        `exact` leaves out days and sums that are known only about.
        """
        out: dict[str, Any] = {}
        given = {} if self._made is None else case_facts(self.rules, self._made, exact=exact)
        for id_, raw in given.items():
            try:
                out[id_] = load_value(self.rules.specs[id_], raw, self.clock())
            except BadValue:
                continue
        return out

    def current(self) -> Question | None:
        """The next question; None when nothing is left."""
        if self.more:
            left = self._left_for_letters()
            return self._question(left[0]) if left else None
        spec = next_question(self.rules, self.facts(), self.clock(), told=self._told)
        return None if spec is None else self._question(spec)

    def waits(self) -> bool:
        """Whether what happened, or who is in danger, has to be asked before anything else."""
        return comes_first(self.rules, self.facts(), self.clock()) is not None

    def _left_for_letters(self) -> list[Fact]:
        """What the chosen letters still need; what nobody has confirmed is asked too."""
        facts = {k: v for k, v in self.facts().items() if not self.case.facts[k].unconfirmed}
        return still_needed(self.rules, facts, self.clock(), self.more)

    def question(self, fact_id: str) -> Question | None:
        """The question of an answered fact that still applies."""
        ctx = context_of(self.rules, self.facts(), self.clock())
        if ctx.facts.get(fact_id) is Special.NOT_APPLICABLE or fact_id not in self.rules.specs:
            return None
        return self._question(self.rules.specs[fact_id])

    def _question(self, spec: Fact) -> Question:
        facts = self.facts()
        have = facts.get(spec.id)
        options = tuple(options_of(self.rules, spec,
                                   offered(self.rules, spec, facts, self.clock())))
        previous: tuple[str, ...] = ()
        typed = ""
        if isinstance(have, bool):
            previous = ("true" if have else "false",)
        elif isinstance(have, tuple):
            previous = have
        elif isinstance(have, str) and spec.type == "choice":
            previous = (have,)
        elif isinstance(have, InWords):
            typed = have.words
        elif have is not None and not isinstance(have, Special) and not spec.secret:
            typed = str(dump_value(spec, have)).replace("T", " ") \
                if spec.type != "text" else str(have)
            typed = self.case.facts[spec.id].about or typed
        return Question(
            spec.id, spec.type, spec.ask, spec.short, SECTIONS[spec.section], help=spec.help,
            options=options, unsure=spec.unsure,
            other=spec.id in OWN_WORDS or takes_own_words(spec), previous=previous, typed=typed,
            shown="" if have is None else self._shown(spec, have),
            was_unsure=have is Special.UNSURE,
        )

    def _shown(self, spec: Fact, value: Any) -> str:
        answer = self.case.facts.get(spec.id)
        text = shown_about(spec, value, answer.about if answer is not None else "")
        return text + (UNCONFIRMED if answer is not None and answer.unconfirmed else "")

    def answer(self, fact_id: str, given: Given) -> str:
        """Parse, check and save; what was understood."""
        spec = self.rules.specs[fact_id]
        about = ""
        if isinstance(given, str) and is_not_yet(spec, given):
            for other, settled in {**spec.not_yet, fact_id: Special.UNSURE}.items():
                self._save(self.rules.specs[other], settled)
            return "还没有，先放着"
        value: Any = given
        if isinstance(given, str):
            value, about = read_typed(self.rules, spec, given, self.clock())
        elif isinstance(given, tuple):
            value = tuple(c.id for c in spec.choices if c.id in given)
        facts = self.facts()
        check_value(spec, value, {**facts, fact_id: value}, self.rules.specs)
        self._check_later(spec, value, facts)
        self._save(spec, value, about)
        return shown_about(spec, value, about)

    def _check_later(self, spec: Fact, value: Any, facts: dict[str, Any]) -> None:
        """A date that is moved must still come before the dates that follow it."""
        for other in self.rules.facts:
            if spec.id in other.check.not_before and other.id in facts:
                check_value(other, facts[other.id], {**facts, spec.id: value}, self.rules.specs)

    def unsure(self, fact_id: str) -> str:
        """Save 不清楚."""
        self._save(self.rules.specs[fact_id], Special.UNSURE)
        return "不清楚，先放着"

    def own_words(self, fact_id: str, text: str) -> str:
        """Keep a line in place of the options of a fact, as what letters may quote."""
        if fact_id not in OWN_WORDS:
            told = InWords(clean_text(text))
            check_alone(self.rules.specs[fact_id], told)
            self._save(self.rules.specs[fact_id], told)
            return f"{self.rules.specs[fact_id].short}：{told}"
        spec = self.rules.specs[OWN_WORDS[fact_id]]
        value: Any = parse_value(spec, text, self.clock())
        self.case.set_answer(spec.id, dump_value(spec, value), "wizard", self.clock())
        self._save(self.rules.specs[fact_id], Special.UNSURE)
        return f"{spec.short}：{show_value(spec, value)}"

    def like(self, fact_id: str, text: str) -> Sequence[Option]:
        """The choices that a line sounds like, offered before or not, the likeliest first."""
        spec = self.rules.specs[fact_id]
        if fact_id not in OWN_WORDS:
            return ()     # who says that none fits is not led to the nearest
        by_id = {c.id: c for c in spec.choices}
        return options_of(self.rules, spec, [by_id[x] for x in sounds_like(self.rules, spec, text)])

    def why(self, fact_id: str) -> str:
        """Why it is asked, and where the answer is found."""
        spec = self.rules.specs[fact_id]
        names = hanging_on(self.rules, self.facts(), self.clock(), fact_id)
        why = f"这一题关系到：{'、'.join(names)}。" if names else ""
        if fact_id in self.more and spec.section == "letter":
            why = "只写进要它的文书里。"
        found = spec.help or ("记不清可以先选不清楚，以后再改。" if spec.unsure else "")
        return "\n".join(filter(None, (why, found)))

    def adopt(self, facts: Mapping[str, Any], about: Mapping[str, str]) -> None:
        """Save what was told at once and confirmed; `about` has the words of what is not exact."""
        for id_, value in facts.items():
            self.case.set_answer(id_, dump_value(self.rules.specs[id_], value), "story",
                                 self.clock(), about.get(id_, ""))
        save_case(self.case)
        self.rename()
        self._greeting = ()

    @property
    def _told(self) -> int:
        """How many facts came from the person's own words at once: nobody was asked for them."""
        return sum(self.rules.specs[f].section != "letter" for f in self._from_story)

    @property
    def _from_story(self) -> list[str]:
        made = {} if self._made is None else self._made.facts
        return [f for f, a in made.items() if a.by == "story" and f in self.rules.specs]

    def _save(self, spec: Fact, value: Any, about: str = "") -> None:
        self.case.set_answer(spec.id, dump_value(spec, value), "wizard", self.clock(), about)
        self.case.finished = False
        save_case(self.case)
        if spec.id in {"platform", "product"}:
            self.rename()

    def rename(self, *, back: bool = False) -> None:
        """Name the folder after platform and product once both are known.

        `back`: take the name away again where they are not.
        """
        facts = self.facts()
        platform = self.rules.platforms.get(facts.get("platform", ""))
        product = facts.get("product")
        label, thing = (platform.label, product) if platform is not None \
            and isinstance(product, str) else ("", "")
        if (label or back) and rename_case(self.case, label, thing):
            write_readme(self.case)

    def enough(self) -> bool:
        """Whether the card can be shown; never while something asked for is still open."""
        if self.more:
            return not self._left_for_letters()
        if self.beyond:
            return len(self.facts()) - self._before >= self.beyond
        return first_result(self.rules, self.facts(), self.clock(), self._told)

    def answers(self) -> Sequence[Answered]:
        """Everything answered, by section."""
        facts = self.facts()
        ctx = context_of(self.rules, facts, self.clock())
        return [
            Answered(f.id, SECTIONS[f.section], f.short, self._shown(f, facts[f.id]),
                     ctx.facts.get(f.id) is not Special.NOT_APPLICABLE)
            for f in self.rules.facts if f.id in facts
        ]

    def counted(self, number: int) -> str:
        """第 3 题，最多 8 题; in later rounds, how many of this round are left."""
        done = len(self.facts())
        if self.more:
            left = len(self._left_for_letters())
            return f"写文书用的，还有 {left} 题" if left else "写文书用的"
        if self.beyond:
            return f"再答 {self.beyond} 题，第 {min(self.beyond, done - self._before + 1)} 题"
        again, most = "再问" if self._told else "", before_a_card(self._told)
        number = max(1, number - len(self._from_story))
        return f"{again}第 {number} 题" + (f"，最多 {most} 题" if number <= most else "")
