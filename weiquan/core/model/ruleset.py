"""All rules together, as the engine works on them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from decimal import Decimal
from functools import cached_property

from weiquan.core.language.condition import ALWAYS, NEVER, Condition, facts_in
from weiquan.core.language.likeness import Weights
from weiquan.core.language.reading import Citation
from weiquan.core.model import (
    Account,
    Answer,
    Article,
    ArticleVersion,
    CalendarYear,
    Channel,
    Clash,
    Deadline,
    Derived,
    Event,
    Evidence,
    Excuse,
    Fact,
    FollowUp,
    Label,
    Law,
    LetterMeta,
    NamedCondition,
    Param,
    Platform,
    Precedent,
    Preflight,
    Query,
    Reason,
    Rebuttal,
    RungSpec,
    Saying,
    Situation,
    Speech,
    Step,
    SumRole,
    Term,
    Theory,
    WarningRule,
    Wish,
)
from weiquan.core.model.calendar import Calendar
from weiquan.core.model.samples import Said, answered_in, weights_of
from weiquan.core.values.records import result

_LONG = 8        # characters of an answer's label that nobody writes by chance


@result
class RuleSet:
    """Everything under rules/ and the front matter of templates/, checked and linked.

    Mappings keep the order of the files. `laws` is keyed by short name, the others by id.
    """

    facts: tuple[Fact, ...] = ()
    rungs: tuple[RungSpec, ...] = ()
    conditions: Mapping[str, NamedCondition] = field(default_factory=dict)
    happened: Mapping[str, Label] = field(default_factory=dict)
    sayings: tuple[Saying, ...] = ()
    answers: tuple[Answer, ...] = ()
    situations: Mapping[str, Situation] = field(default_factory=dict)
    wishes: Mapping[str, Wish] = field(default_factory=dict)
    speech: Mapping[str, Speech] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    derived: tuple[Derived, ...] = ()
    sums: tuple[SumRole, ...] = ()
    clashes: tuple[Clash, ...] = ()
    terms: tuple[Term, ...] = ()
    followups: tuple[FollowUp, ...] = ()
    accounts: tuple[Account, ...] = ()
    asked: Mapping[str, Query] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    warnings: tuple[WarningRule, ...] = ()
    deadlines: Mapping[str, Deadline] = field(default_factory=dict)
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    preflight: Mapping[str, Preflight] = field(default_factory=dict)
    excuses: Mapping[str, Excuse] = field(default_factory=dict)
    laws: Mapping[str, Law] = field(default_factory=dict)
    platforms: Mapping[str, Platform] = field(default_factory=dict)
    theories: Mapping[str, Theory] = field(default_factory=dict)
    channels: Mapping[str, Channel] = field(default_factory=dict)
    precedents: Mapping[str, Precedent] = field(default_factory=dict)
    letters: Mapping[str, LetterMeta] = field(default_factory=dict)
    forms: Mapping[str, LetterMeta] = field(default_factory=dict)
    calendar: tuple[CalendarYear, ...] = ()
    digest: str = ""

    def __post_init__(self) -> None:
        self.specs: dict[str, Fact] = {f.id: f for f in self.facts}
        self.named: dict[str, Condition] = {k: v.when for k, v in self.conditions.items()}
        self.gated = tuple(f for f in self.facts if f.ask_if != ALWAYS or f.worth != ALWAYS)
        self.gates = tuple(f for f in self.facts if f.gate != NEVER)
        self.reading = tuple(f for f in self.facts
                             if f.unknown_as is not None and f.unknown_as.value is not None)
        self._params: Mapping[str, Param] | None = None
        self._aliases: dict[str, str] | None = None
        self._raised: dict[str, Condition] | None = None
        self._told: tuple[Mapping[str, Sequence[Reason]], Mapping[str, Sequence[Rebuttal]]] | None \
            = None
        self._names: Mapping[str, Sequence[str]] = {}
        self._learned: tuple[Mapping[str, Weights], Said] = {}, {}
        self._words: dict[str, frozenset[str]] = {}
        self._articles: dict[str, tuple[tuple[Article, ...], dict[str, Article]]] = {}

    def remember(self, params: Mapping[str, Param], aliases: dict[str, str],
                 raised: dict[str, Condition], reasons: Mapping[str, Sequence[Reason]],
                 rebuttals: Mapping[str, Sequence[Rebuttal]],
                 names: Mapping[str, Sequence[str]],
                 learned: tuple[Mapping[str, Weights], Said]) -> None:
        """Take these indexes over; making them would look at every law, platform and theory.

        The theories and excuses of a copy have no reasons and rebuttals of their own.
        """
        self._params, self._aliases, self._raised = params, aliases, raised
        self._told = reasons, rebuttals
        self._names = names
        self._learned = learned

    @property
    def reasons(self) -> Mapping[str, Sequence[Reason]]:
        """Why letters make the demands of a theory, by its id: only letters need them."""
        return self._for_letters[0]

    @property
    def rebuttals(self) -> Mapping[str, Sequence[Rebuttal]]:
        """What letters answer to an excuse, by its id."""
        return self._for_letters[1]

    @property
    def _for_letters(self) -> tuple[Mapping[str, Sequence[Reason]],
                                    Mapping[str, Sequence[Rebuttal]]]:
        if self._told is None:
            self._told = ({t.id: t.reasons for t in self.theories.values()},
                          {e.id: e.tells for e in self.excuses.values()})
        return self._told

    @cached_property
    def likeness(self) -> Mapping[str, Weights]:
        """The groups of characters that speak for what happened, and for what is wanted."""
        return self._learned[0] or weights_of(self.sayings, self.situations.values(),
                                              self.happened.values(), self.wishes.values())

    @cached_property
    def said(self) -> Said:
        """How people answer each question in own words, by fact and choice."""
        return self._learned[1] or answered_in(self.answers)

    @property
    def raised(self) -> dict[str, Condition]:
        """When each theory is a question of a case, by id."""
        if self._raised is None:
            self._raised = {t.id: t.raised for t in self.theories.values()}
        return self._raised

    @property
    def aliases(self) -> dict[str, str]:
        """The names of platforms, full and other, to their ids."""
        if self._aliases is None:
            self._aliases = {name: p.id for p in self.platforms.values()
                             for name in (p.name, *p.aliases)}
        return self._aliases

    @property
    def params(self) -> Mapping[str, Param]:
        """Every dated law parameter by id."""
        if self._params is None:
            self._params = {p.id: p for law in self.laws.values() for p in law.params}
        return self._params

    def param_at(self, id_: str, day: date) -> Decimal:
        """The value of a parameter in force on `day`; LookupError when there is none.

        There is no default and no "last one": a number that was not in force must not be used.
        """
        for value in reversed(self.params[id_].values):
            if value.start <= day:
                if value.value is None:
                    raise LookupError(f"{id_} 自 {value.start} 起不再适用")
                return value.value
        raise LookupError(f"{id_} 在 {day} 还没有施行")

    @cached_property
    def deriving(self) -> tuple[tuple[Derived, frozenset[str]], ...]:
        """The rules for derived facts, each with the facts that it looks at."""
        return tuple((d, facts_in(d.when, self.named)) for d in self.derived)

    @cached_property
    def _every_word(self) -> tuple[str, ...]:
        return tuple(w for t in self.terms for w in t.words)

    def words_of_terms(self, text: str) -> frozenset[str]:
        """The words of any term that stand in `text`, a text of the rules: kept, there are few."""
        found = self._words.get(text)
        if found is None:
            found = self._words[text] = frozenset(w for w in self._every_word if w in text)
        return found

    def spoken(self, *names: str) -> tuple[str, ...]:
        """The words of these entries of speech.yaml, in order; none of one that is missing."""
        return tuple(w for n in names if n in self.speech for w in self.speech[n].words)

    @cached_property
    def feasts(self) -> dict[str, str]:
        """Words for feasts and sales with their day: 双十一, 11-11."""
        return {w: s.day for s in self.speech.values() if s.day for w in s.words}

    @cached_property
    def past_days(self) -> tuple[tuple[int, Fact], ...]:
        """The facts that hold a day which has been, each with its place among all facts."""
        return tuple((i, f) for i, f in enumerate(self.facts)
                     if f.type in {"date", "datetime"} and f.check.not_future)

    @cached_property
    def answer_ids(self) -> frozenset[str]:
        """The ids of all choices."""
        return frozenset(self._names["answer_ids"] if self._names else
                         (c.id for f in self.facts for c in f.choices))

    @cached_property
    def long_labels(self) -> tuple[str, ...]:
        """What answers are called on the screen, where it is too long to be a word of a letter."""
        return tuple(self._names["long_labels"] if self._names else
                     (c.label for f in self.facts
                      if f.choices_from not in {"platforms", "evidence", "theories", "excuses",
                                            "situations", "points"}
                      for c in f.choices if len(c.label) >= _LONG))

    @cached_property
    def settling(self) -> tuple[Fact, ...]:
        """The facts of which a choice settles others."""
        return tuple(f for f in self.facts if any(c.settles for c in f.choices))

    @cached_property
    def with_stories(self) -> tuple[Fact, ...]:
        """The facts with choices that say something in a letter."""
        return tuple(f for f in self.facts if any(c.story for c in f.choices))

    @cached_property
    def workdays(self) -> Calendar:
        """The calendar of all years, made when it is first asked for."""
        return Calendar(self.calendar)

    def next_workday(self, day: date) -> date:
        """The first workday on or after `day`: the latest that it can be in an uncertain year."""
        return self.workdays.next_workday(day, "latest")

    def article_at(self, citation: Citation, day: date) -> ArticleVersion | None:
        """What the cited article says on `day`, or None when it was not in force."""
        law = self.laws.get(citation.law)
        if law is None or not law.in_force(day):
            return None
        article = self.article(law, citation.article)
        if article is None:
            return None
        in_force = [v for v in article.versions if v.start <= day]
        return in_force[-1] if in_force and not in_force[-1].repealed else None

    def article(self, law: Law, number: str) -> Article | None:
        """The article of that number, in any version."""
        articles, index = self._articles.get(law.short, ((), {}))
        if articles is not law.articles:
            index = {a.article: a for a in reversed(law.articles)}
            self._articles[law.short] = law.articles, index
        return index.get(number)

    def steps_for(self, platform: str | None, raised: Collection[str]) -> Iterator[Step]:
        """The steps of a case, rung by rung, each rung in the order of the files.

        `raised` names the theories of the case, in the order in which they are looked at.
        """
        pools: list[tuple[Step, ...]] = [self.steps]
        pools += [self.theories[name].steps for name in raised]
        if platform is not None and platform in self.platforms:
            pools.append(self.platforms[platform].steps)
        pools += [c.steps for c in self.channels.values()]
        every = [s for pool in pools for s in pool]
        for rung in self.rungs:
            yield from (s for s in every if s.rung == rung.id)

    def warnings_for(self, platform: str | None) -> Iterator[WarningRule]:
        """The warnings that may apply, the common ones first."""
        yield from self.warnings
        if platform is not None and platform in self.platforms:
            yield from self.platforms[platform].warnings
        for channel in self.channels.values():
            yield from channel.warnings
