"""The interview: one question after another, back, review, stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weiquan.wizard.asking import Asking, Move
from weiquan.wizard.prompter import Page, Prompter, Stopped
from weiquan.wizard.session import Option, Question, Session
from weiquan.wizard.streams import left_sane
from weiquan.wizard.typed import Command

if TYPE_CHECKING:
    from collections.abc import Callable

ALL = (Command.BACK, Command.WHY, Command.REVIEW, Command.STOP)
FINISH = Option("ok!", "没有问题，继续")  # no fact id ends in an exclamation mark
FIRST = "这已经是第一题了。"


class Wizard:
    """Asks what `session` wants to know with `prompter`.

    The wizard keeps only the order in which questions were asked, for going back; every answer
    is in the session, which has saved it, before the next question appears.
    """

    def __init__(
        self, session: Session, prompter: Prompter, farewell: Callable[[], str] | None = None
    ) -> None:
        self._session = session
        self._prompter = prompter
        self._farewell = farewell
        self._notices: tuple[str, ...] = ()
        self._trail: list[str] = []

    def run(self, *, review: bool = True, most: int | None = None) -> None:
        """Ask until nothing is left, or there is enough for a first result.

        With `review`, the user then looks through all answers. `most` is how many questions may
        be asked at this time. Raises Stopped when the user stops, KeyboardInterrupt on Ctrl-C,
        CaseError when an answer cannot be saved. Everything answered before is saved.
        """
        with left_sane(self._prompter.restore, self._farewell):
            self._notices = tuple(self._session.title)
            self._trail = [a.fact_id for a in self._session.answers() if a.active]
            at: str | None = None
            asked = 0
            while True:
                if at is None and (self._session.enough() or asked == most):
                    return
                question = self._question(at)
                if question is None:
                    if not review:
                        return
                    move = self._review()
                    if move is Move.BACK:
                        at = self._before(None)
                    elif self._session.current() is None:
                        return
                    continue
                move = self._ask(question, ALL)
                asked += 1
                if move is Move.ON:
                    at = self._after(question.fact_id)
                elif move is Move.BACK:
                    at = self._back(question.fact_id, at)
                else:
                    self._review()

    def look_through(self) -> None:
        """Show all answers, to change some."""
        with left_sane(self._prompter.restore, self._farewell):
            self._notices = ()
            self._trail = [a.fact_id for a in self._session.answers() if a.active]
            self._review()

    # ------------------------------------------------------------ the way through

    def _question(self, at: str | None) -> Question | None:
        again = self._session.question(at) if at is not None else None
        return again or self._session.current()

    def _active(self) -> list[str]:
        """What applies now, in the order in which it was asked."""
        active = {a.fact_id for a in self._session.answers() if a.active}
        return [fact_id for fact_id in self._trail if fact_id in active]

    def _before(self, fact_id: str | None) -> str | None:
        way = self._active()
        place = way.index(fact_id) if fact_id in way else len(way)
        return way[place - 1] if place else None

    def _after(self, fact_id: str) -> str | None:
        if fact_id not in self._trail:
            self._trail.append(fact_id)
        later = self._trail[self._trail.index(fact_id) + 1 :]
        active = set(self._active())
        return next((f for f in later if f in active), None)

    def _back(self, fact_id: str, at: str | None) -> str | None:
        before = self._before(fact_id)
        if before is None:
            self._notices = (FIRST,)
            return at
        self._notices = ()
        return before

    # ------------------------------------------------------------ one question

    def _ask(self, question: Question, commands: tuple[Command, ...]) -> Move:
        """Ask one question; what came of it is shown above the next."""
        asking = Asking(self._session, self._prompter, question)
        move = asking.run(self._page(question, commands))
        if move is Move.ON:
            self._notices = (asking.said,)
        elif move is Move.REVIEW:
            self._notices = ()
        return move

    def _page(self, question: Question, commands: tuple[Command, ...]) -> Page:
        way = self._active()
        fact_id = question.fact_id
        number = (way.index(fact_id) if fact_id in way else len(way)) + 1
        return Page(
            header=f"{self._session.counted(number)} · {question.section}",
            notices=self._notices,
            ask=question.ask,
            now=question.shown,
            commands=commands,
        )

    # ------------------------------------------------------------ review

    def _review(self) -> Move:
        """Show all answers; edit those chosen; ON when they are right, BACK to the last one."""
        commands = (Command.BACK, Command.STOP)
        while True:
            page = Page(
                header="查看和修改",
                notices=self._notices,
                ask="看看有没有记错的。没有就直接回车；要改哪一条，就选哪一条。",
                help=self._set_aside(),
                commands=commands,
            )
            self._notices = ()
            got = self._prompter.pick(page, self._lines(), FINISH.id)
            if got is Command.STOP:
                raise Stopped("quit")
            if got is Command.BACK:
                return Move.BACK
            if got == FINISH.id:
                return Move.ON
            question = self._session.question(str(got))
            if question is not None and self._ask(question, _but_review()) is Move.BACK:
                self._notices = ()

    def _lines(self) -> tuple[Option, ...]:
        options = [FINISH]
        section = ""
        for answer in self._session.answers():
            if answer.active:
                heading = answer.section if answer.section != section else ""
                section = answer.section
                label = f"{answer.short}：{answer.shown}"
                options.append(Option(answer.fact_id, label, heading=heading))
        return tuple(options)

    def _set_aside(self) -> str:
        kept = [f"{a.short}：{a.shown}" for a in self._session.answers() if not a.active]
        return "\n".join(["眼下用不到、先留着的：", *kept]) if kept else ""


def _but_review() -> tuple[Command, ...]:
    return tuple(c for c in ALL if c is not Command.REVIEW)
