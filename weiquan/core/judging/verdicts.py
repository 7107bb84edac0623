"""What comes out for theories and wishes: plain results."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from weiquan.core.case.context import ReadingView
from weiquan.core.judging.views import Cited, ElementView
from weiquan.core.language.formula import plain
from weiquan.core.model import Defeat, Line, NotClaim, Party, Theory, Wish
from weiquan.core.values.records import result

Answer = Literal["yes", "maybe", "no"]
Standing = Literal["firm", "arguable", "court"]


@result
class RestView:
    """What of a wish does not stand with the line that does, with its own sum."""

    what: str
    answer: Answer
    amount: Decimal
    say: str
    basis: tuple[Cited, ...]


@result
class LineView:
    """One sum or act of a theory as it stands in this case."""

    rule: Line
    theory: Theory
    answer: Answer                # of the theory and the line together
    strength: Standing
    amount: Decimal | None
    working: str
    open: tuple[str, ...]         # facts without which the amount is not known
    basis: tuple[Cited, ...]
    elements: tuple[ElementView, ...] = ()
    carried: tuple[Cited, ...] = ()  # what the reasons for it rest on, in this case
    chosen: bool = False          # part of what is asked for: counts in the totals
    instead_of: str = ""          # the id of the line that stands in its place
    beyond: Decimal | None = None  # what the rules give more than the person asks for
    rest: RestView | None = None  # what of the same wish does not stand with it

    @property
    def id(self) -> str:
        """`theory.line`, unique among all lines."""
        return f"{self.theory.id}.{self.rule.id}"


@result
class OwesView:
    """Whether one party owes it."""

    party: Party
    answer: Answer
    say: str
    line: str
    basis: tuple[Cited, ...]


@result
class DefeatView:
    """Something that stands in the way, or seems to, with what to say about it."""

    rule: Defeat
    basis: tuple[Cited, ...]


@result
class Verdict:
    """The answer to one legal question in this case."""

    rule: Theory
    answer: Answer
    say: str                      # the answer in one or two sentences
    why: tuple[str, ...]          # what stands in the way, or is answered
    needs: tuple[str, ...]        # facts that it hangs on, those that decide most first
    lines: tuple[LineView, ...]
    owes: tuple[OwesView, ...]
    elements: tuple[ElementView, ...]
    defeats: tuple[DefeatView, ...]
    instead: tuple[str, ...]      # theories that remain where this one fails
    basis: tuple[Cited, ...]
    readings: tuple[ReadingView, ...]
    hidden: bool = False          # another theory stands in its place
    not_yet: bool = False         # something has to be done first


@result
class WishView:
    """The answer to one thing that the person wants."""

    rule: Wish
    answer: Answer
    say: str
    why: tuple[str, ...]
    needs: tuple[str, ...]
    line: LineView | None
    verdict: Verdict | None
    basis: tuple[Cited, ...]
    asked: bool = True            # the person asked for it; else it is one that nobody thought of
    parts: tuple[LineView, ...] = ()  # the lines that make up its sum, where they are several
    own: bool = False             # answered by the situation that was picked
    denied: bool = False          # it is among what must not be claimed

    @property
    def request(self) -> str:
        """How a letter asks for it where no line does; empty where it does not."""
        if not self.asked or self.answer == "no":
            return ""
        usual = self.rule.ask if self.line is None else ""
        return usual or (self.rule.own_ask if self.own else "")

    @property
    def amount(self) -> Decimal | None:
        """The sum of its line, or of all its parts."""
        if not self.parts:
            return self.line.amount if self.line is not None else None
        return sum((x.amount for x in self.parts if x.amount is not None), Decimal(0))

    @property
    def working(self) -> str:
        """How the sum comes about: of several parts what each is."""
        if self.line is None or not self.parts:
            return self.line.working if self.line is not None else ""
        whole = " + ".join(x.working.partition(" = ")[0].removesuffix(" 元") for x in self.parts)
        return f"{whole} = {plain(self.amount or Decimal(0))} 元"


def nothing_in(wishes: Iterable[WishView], verdicts: Iterable[Verdict]) -> bool:
    """Whether something was asked for, and neither that nor what nobody thought of can be had.

    Who is pursued has to answer all the same, whatever comes of it.
    """
    shown = [v for v in verdicts if not v.hidden]
    views = list(wishes)
    answers = [w.answer for w in views]
    answers += [v.answer for v in shown if v.rule.role in {"main", "extra"}]
    return any(w.asked for w in views) and set(answers) == {"no"} \
        and not any(v.rule.role in {"stop", "defence"} for v in shown)


@result
class NotClaimView:
    """What must not be claimed in this case."""

    rule: NotClaim
    theory: Theory
    basis: tuple[Cited, ...]


def known_of(verdicts: Iterable[Verdict]) -> dict[str, tuple[str, ...]]:
    """What conditions may ask of the verdicts: which theories are `raised`, which `can` hold."""
    shown = [v for v in verdicts if not v.hidden]
    return {"raised": tuple(v.rule.id for v in shown),
            "can": tuple(v.rule.id for v in shown if v.answer != "no")}
