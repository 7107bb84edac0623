"""Instruments by article and version, and the numbers that the law sets."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from weiquan.core.language import condition as c
from weiquan.core.language.ruletype import rule
from weiquan.core.model.kinds import Basis, Confidence, When


@rule
class ArticleVersion:
    """What an article says from `start` on, in our own words."""

    start: date
    gist: str
    numbers: tuple[str, ...] = ()
    note: str = ""
    repealed: bool = False


@rule
class Article:
    """One article of an instrument, by version."""

    article: str
    versions: tuple[ArticleVersion, ...]
    confidence: Confidence | None = None  # when it differs from the instrument's
    scope: When | None = None          # the cases that it speaks of, where not its instrument's
    before: tuple[Basis, ...] = ()     # what is cited in its place while it was not in force


@rule
class ParamValue:
    """The value of a parameter from `start` on; None where it was repealed."""

    start: date
    value: Decimal | None
    cite: Basis


@rule
class Param:
    """A number that the law sets, by date."""

    id: str
    name: str
    unit: Literal["元", "倍", "小时", "日", "工作日", "月", "年", "次", "比例"]
    values: tuple[ParamValue, ...]
    as_of: date


@rule
class Law:
    """One instrument: law, regulation, judicial interpretation, departmental rule."""

    id: str
    name: str
    short: str                         # how basis strings and letters cite it
    called: tuple[str, ...] = ()       # how sentences of the rules name it besides
    level: str
    doc_no: str = ""
    start: date                        # in force from
    end: date | None = None            # the last day in force, when repealed
    replaced_by: str = ""
    applies: Literal["purchase", "filing"] = "purchase"  # which day chooses the version
    source: str
    as_of: date
    confidence: Confidence
    status: str = ""
    scope: When = c.ALWAYS             # the cases that it speaks of: where false it is not cited
    articles: tuple[Article, ...] = ()
    params: tuple[Param, ...] = ()
    place: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """What sentences call it."""
        return (*self.called, self.short, self.name.removeprefix("中华人民共和国"))

    def in_force(self, day: date) -> bool:
        """Whether the instrument was in force on `day`."""
        return self.start <= day and (self.end is None or day <= self.end)
