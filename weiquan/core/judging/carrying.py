"""What an answer rests on in one case: the articles of what is said, not those of the subject."""

from __future__ import annotations

from collections.abc import Iterable

from weiquan.core.judging.citing import Citing
from weiquan.core.judging.views import Cited
from weiquan.core.language.condition import Context, Tri, evaluate
from weiquan.core.language.reading import Citation
from weiquan.core.model import Reason

MOST = 3   # reasons: as many as a letter tells


def carrying(reasons: Iterable[Reason], ctx: Context, citing: Citing,
             line: str = "") -> tuple[Cited, ...]:
    """The articles of the reasons that hold for a line of a theory, or for all of it.

    They are those that a letter would tell first; empty where no reason holds.
    """
    found: list[Citation] = []
    told = 0
    points: set[str] = set()
    for reason in reasons:
        if reason.point in points or (line and reason.lines and line not in reason.lines):
            continue
        if evaluate(reason.when, ctx).truth is not Tri.TRUE or not citing.bears(reason.basis):
            continue
        if reason.point:
            points.add(reason.point)
        found += reason.basis
        told += 1
        if told == MOST:
            break
    return citing.resolve(found)


def by_number(*groups: Iterable[Cited]) -> tuple[Cited, ...]:
    """The citations in order, each article once: a paragraph of it stands for the whole."""
    out: dict[tuple[str, str], Cited] = {}
    for cited in (c for group in groups for c in group):
        out.setdefault((cited.law, cited.article.split("(")[0]), cited)
    return tuple(out.values())
