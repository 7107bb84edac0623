"""What people often ask about such a case, with what is to be answered when."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from weiquan.core.language import condition as c
from weiquan.core.language.ruletype import rule
from weiquan.core.model.kinds import Basis, When


@rule
class QueryTell:
    """One answer to a question, where its condition holds: the first that does is given."""

    mark: str                          # 能, 不能, 看情况, 不用 …: said first
    say: str
    when: When = c.ALWAYS
    basis: tuple[Basis, ...] = ()
    place: str = ""


@rule
class Query:
    """A question that people ask in many cases: an entry of asked.yaml."""

    id: str
    name: str
    words: tuple[str, ...]             # … stands for what lies between; the longest counts
    unless: tuple[str, ...] = ()       # with one of these words something else is asked
    tells: tuple[QueryTell, ...] = ()
    theories: tuple[str, ...] = ()     # else the verdict on the first of them that is in question
    late: bool = False                 # only where nothing else answers
    marks: dict[Literal["yes", "maybe", "no"], str] = field(default_factory=dict)
    otherwise: QueryTell | None = None
    place: str = ""
