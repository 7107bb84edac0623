"""The interview: one question after another, back, review, 不清楚, stop."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from weiquan.errors import BadValue
from weiquan.wizard.prompter import Page, Prompter, Stopped
from weiquan.wizard.session import Given, Option, Question, Session
from weiquan.wizard.streams import left_sane
from weiquan.wizard.typed import Command, command_in

if TYPE_CHECKING:
    from collections.abc import Callable

YES_NO = (Option("true", "是"), Option("false", "否"))
ALL = (Command.BACK, Command.UNSURE, Command.REVIEW, Command.STOP)
FINISH = Option("ok!", "没有问题，继续")  # no fact id ends in an exclamation mark

EMPTY = "还没有填。不清楚就输入 ?，想先停下就输入 q。"
EMPTY_NEEDED = "还没有填。这一题要有答案才能往下走；现在答不上来，就输入 q 存好退出。"
NEEDED = "这一题要有答案才能往下走。现在答不上来，就输入 q 存好退出。"
FIRST = "这已经是第一题了。"


class Move(Enum):
    """Where the user wants to go from a question or from the review."""

    ON = auto()
    BACK = auto()
    REVIEW = auto()


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
        be asked at this time. Raises Stopped when the user stops, KeyboardInterrupt on Ctrl-C, CaseError when an answer
        cannot be saved. Everything answered before is saved in all of these.
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
        """Show a question until it is answered, kept or left."""
        if not question.unsure:
            commands = tuple(c for c in commands if c is not Command.UNSURE)
        page = self._page(question, commands)
        start = question.typed
        while True:
            got = self._read(question, page, start)
            if got is Command.STOP:
                raise Stopped("quit")
            if got is Command.BACK:
                return Move.BACK
            if got is Command.REVIEW:
                self._notices = ()
                return Move.REVIEW
            if _is_kept(question, got):
                self._notices = (f"没有改动：{question.short}：{question.shown}",)
                return Move.ON
            if problem := _cannot_be(question, got):
                page = replace(page, problem=problem, notices=())
                continue
            try:
                understood = self._save(question, got)
            except BadValue as error:
                page = replace(page, problem=error.message, notices=())
                start = got if isinstance(got, str) else start
                continue
            self._notices = (f"记下了：{question.short}：{understood}",)
            return Move.ON

    def _page(self, question: Question, commands: tuple[Command, ...]) -> Page:
        way = self._active()
        fact_id = question.fact_id
        number = (way.index(fact_id) if fact_id in way else len(way)) + 1
        about = max(number, self._session.about())
        return Page(
            header=f"第 {number} 题，共约 {about} 题 · {question.section}",
            notices=self._notices,
            ask=question.ask,
            help=question.help,
            now=question.shown,
            commands=commands,
        )

    def _read(self, question: Question, page: Page, start: str) -> Given | Command:
        unsure = Command.UNSURE if question.was_unsure else None
        at = unsure or next(iter(question.previous), None)
        match question.type:
            case "bool":
                got = self._prompter.pick(page, question.options or YES_NO, at)
                return got if isinstance(got, Command) else got == "true"
            case "choice":
                return self._prompter.pick(page, question.options, at)
            case "choices":
                return self._prompter.pick_many(page, question.options, question.previous, unsure)
            case _:
                return self._prompter.line(page, start)

    def _save(self, question: Question, got: Given | Command) -> str:
        if isinstance(got, Command):
            return self._session.unsure(question.fact_id)
        return self._session.answer(question.fact_id, got)

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


def _is_kept(question: Question, got: Given | Command) -> bool:
    """Whether Enter alone, or the same answer again, leaves an earlier answer as it is."""
    if not question.shown:
        return False
    if question.was_unsure:
        return got is Command.UNSURE or got == ""
    if isinstance(got, bool):
        return (str(got).lower(),) == question.previous
    if isinstance(got, tuple):
        return got == question.previous
    if question.type == "choice":
        return (got,) == question.previous
    return got in ("", question.typed)


def _cannot_be(question: Question, got: Given | Command) -> str:
    """Why a typed line is no answer at all; empty when it may be one."""
    if not isinstance(got, str):
        return ""
    if not got:
        return EMPTY if question.unsure else EMPTY_NEEDED
    return NEEDED if command_in(got, (Command.UNSURE,)) else ""
