"""Why a letter asks: fact, consequence, article; at most three, the main demand's first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.citing import Citing
from weiquan.core.judging.verdicts import LineView, Verdict
from weiquan.core.judging.views import Cited, ElementView
from weiquan.core.language.condition import Context, Tri, evaluate
from weiquan.core.model import Reason, Theory
from weiquan.core.telling.parties import Parties, told
from weiquan.core.telling.progress import holds
from weiquan.core.telling.saying import Sayer
from weiquan.core.values.records import result

MOST = 3
CITED = 2                      # articles of one reason


@result
class Ground:
    """What carries a demand: the words of a reason or of an element, and its articles."""

    story: str
    so: str
    basis: tuple[Cited, ...]
    have: tuple[str, ...]
    lacking: tuple[str, ...]
    key: dict[str, str]           # where it stands in the rules
    multiple: bool = False


class Reasoner:
    """Finds the reasons of one letter of one case."""

    def __init__(self, ctx: Context, result: Assessment, sides: Parties, sayer: Sayer,
                 citing: Citing) -> None:
        self._ctx = ctx
        self._result = result
        self._sides = sides
        self._sayer = sayer
        self._citing = citing

    def reasons(self, lines: Iterable[LineView], roles: Collection[str] = (),
                own: Sequence[Ground] = ()) -> list[dict[str, Any]]:
        """The reasons for the demands as plain data, those that are its `own` before all.

        {"story", "so", "cite", "hence", "have", "lacking"} and where it is from: "reason" and
        "theory", or "element" and "claim". The main demand's own facts come first, then one for
        each other demand, then what is certain against the other side. `have` and `lacking` are
        the exhibits that prove the fact.
        """
        asked = list(lines)
        main, *others = [self._of_line(line) for line in asked] or [[]]
        # The sum that surprises most comes early and is not left without a reason.
        others.sort(key=lambda grounds: not any(g.multiple for g in grounds))
        early = 1 if any(g.multiple for grounds in others for g in grounds) else 2
        answers = [self._of_verdict(v) for v in self._answering(roles)]
        mine = {g.story for g in main}
        firsts = [next((g for g in grounds if g.story not in mine), grounds[0])
                  for grounds in (*others, *answers) if grounds]
        out: list[dict[str, Any]] = []
        for ground in (*own, *main[:early], *firsts, *main[early:]):
            if len(out) == MOST:
                break
            row = self._row(ground, out)
            if row is not None:
                out.append(row)
        firsts_ = [article_of(r["cite"][0]) for r in out]
        for row in out:
            row["cite"] = [row["cite"][0], *(c for c in row["cite"][1:]
                                             if article_of(c) not in firsts_)]
        if not out and asked:
            cited = for_party(asked[0].basis, self._sides)
            if cited:
                out.append({"story": "", "so": "", "cite": cited[:1], "hence": True,
                            "have": (), "lacking": ()})
        return out

    def _row(self, ground: Ground, before: list[dict[str, Any]]) -> dict[str, Any] | None:
        cited = for_party(ground.basis, self._sides)
        if not cited or any(r["story"] == ground.story for r in before):
            return None
        if article_of(cited[0]) in {article_of(r["cite"][0]) for r in before}:
            return None            # what the same article carries is said once
        most = 1 if "element" in ground.key else CITED
        return {"story": ground.story, "so": ground.so, "cite": cited[:most], "hence": False,
                "have": ground.have, "lacking": ground.lacking, **ground.key}

    def _of_line(self, line: LineView) -> list[Ground]:
        """Those of one demand; a multiple stands in an article of its own."""
        multiple = line.rule.money == "multiple"
        found = list(self._told(line.theory, line.elements, line.rule.id, multiple=multiple))
        if found:
            return found
        return [self._element(e, line.basis if multiple and not n else e.basis,
                              multiple=multiple)
                for n, e in enumerate(leading(line.elements))]

    def _of_verdict(self, verdict: Verdict) -> list[Ground]:
        return list(self._told(verdict.rule, verdict.elements)) or [
            self._element(e, e.basis) for e in leading(verdict.elements)]

    def _told(self, theory: Theory, elements: Iterable[ElementView], line: str = "", *,
              multiple: bool = False) -> Iterator[Ground]:
        """The reasons of a theory that can be told of this case, one for each point."""
        proofs = {e.id: e for e in elements}
        said: set[str] = set()
        for n, reason in enumerate(self._citing.rules.reasons[theory.id]):
            if reason.point in said or (line and reason.lines and line not in reason.lines):
                continue
            words = self._words(reason)
            if words is None or not self._citing.bears(reason.basis):
                continue
            if reason.seen and self._unsure(theory):
                words = f"照{self._sides.me}看到的，{words}"
            if reason.point:
                said.add(reason.point)
            proof = proofs.get(reason.element)
            yield Ground(words, "", self._citing.resolve(reason.basis),
                         proof.have if proof is not None else (),
                         proof.lacking if proof is not None else (),
                         {"reason": str(n), "theory": theory.id}, multiple)

    def _unsure(self, theory: Theory) -> bool:
        """Whether what a thing is like is only what the person saw, and more would settle it."""
        if holds(self._ctx, "letter_certain"):
            return False
        verdict = self._result.verdict(theory.id)
        return holds(self._ctx, "letter_suspected") or verdict is None or verdict.answer != "yes"

    def _words(self, reason: Reason) -> str | None:
        if evaluate(reason.when, self._ctx).truth is not Tri.TRUE:
            return None
        return self._sayer.say(reason.say)

    def _element(self, element: ElementView, basis: tuple[Cited, ...], *,
                 multiple: bool = False) -> Ground:
        story, so = told(element.story, self._sides), told(element.so, self._sides)
        if story.startswith(self._sides.them) and so.startswith(self._sides.them):
            so = so.removeprefix(self._sides.them)
        return Ground(story, so, basis, element.have, element.lacking,
                      {"element": element.id, "claim": element.claim}, multiple)

    def _answering(self, roles: Collection[str]) -> list[Verdict]:
        """What is certain against the other side's reason, and what the letter is about."""
        return [v for v in self._result.verdicts if not v.hidden and v.answer != "no" and (
            v.rule.role in roles or (v.rule.role == "answer" and v.answer == "yes"))]


def article_of(cite: Cited) -> tuple[str, str]:
    """A citation's law and article, whichever paragraph."""
    return cite.law, cite.article.split("(")[0]


def leading(elements: Iterable[ElementView]) -> list[ElementView]:
    """The elements that a letter can tell, what a demand comes from first."""
    return sorted((e for e in elements if e.story and e.so and e.basis), key=lambda e: not e.leads)


def citable(cited: Iterable[Cited]) -> list[Cited]:
    """The citations that a letter may carry: checked in full text, each article once."""
    out: dict[tuple[str, str], Cited] = {}
    for cite in cited:
        if cite.full_text:
            out.setdefault(article_of(cite), cite)
    return list(out.values())


def for_party(cited: Iterable[Cited], sides: Parties) -> list[Cited]:
    """The citations that hold against this party: a private seller is no trader."""
    kept = citable(cited)
    if sides.party != "owner":
        return kept
    return [c for c in kept if "消费者" not in c.name and "网络购买商品" not in c.name]
