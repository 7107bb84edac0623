"""One row of a table becomes one case folder: what each worker of a batch does."""

from __future__ import annotations

import gc
import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weiquan import __version__
from weiquan.cli.common import assessed, rules_at
from weiquan.cli.covering import AsItIs, Covered, covered_troubles
from weiquan.cli.hints import started_as
from weiquan.cli.made import UNCHECKED
from weiquan.cli.session import CaseSession
from weiquan.cli.story import fitting_in, heard_in
from weiquan.cli.words import EVERY
from weiquan.cli.writing import (
    FORMATS,
    SETTLED,
    exact_paste,
    refresh,
    texts_of,
    unconfirmed_in,
    write_letters,
)
from weiquan.core.asking.heard import merged
from weiquan.core.case.answers import dump_value
from weiquan.core.case.rows import STORY, Cell, Trouble, answers_of
from weiquan.core.telling.card import card_of
from weiquan.core.telling.lines import line_of
from weiquan.core.telling.summary import summary_of
from weiquan.errors import RenderFailed, WeiquanError
from weiquan.store.folder import evidence_folder, open_case, save_case
from weiquan.store.ledger import KEY, UNWRITTEN, Entry, state_of
from weiquan.store.names import folder_name
from weiquan.store.output import Written, write_output
from weiquan.store.staging import discard, finish, stage

if TYPE_CHECKING:
    from weiquan.cli.common import Place
    from weiquan.core.judging.assessment import Assessment
    from weiquan.core.model.ruleset import RuleSet
    from weiquan.core.telling.card import Card
    from weiquan.store.case import Case

GARBAGE = 20_000     # objects; a program that ends at once waits longer, one that goes on must not
NOT_PASSED = "（没过检查）"
NOTHING = "这一行没有一项能用的内容。请填上发生了什么、金额、日期，或者写经过。"


@dataclass(frozen=True)
class Order:
    """What a batch is asked to do; the same for all rows."""

    place: Place
    home: Path
    now: datetime
    letters: tuple[str, ...] = ()      # letter ids, or EVERY
    formats: tuple[str, ...] = FORMATS
    stamp: str = ""                    # the day, the rules and the options: what a result rests on
    redact: bool = False               # what is written is for others: nothing personal in it


@dataclass(frozen=True)
class Task:
    """One row to be done; `folder` is the case that it already has, if any."""

    line: int
    key: str
    cells: tuple[Cell, ...]
    folder: str = ""


@dataclass(frozen=True)
class Failed:
    """A row that could not be done, and why."""

    line: int
    troubles: tuple[Trouble, ...]


class Known(CaseSession):
    """The session of a case whose answers have just been read: they need not be read again."""

    def __init__(self, rules: RuleSet, case: Case, now: datetime, facts: dict[str, Any]) -> None:
        super().__init__(rules, case, lambda: now)
        self._every = facts
        self._exact = {k: v for k, v in facts.items() if case.facts[k].exact}

    def facts(self, *, exact: bool = False) -> dict[str, Any]:
        """The typed facts, or those that a letter may state."""
        return dict(self._exact if exact else self._every)


class Desk:
    """Does rows. Made once in every worker."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.rules: RuleSet = rules_at(order.place)

    def do(self, task: Task) -> Entry | Failed:
        """The case of a row, made or brought up to date."""
        done = self._done(task)
        if isinstance(done, Failed) and self.order.redact:
            return replace(done, troubles=covered_troubles(self.rules, task.cells, done.troubles))
        return done

    def _done(self, task: Task) -> Entry | Failed:
        try:
            if task.folder and not self.order.redact:
                return self._again(task)
            facts, story, troubles = answers_of(self.rules, task.cells, self.order.now)
            read: dict[str, Any] = {}
            about: dict[str, str] = {}
            if story and not troubles:
                heard = heard_in(self.rules, story, self.order.now)
                used = fitting_in(self.rules, heard.proposals, facts)
                read = {k: v for k, v in merged(used).items() if k not in facts}
                about = {p.fact: p.words for p in used if p.vague}
            if not troubles and not facts and not read:
                troubles = [Trouble("", NOTHING)]
            if troubles:
                return Failed(task.line, tuple(troubles))
            return self._new(task, facts, read, about)
        except WeiquanError as error:
            return Failed(task.line, (Trouble("", error.message),))

    def _new(self, task: Task, facts: dict[str, Any], read: dict[str, Any],
             about: dict[str, str]) -> Entry:
        """A case made out of sight and put in its place when it is whole."""
        order, rules = self.order, self.rules
        case = stage(order.home, order.now, rules_digest=rules.digest, version=__version__)
        try:
            case.extra[KEY] = task.key
            for id_, value in facts.items():
                case.set_answer(id_, dump_value(rules.specs[id_], value), "file", order.now)
            for id_, value in read.items():
                case.set_answer(id_, dump_value(rules.specs[id_], value), "story", order.now,
                                about.get(id_, ""), unconfirmed=True)
            case.finished = facts.get("refund_status") == SETTLED
            every = {**facts, **read}
            out = Covered(rules, case, order.now) if order.redact else AsItIs()
            session = Known(rules, case, order.now, every)
            result = assessed(rules, every, order.now)
            card = card_of(rules, every, result)
            paste = exact_paste(order.place.root, session, result)
            case.seen = summary_of(rules, every, result)
            for name, data in texts_of(rules, result, card, paste, unconfirmed_in(case)):
                case.remember(name, out.put(case.folder / name, data))
            failed = self._letters(session, result, out.write)
            if order.redact:
                _whole(failed)
            evidence_folder(case)
            platform, product = rules.platforms.get(every.get("platform", "")), every.get("product")
            wanted = folder_name(order.now.date(), platform.label if platform else "",
                                 product if isinstance(product, str) else "")
            kept = out.whole(case)
            name = finish(kept, order.home, f"{out.text(wanted)}-{task.line}", started_as(),
                          out.readme)
            entry = self._entry(task, case, every, result, card, failed)
            entry = replace(entry, cells=tuple((n, out.text(t)) for n, t in entry.cells))
        except BaseException:
            discard(case)
            raise
        if task.folder:  # a copy for others is there: somebody may be working with it
            discard(case)
            return replace(entry, folder=task.folder,
                           state=state_of(order.home / task.folder))
        return replace(entry, folder=name, half=case.folder.name)

    def _again(self, task: Task) -> Entry:
        """A case that is there: its own answers count, the texts follow them."""
        case = open_case(self.order.home / task.folder)
        session = CaseSession(self.rules, case, lambda: self.order.now)
        try:
            case.rules_digest = self.rules.digest
            result, card, _ = refresh(self.order.place.root, session)
            failed = self._letters(session, result, write_output)
            save_case(case)
            return self._entry(task, case, session.facts(), result, card, failed)
        finally:
            session.close()

    def _letters(self, session: CaseSession, result: Assessment,
                 write: Callable[..., Written]) -> list[str]:
        """Write the letters that are wanted; what could not be written, and why."""
        wanted = self.order.letters
        if not wanted:
            return []
        kinds = [x.rule.id for x in result.letters if EVERY in wanted or x.rule.id in wanted]
        exact = session.facts(exact=True)
        if not kinds or not exact:
            return []
        return write_letters(self.order.place.root, session, kinds, self.order.formats, write,
                             result if exact == session.facts() else None, traced=False)[1]

    def _entry(self, task: Task, case: Case, facts: dict[str, Any], result: Assessment,
               card: Card, failed: Sequence[str]) -> Entry:
        line = line_of(self.rules, facts, result, card, unconfirmed_in(case))
        letters = self.rules.letters
        written = "、".join(dict.fromkeys(
            letters[x.kind].name + NOT_PASSED * (UNCHECKED in x.file)
            for x in case.letters if x.kind in letters))
        return Entry(task.key, case.folder.name, task.line,
                     line.due.isoformat() if line.due else "",
                     (*line.cells, ("写好的文书", written), (UNWRITTEN, "；".join(failed))),
                     self.order.stamp, state_of(case.folder))


def _whole(failed: Sequence[str]) -> None:
    """Raise RenderFailed where a letter is missing: a copy for others is whole, or not there."""
    if failed:
        raise RenderFailed("；".join(failed))


def key_of(cells: Iterable[Cell], secret: bytes = b"") -> str:
    """What a row is known by: its content, whatever the order of its columns.

    With a `secret` nobody finds out the content by trying.
    """
    content = sorted((c.fact, str(c.raw) if c.fact != STORY else c.raw) for c in cells)
    data = json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")
    made = hmac.new(secret, data, "sha256") if secret else hashlib.sha256(data)
    return made.hexdigest()[:32]


_DESKS: list[Desk] = []


def open_desk(order: Order) -> None:
    """Make the desk of this process."""
    _DESKS[:] = [Desk(order)]
    gc.freeze()
    gc.set_threshold(GARBAGE)


def do_rows(tasks: Sequence[Task]) -> list[Entry | Failed]:
    """Do some rows at the desk of this process."""
    return [_DESKS[0].do(task) for task in tasks]
