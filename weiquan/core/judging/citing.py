"""Citations as they hold in a case: the version in force on the day that counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from weiquan.core.judging.views import Cited
from weiquan.core.language.reading import Citation
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.zh import titled


@dataclass(eq=False, repr=False)
class Citing:
    """Resolves citations for one case, and remembers which instruments were used.

    An instrument whose `applies` is "filing" is taken as in force today (procedure follows the
    day of the act); all others as in force on the law day. What was not in force is left out:
    a purchase of 2025 is not judged by an instrument of 2026.
    """

    rules: RuleSet
    law_day: date
    today: date

    def __post_init__(self) -> None:
        self.used: dict[str, None] = {}
        self._resolved: dict[tuple[str, str, str], Cited | None] = {}

    def resolve(self, citations: Iterable[Citation]) -> tuple[Cited, ...]:
        """The citations that were in force, in order, each once."""
        out: dict[tuple[str, str, str], Cited] = {}
        for cite in citations:
            key = cite.law, cite.article, cite.part
            if key not in self._resolved:
                self._resolved[key] = self._in_force(cite)
            cited = self._resolved[key]
            if cited is not None:
                self.used.setdefault(cite.law)
                out[key] = cited
        return tuple(out.values())

    def _in_force(self, cite: Citation) -> Cited | None:
        law = self.rules.laws[cite.law]
        version = self.rules.article_at(
            cite, self.today if law.applies == "filing" else self.law_day)
        if version is None:
            return None
        checked = law.confidence == "verified-in-full-text"
        article = self.rules.article(law, cite.article)
        if article is not None and article.confidence is not None:
            checked = article.confidence == "verified-in-full-text"
        return Cited(law.short, cite.article + cite.part, version.gist, law.name, checked)

    def sources(self) -> list[str]:
        """One line for each instrument used: name, version, source, day of the check."""
        out = []
        for short in self.used:
            law = self.rules.laws[short]
            doc = f"（{law.doc_no}）" if law.doc_no else ""
            out.append(f"{titled(law.name)}{doc}，自 {law.start} 起施行，核对于 {law.as_of}")
        return out
