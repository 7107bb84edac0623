"""One question: its screens until it is answered, kept or left."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from weiquan.core.values.inwords import NONE_FITS
from weiquan.errors import BadValue
from weiquan.wizard.prompter import Page, Prompter, Stopped
from weiquan.wizard.session import Doubt, Given, Option, Question, Session
from weiquan.wizard.typed import Command, command_in

if TYPE_CHECKING:
    from collections.abc import Sequence

YES_NO = (Option("true", "是"), Option("false", "否"))
# No id of the rules ends in an exclamation mark.
OTHER = Option("other!", NONE_FITS)
MORE = Option("more!", "还有别的类，接着选")
THESE = Option("these!", "就这些")
NOT_THESE = Option("none!", "都不是，就记这句话")

EMPTIED = "清空"
LISTS = frozenset({"bool", "choice", "choices"})
IN_OWN_WORDS = "照实情写一整句，会照原样写进文书："
EMPTY = "还没有填。不清楚就写“不清楚”，想先停下就输入 q。"
EMPTY_NEEDED = "还没有填。这一题要有答案才能往下走；现在答不上来，就输入 q 存好退出。"
NEEDED = "这一题要有答案才能往下走。现在答不上来，就输入 q 存好退出。"


FEW = 2    # of a group's options, those that are named beside it


class Move(Enum):
    """Where the user wants to go from a question or from the review."""

    ON = auto()
    BACK = auto()
    REVIEW = auto()
    AGAIN = auto()      # the same question once more


class Asking:
    """One question of `session`, asked with `prompter`; `said` is what came of it."""

    def __init__(self, session: Session, prompter: Prompter, question: Question) -> None:
        self._session = session
        self._prompter = prompter
        self._question = question
        self.said = ""

    def run(self, page: Page) -> Move:
        """Show the question until it is answered, kept or left."""
        question = self._question
        page = replace(page, commands=_offered(question, page.commands),
                       now=question.shown.rstrip("。"), also=_also(question))
        start = question.typed
        while True:
            got = self._read(page, start)
            if got is Move.AGAIN:
                continue
            if isinstance(got, Move):
                return got
            if got is Command.STOP:
                raise Stopped("quit")
            if got is Command.BACK:
                return Move.BACK
            if got is Command.REVIEW:
                return Move.REVIEW
            if got is Command.WHY:
                page = replace(page, help=self._session.why(question.fact_id), problem="",
                               notices=())
                continue
            if _is_emptied(question, got):
                self._session.unsure(question.fact_id)
                self.said = f"清空了：{question.short}"
                return Move.ON
            if _is_kept(question, got):
                self.said = f"没有改动：{question.short}：{question.shown}"
                return Move.ON
            if problem := _cannot_be(question, got):
                page = replace(page, problem=problem, notices=())
                continue
            try:
                self.said = f"记下了：{question.short}：{self._save(page, got)}"
            except BadValue as error:
                page = replace(page, problem=error.message, notices=())
                start = got if isinstance(got, str) else start
                continue
            return Move.ON

    def _save(self, page: Page, got: Given | Command) -> str:
        """Save an answer, after asking where it is in doubt; raises BadValue."""
        fact_id = self._question.fact_id
        if isinstance(got, Command):
            return self._session.unsure(fact_id)
        try:
            return self._session.answer(fact_id, got)
        except Doubt as doubt:
            ask = replace(page, ask=doubt.message, notices=(), problem="", now="", help="",
                          commands=(Command.STOP,))
            sure = self._prompter.pick(ask, (Option("yes!", "对，就是这天"),
                                             Option("no!", "不是，重新填")))
            if sure is Command.STOP:
                raise Stopped("quit") from None
            if sure == "yes!":
                return self._session.answer(fact_id, doubt.instead)
            raise BadValue("请再填一次，带上年份。") from None

    # ------------------------------------------------------------ by type

    def _read(self, page: Page, start: str) -> Given | Command | Move:
        question = self._question
        unsure = Command.UNSURE if question.was_unsure else None
        at = unsure or next(iter(question.previous), None)
        match question.type:
            case "bool":
                got = self._prompter.pick(page, question.options or YES_NO, at)
                return got if isinstance(got, Command) else got == "true"
            case "choice":
                picked = self._prompter.pick(page, self._options(), at)
                return self._own_words(page) if picked == OTHER.id else picked
            case "choices" if any(o.group for o in question.options):
                return self._grouped(page)
            case "choices":
                ticked = self._prompter.pick_many(page, self._options(), question.previous, unsure)
                return self._own_words(page) if OTHER.id in _several(ticked) else ticked
            case _:
                return self._prompter.line(page, start)

    def _options(self) -> tuple[Option, ...]:
        question = self._question
        return (*question.options, OTHER) if question.other else question.options

    def _grouped(self, page: Page) -> Given | Command | Move:
        """Choose a group, then within it; again while 还有别的类 is ticked."""
        options = self._question.options
        groups = list(dict.fromkeys(o.group for o in options))
        chosen = list(self._question.previous)
        at: str | Command | None = None
        while True:
            rows = [Option(g, g, _some([o.label for o in options if o.group == g]))
                    for g in groups]
            rows += [OTHER] if self._question.other else []
            labels = "、".join(o.label for o in options if o.id in chosen)
            first = replace(page, now="", commands=tuple(
                c for c in page.commands if c is not Command.NONE))
            if chosen:
                rows = [replace(THESE, hint=labels), *rows]
            got = self._prompter.pick(first, rows, at)
            if isinstance(got, Command):
                return got
            if got == THESE.id:
                return tuple(o.id for o in options if o.id in chosen)
            if got == OTHER.id:
                return self._own_words(page)
            at = got
            inside = [replace(o, group="") for o in options if o.group == got]
            second = replace(page, ask=f"{got}：是哪一种？", now="", notices=(), commands=tuple(
                c for c in page.commands if c is not Command.UNSURE))
            ticked = self._prompter.pick_many(
                second, [*inside, MORE], [c for c in chosen if c in {o.id for o in inside}])
            if ticked is Command.BACK:
                continue
            if isinstance(ticked, Command):
                return ticked
            here = {o.id for o in inside}
            chosen = [c for c in chosen if c not in here] + [t for t in ticked if t in here]
            if ticked and MORE.id not in ticked:
                return tuple(o.id for o in options if o.id in chosen)
            page = replace(page, notices=())

    def _own_words(self, page: Page) -> Given | Command | Move:
        """A line in place of the options; those that it sounds like are offered."""
        page = replace(page, ask=IN_OWN_WORDS, now="", notices=(), problem="", help="",
                       commands=(Command.BACK, Command.STOP))
        text = ""
        while not text:
            got = self._prompter.line(page, self._question.typed)
            if isinstance(got, Command):
                return Move.AGAIN if got is Command.BACK else got
            text = got
            page = replace(page, problem="还没有写。")
        fact_id = self._question.fact_id
        fitting = list(self._session.like(fact_id, text))
        if fitting:
            ask = replace(page, ask=f"“{text}”，像是这一条吗？", problem="")
            said = self._prompter.pick(ask, [*fitting, NOT_THESE])
            if isinstance(said, Command):
                return Move.AGAIN if said is Command.BACK else said
            if said != NOT_THESE.id:
                self._session.own_words(fact_id, text)
                return (said,) if self._question.type == "choices" else said
        self.said = f"记下了：{self._session.own_words(fact_id, text)}"
        return Move.ON


def _offered(question: Question, commands: Sequence[Command]) -> tuple[Command, ...]:
    """The commands at this question: 不清楚 where it may be said, 都没有 where a list lacks it."""
    out = list(commands)
    labels = {o.label for o in question.options}
    if question.type == "choices" and Command.NONE.label not in labels \
            and not any(o.group for o in question.options):
        out.append(Command.NONE)
    if question.unsure:
        out.append(Command.UNSURE)
    return tuple(out)


def _several(got: tuple[str, ...] | Command) -> tuple[str, ...]:
    return () if isinstance(got, Command) else got


def _some(labels: Sequence[str]) -> str:
    return "、".join(labels[:FEW]) + ("……" if len(labels) > FEW else "")


def _also(question: Question) -> str:
    """That a kept answer can be taken away, where it is one that was written."""
    return f"要删掉就写“{EMPTIED}”。" if question.unsure and question.type not in LISTS else ""


def _is_emptied(question: Question, got: Given | Command) -> bool:
    """Whether an answer that was written is taken away again; only by saying so."""
    return bool(question.shown) and question.unsure and question.type not in LISTS \
        and isinstance(got, str) and got.strip("“”。 ") == EMPTIED


def _is_kept(question: Question, got: Given | Command) -> bool:
    """Whether Enter alone, or the same answer again, leaves an earlier answer as it is."""
    if not question.shown:
        return False
    if question.was_unsure:
        return got is Command.UNSURE or got == ""
    if question.type in LISTS and question.typed:   # words of one's own are no choice
        return False
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
