"""Citations as they hold in a case: the version in force on the day that counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from weiquan.core.case.context import firmly_read, readings
from weiquan.core.judging.views import Cited
from weiquan.core.language.condition import Context, Tri, evaluate
from weiquan.core.language.reading import Citation
from weiquan.core.model import Article, Law
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.records import result
from weiquan.core.values.zh import titled

_SENTENCE = lazy_re(r"[^。]+。?")


def citing_in(rules: RuleSet, ctx: Context, law_day: date) -> Citing:
    """Resolves citations for the case of `ctx`, whose unknown facts are as they usually are."""
    return Citing(rules, law_day, firmly_read(ctx, readings(rules, ctx)))


@result
class Citing:
    """Resolves citations for one case, and remembers which instruments were used.

    An instrument whose `applies` is "filing" is taken as in force today (procedure follows the
    day of the act); all others as in force on the law day. What was not in force is left out:
    a purchase of 2025 is not judged by an instrument of 2026. So is what speaks of other cases:
    an article whose `scope` is false for `ctx`, the facts with the usual state of things.
    """

    rules: RuleSet
    law_day: date
    ctx: Context

    def __post_init__(self) -> None:
        self.used: dict[str, None] = {}
        self._resolved: dict[tuple[str, str, str], Cited | None] = {}

    def resolve(self, citations: Iterable[Citation]) -> tuple[Cited, ...]:
        """The citations that were in force, in order, each once."""
        out: dict[tuple[str, str], Cited] = {}
        for cite in citations:
            cited = self._of(cite)
            if cited is not None:
                self.used.setdefault(cited.law)
                out[cited.law, cited.article] = cited
        return tuple(out.values())

    def _of(self, cite: Citation) -> Cited | None:
        key = cite.law, cite.article, cite.part
        if key not in self._resolved:
            self._resolved[key] = self._in_force(cite)
        return self._resolved[key]

    def _in_force(self, cite: Citation) -> Cited | None:
        law = self.rules.laws[cite.law]
        version = self.rules.article_at(
            cite, self.ctx.today if law.applies == "filing" else self.law_day)
        article = self.rules.article(law, cite.article)
        if not self._speaks(law, article):
            return None
        if version is None:
            older = (self._of(c) for c in (article.before if article is not None else ()))
            return next((c for c in older if c is not None), None)
        checked = law.confidence == "verified-in-full-text"
        if article is not None and article.confidence is not None:
            checked = article.confidence == "verified-in-full-text"
        return Cited(law.short, cite.article + cite.part, version.gist, law.name, checked)

    def _speaks(self, law: Law, article: Article | None) -> bool:
        """Whether the article is about such a case."""
        own = article.scope if article is not None else None
        scope = law.scope if own is None else own
        return evaluate(scope, self.ctx).truth is not Tri.FALSE

    def bears(self, citations: Iterable[Citation]) -> bool:
        """Whether a sentence may rest on these: one of them holds here, or there is none."""
        cites = tuple(citations)
        return not cites or any(self._of(c) is not None for c in cites)

    def spoken(self, text: str, citations: Iterable[Citation]) -> str:
        """`text` without the sentences that name one of these articles where it does not hold."""
        silent = [c for c in citations if not self._itself(c)] if "条" in text else []
        if not silent:
            return text
        return "".join(s for s in _SENTENCE.findall(text)
                       if not any(self._names(s, c) for c in silent))

    def _itself(self, cite: Citation) -> bool:
        """Whether this very article holds, not what was cited in its place before."""
        found = self._of(cite)
        return found is not None and (found.law, found.article) \
            == (cite.law, cite.article + cite.part)

    def _names(self, sentence: str, cite: Citation) -> bool:
        return f"第{cite.article}条" in sentence \
            and any(x in sentence for x in self.rules.laws[cite.law].names)

    def sources(self) -> list[str]:
        """One line for each instrument used: name, version, source, day of the check."""
        out = []
        for short in self.used:
            law = self.rules.laws[short]
            doc = f"（{law.doc_no}）" if law.doc_no else ""
            out.append(f"{titled(law.name)}{doc}，自 {law.start} 起施行，核对于 {law.as_of}")
        return out
