"""Where each statement of a plan or a card was read, when, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.views import Cited, Clock, StepView
from weiquan.core.model import Theory
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.card import tonight
from weiquan.core.values.records import value

KINDS = ("期限", "步骤", "说明", "入口", "结论", "商家的说法", "证据", "条文")


@value
class Sourced:
    """One statement: what it is, its words, the source, the day of the check, how sure.

    `as_of` is None and `confidence` empty where it rests on the articles that it names.
    """

    kind: str
    text: str
    source: str
    as_of: date | None
    confidence: str


def sources_of(rules: RuleSet, result: Assessment, *, card: bool = False) -> list[Sourced]:
    """The statements of a plan with their sources, each once; with `card` those of the card.

    In the order of the screen: deadlines, steps, verdicts, what the other side says, evidence,
    and last the articles that all of it rests on.
    """
    found = dict.fromkeys(_statements(rules, result, card=card))
    return sorted(found, key=lambda s: KINDS.index(s.kind))


def _statements(rules: RuleSet, result: Assessment, *, card: bool) -> Iterator[Sourced]:
    steps = tonight(result) if card else list(result.ladder)
    cited: list[Cited] = []
    for clock in result.clocks:
        yield _clock(clock)
        cited += clock.basis
    for step in steps:
        yield from _step(rules, result, step)
        cited += step.basis
    wished = {w.verdict.rule.id for w in result.wishes if w.verdict is not None}
    for verdict in result.verdicts:
        if not verdict.hidden and (not card or verdict.rule.id in wished):
            yield _theory(verdict.rule)
            cited += verdict.basis
    for said in result.excuses:
        excuse = rules.excuses[said.id]
        yield Sourced("商家的说法", excuse.name, excuse.source or _named(said.basis),
                      excuse.as_of, excuse.confidence if excuse.as_of else "")
        cited += said.basis
    if not card:
        for view in result.evidence:
            rule = view.rule
            if rule.source:
                yield Sourced("证据", rule.title, rule.source, rule.as_of, rule.confidence)
        for _, basis in result.warnings:
            cited += basis
    yield from _articles(rules, cited)


def _clock(clock: Clock) -> Sourced:
    rule = clock.rule
    if clock.from_screen:
        return Sourced("期限", rule.name, "照订单页面填的", None, "")
    return Sourced("期限", rule.name, clock.source or rule.source or _named(clock.basis),
                   clock.checked or rule.as_of, rule.confidence)


def _step(rules: RuleSet, result: Assessment, step: StepView) -> Iterator[Sourced]:
    yield Sourced("步骤", step.rule.title, step.rule.source or _named(step.basis), None, "")
    platform = rules.platforms.get(result.platform_id)
    listed = {s.id: s.title for s in platform.sources} if platform is not None else {}
    for note in step.notes:
        yield Sourced("说明", note.text, listed.get(note.source, note.source)
                      or "、".join(f"{c.law} {c.article}" for c in note.basis),
                      note.as_of or (platform.as_of if platform is not None else None),
                      note.confidence)
    shown = {path for path, _ in step.paths}
    for path in platform.paths if platform is not None else ():
        if path.path in shown:
            yield Sourced("入口", path.path, listed.get(path.source, path.source),
                          path.as_of or platform.as_of if platform else None, path.confidence)


def _theory(theory: Theory) -> Sourced:
    return Sourced("结论", theory.name, theory.source, theory.as_of, theory.confidence)


def _articles(rules: RuleSet, cited: Iterable[Cited]) -> Iterator[Sourced]:
    for cite in cited:
        law = rules.laws[cite.law]
        article = rules.article(law, cite.article.split("(")[0])
        confidence = article.confidence if article is not None and article.confidence \
            else law.confidence
        yield Sourced("条文", f"{cite.law} 第{cite.article.split('(')[0]}条", law.source,
                      law.as_of, confidence)


def _named(basis: Iterable[Cited]) -> str:
    return "、".join(dict.fromkeys(f"{c.law} 第{c.article.split('(')[0]}条" for c in basis))
