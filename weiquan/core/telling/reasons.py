"""Why a letter asks: fact, consequence, one article; at most three, the excuse among them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.verdicts import LineView, Verdict
from weiquan.core.judging.views import Cited, ElementView
from weiquan.core.language.condition import Context, Is, Tri, evaluate
from weiquan.core.telling.parties import Parties, told
from weiquan.core.telling.progress import is_service

MOST = 3
# Of an excuse's answers, those about goods say nothing of a service.
_OF_GOODS = re.compile(r"退货|换货|签收|寄回|封存|商品")
_SENTENCE = re.compile(r"[^。；]+")
_LONGEST = 60


def reasons_of(result: Assessment, lines: Iterable[LineView], sides: Parties,
               roles: Collection[str] = ()) -> list[dict[str, Any]]:
    """The reasons for the demands: {"story", "so", "cite"}, each article once.

    The main demand's own facts come first, then one for each other demand, then what answers the
    other side's reason. `have` and `lacking` are the exhibits that prove the fact.
    """
    out: list[dict[str, Any]] = []
    seen: set[tuple[str, str]] = set()
    asked = list(lines)
    main, *others = [_grounds(line) for line in asked] or [[]]
    # The sum that surprises most comes early and is not left without a reason.
    others.sort(key=lambda grounds: not any(g.multiple for g in grounds))
    early = 1 if any(g.multiple for grounds in others for g in grounds) else 2
    answers = [[Ground(e, e.basis) for e in _leading(v.elements)]
               for v in _answering(result, roles)]
    firsts = [g for grounds in (*others, *answers) for g in grounds[:1]]
    for element, basis, _ in (*main[:early], *firsts, *main[early:]):
        if len(out) == MOST:
            break
        cited = for_party(basis, sides)
        if not cited:
            continue
        key = cited[0].law, cited[0].article
        if key in seen:
            continue
        seen.add(key)
        story, so = told(element.story, sides), told(element.so, sides)
        if story.startswith(sides.them) and so.startswith(sides.them):
            so = so.removeprefix(sides.them)
        out.append({"story": story, "so": so, "cite": cited[:1], "hence": False,
                    "have": element.have, "lacking": element.lacking,
                    "element": element.id, "claim": element.claim})
    if not out and asked:
        line = asked[0]
        fresh = [c for c in for_party(line.basis, sides) if (c.law, c.article) not in seen]
        if fresh:
            out.append({"story": "", "so": "", "cite": fresh[:1], "hence": True,
                        "have": (), "lacking": ()})
    return out


def excuse_of(ctx: Context, result: Assessment, sides: Parties,
              lines: Iterable[LineView]) -> dict[str, Any] | None:
    """The other side's reason and the one line that answers it; None where it may be right."""
    view = result.excuse
    if view is None or view.right or view.beside:
        return None
    about = "".join(x.theory.name + x.theory.summary + x.rule.ask
                    + "".join(e.story + e.so for e in x.elements) for x in lines)
    durable = evaluate(Is("durable_goods"), ctx).truth is Tri.TRUE
    service = is_service(ctx)
    answers = [view.tells] if view.tells else [
        s for text in view.answer for s in _SENTENCE.findall(text)
        if len(s) <= _LONGEST and not (service and _OF_GOODS.search(s))
        and (durable or "耐用商品" not in s)]
    if not answers:
        return None
    best = max(answers, key=lambda s: (_shared(s, about) / len(s), -answers.index(s)))
    return {"story": told(view.story, sides), "answer": told(best, sides),
            "cite": citable(view.basis)[:1]}


def citable(cited: Iterable[Cited]) -> list[Cited]:
    """The citations that a letter may carry: checked in full text, each article once."""
    out: dict[tuple[str, str], Cited] = {}
    for cite in cited:
        if cite.full_text:
            out.setdefault((cite.law, cite.article.split("(")[0]), cite)
    return list(out.values())


def for_party(cited: Iterable[Cited], sides: Parties) -> list[Cited]:
    """The citations that hold against this party: a private seller is no trader."""
    kept = citable(cited)
    if sides.party != "owner":
        return kept
    return [c for c in kept if "消费者" not in c.name and "网络购买商品" not in c.name]


class Ground(NamedTuple):
    """A fact that carries a demand, and the articles that it is put under."""

    element: ElementView
    basis: tuple[Cited, ...]
    multiple: bool = False


def _grounds(line: LineView) -> list[Ground]:
    """Those of one demand; a multiple stands in an article of its own."""
    multiple = line.rule.money == "multiple"
    return [Ground(e, line.basis if multiple and not n else e.basis, multiple)
            for n, e in enumerate(_leading(line.elements))]


def _leading(elements: Iterable[ElementView]) -> list[ElementView]:
    """The elements that a letter can tell, what a demand comes from first."""
    return sorted((e for e in elements if e.story and e.so and e.basis), key=lambda e: not e.leads)


def _answering(result: Assessment, roles: Collection[str]) -> list[Verdict]:
    """What is certain against the other side's reason, and what the letter is about besides."""
    return [v for v in result.verdicts if not v.hidden and v.answer != "no" and (
        v.rule.role in roles or (v.rule.role == "answer" and v.answer == "yes"))]


def _shared(one: str, other: str) -> int:
    pairs = {other[i:i + 2] for i in range(len(other) - 1)}
    return sum(one[i:i + 2] in pairs for i in range(len(one) - 1))

