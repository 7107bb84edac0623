"""Everything that the rules say about one case at one moment, ready for screen, JSON, letters."""

from __future__ import annotations

from dataclasses import field
from datetime import date, datetime

from weiquan.core.case.context import ReadingView
from weiquan.core.judging.combining import Total
from weiquan.core.judging.contradictions import Contradiction
from weiquan.core.judging.situations import Picked
from weiquan.core.judging.verdicts import (
    LineView,
    NotClaimView,
    Verdict,
    WishView,
    nothing_in,
)
from weiquan.core.judging.views import (
    Cited,
    Clock,
    EvidenceView,
    ExcuseView,
    Gap,
    LetterView,
    OwnAnswer,
    StepView,
    Undated,
)
from weiquan.core.model import LetterMeta, WarningRule
from weiquan.core.values.records import result


@result
class Assessment:
    """What came out for one case."""

    now: datetime
    law_day: date
    platform_id: str
    platform_name: str
    wishes: tuple[WishView, ...]      # those of the person first
    verdicts: tuple[Verdict, ...]     # of every raised theory, hidden ones too
    lines: tuple[LineView, ...]       # of every verdict that stands
    total: Total
    not_claims: tuple[NotClaimView, ...]
    contradictions: tuple[Contradiction, ...]
    readings: tuple[ReadingView, ...]
    next: StepView
    ladder: tuple[StepView, ...]
    clocks: tuple[Clock, ...]
    undated: tuple[Undated, ...]      # clocks of one's own whose first day nobody knows
    evidence: tuple[EvidenceView, ...]
    perishing: tuple[str, ...]        # what of this case vanishes first, one line each
    letters: tuple[LetterView, ...]
    withheld: tuple[tuple[LetterMeta, str], ...]  # letters that do not help now, with the reason
    warnings: tuple[tuple[WarningRule, tuple[Cited, ...]], ...]
    traps: tuple[str, ...]            # what such a case is lost by, the nearest to this one first
    gaps: tuple[Gap, ...]
    own_answers: tuple[OwnAnswer, ...]
    sources: tuple[str, ...]
    excuses: list[ExcuseView] = field(default_factory=list)   # what bears on it comes first
    picked: Picked | None = None      # what the person said it is, and what is so of it

    @property
    def nothing(self) -> bool:
        """Whether nothing that was asked for, or that anybody thought of, can be had."""
        return nothing_in(self.wishes, self.verdicts)

    @property
    def claims(self) -> tuple[LineView, ...]:
        """The lines that are asked for."""
        return tuple(x for x in self.lines if x.chosen)

    def verdict(self, theory: str) -> Verdict | None:
        """The verdict on one theory, or None where it is no question of this case."""
        return next((v for v in self.verdicts if v.rule.id == theory), None)
