"""What must not be claimed, and what may be reported."""

from __future__ import annotations

from weiquan.core.language import condition as c
from weiquan.core.language.ruletype import rule
from weiquan.core.model.kinds import Basis, When


@rule
class NotClaim:
    """What must not be claimed here, and why."""

    id: str
    name: str
    why: str
    when: When = c.ALWAYS
    wishes: tuple[str, ...] = ()       # the wishes that it answers with no
    basis: tuple[Basis, ...] = ()
    place: str = ""


@rule
class ReportPoint:
    """A suspected violation for a report to the authority."""

    id: str
    what: str
    when: When = c.ALWAYS
    violates: tuple[Basis, ...]
    penalty: tuple[Basis, ...] = ()
    facts: str = ""                    # what in this case points to it
    place: str = ""
