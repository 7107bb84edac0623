"""What advice says in one case: nothing of another kind of thing, or of what is over.

A sentence assumes what its words assume. Which words belong where stands in rules/terms.yaml, so
that whoever adds a step need not think of a hotel, and nobody is told to keep the tags of a book.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from weiquan.core.case.context import ticked
from weiquan.core.language.condition import Context, Tri, evaluate
from weiquan.core.model import Evidence, Step, Term, WarningRule
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.patterns import lazy_re

_LEANS = ("可是", "但", "不过", "所以", "因此", "否则", "不然", "别再", "再", "也", "还")
_QUOTED = lazy_re(r"“[^”]*”")  # the name of a button, or what somebody said


def told_in(rules: RuleSet, ctx: Context) -> str:
    """All that the person told in own words."""
    return "\n".join(v for f, v in ctx.facts.items() if isinstance(v, str)
                     and f in rules.specs and rules.specs[f].type == "text")


def _in_place(term: Term, ctx: Context, story: str) -> bool:
    """Whether the words of a term fit: a scene only where it was told or follows from an answer."""
    truth = evaluate(term.when, ctx).truth
    if not term.told:
        return truth is not Tri.FALSE
    return truth is Tri.TRUE or any(w in story for w in term.told)


class Wording:
    """The texts of advice, without what does not belong in this case.

    `perishing` is what of this case vanishes first.
    """

    def __init__(self, rules: RuleSet, ctx: Context) -> None:
        self.rules = rules
        story = told_in(rules, ctx)
        self.foreign = frozenset(w for t in rules.terms if not _in_place(t, ctx, story)
                                 for w in t.words)
        told = (rules.happened.get(x) for x in ticked(ctx, "happened"))
        vanishes = (p for label in told if label is not None for p in label.perishes)
        self.perishing = tuple(dict.fromkeys(self.lines(vanishes)))

    def fits(self, text: str) -> bool:
        """Whether `text` has no word of another kind; what is quoted does not count."""
        if self.foreign.isdisjoint(self.rules.words_of_terms(text)):
            return True
        bare = _QUOTED.sub("", text)
        return not any(w in bare for w in self.foreign)

    def said(self, text: str) -> str:
        """What remains of `text`: the clauses that fit; empty where nothing does.

        Clauses between semicolons stand side by side, each for itself, but for one that leans on
        the one before it. A sentence builds on the
        one before it: where nothing is left of one, those after it go too. A list of things
        loses the item that is such a word.
        """
        if self.fits(text):
            return text
        out = []
        for sentence in text.rstrip("。").split("。"):
            kept = self._standing(map(self._without_items, sentence.split("；")))
            if not kept:
                break
            out.append("；".join(kept))
        return "。".join(out) + "。" if out and text.endswith("。") else "。".join(out)

    def _standing(self, clauses: Iterable[str]) -> list[str]:
        """The clauses that fit, without those that lean on one that does not: 可是…."""
        kept, fell = [], False
        for clause in clauses:
            fell = not self.fits(clause) or (fell and clause.startswith(_LEANS))
            if not fell:
                kept.append(clause)
        return kept

    def _without_items(self, clause: str) -> str:
        for word in sorted(self.rules.words_of_terms(clause)):
            if word in self.foreign:
                item = re.escape(word)
                clause = re.sub(rf"(?:^|(?<=[：，、])){item}、|、{item}(?=$|，)", "", clause)
        return clause

    def lines(self, texts: Iterable[str]) -> tuple[str, ...]:
        """What remains of each, without what is empty."""
        return tuple(x for x in map(self.said, texts) if x)

    def step(self, step: Step) -> Step | None:
        """The step as it reads here, or None where it is about something else."""
        do = self.lines(step.do)
        if not do or not self.fits(step.title):
            return None
        if step.perishing and self.perishing:
            do = (f"先存最容易没的：{'；'.join(self.perishing[:2])}。", *do)
        limits, cost = self.lines(step.limits), self.said(step.cost)
        closes = tuple(c for c in step.closes if self.fits(c.door) and self.fits(c.why))
        if (do, limits, cost, closes) == (step.do, step.limits, step.cost, step.closes):
            return step
        return replace(step, do=do, limits=limits, cost=cost, closes=closes)

    def evidence(self, evidence: Evidence) -> Evidence | None:
        """The evidence as it is captured here, or None where there can be none."""
        capture = self.lines(evidence.capture)
        if not capture or not self.fits(evidence.title):
            return None
        return evidence if capture == evidence.capture else replace(evidence, capture=capture)

    def warning(self, warning: WarningRule) -> WarningRule | None:
        """The warning as it reads here, or None where it is about something else."""
        text = self.said(warning.text)
        if not text:
            return None
        return warning if text == warning.text else replace(warning, text=text)
