"""What a case leaves on disk: the card and one page, the details, the checklist, the letters."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from weiquan.cli.common import assessed
from weiquan.cli.hints import started_as
from weiquan.cli.keeping import keep, keep_phone_page
from weiquan.cli.letters import drafts, make
from weiquan.cli.made import Boxes, Made
from weiquan.cli.session import CaseSession
from weiquan.cli.tracing import Tracery, keep_sources
from weiquan.core.case.context import context_of, ticked
from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.exhibits import exhibit_order
from weiquan.core.judging.ladder import EMERGENCY
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.card import Card, card_of, tonight
from weiquan.core.telling.common import common_of
from weiquan.core.telling.summary import summary_of
from weiquan.errors import WeiquanError
from weiquan.store.ahead import announce, arrived
from weiquan.store.case import Case
from weiquan.store.folder import readme_text, save_case, write_readme
from weiquan.store.lock import own_folder
from weiquan.store.output import Written, write_output

CARD_FILE, DETAIL_FILE, CHECKLIST_FILE = "先做什么.txt", "依据.txt", "证据清单.txt"
FILE_WIDTH = 72
READ_ONLY = "从经过里读出来、没有确认的：{}。先核对；没有确认的不写进文书。"
PHONE = "html"   # the page for the phone
FORMATS = ("docx", "pdf", "txt", PHONE)
SETTLED = "refunded"   # the answer to refund_status with which a case is over


def write_texts(session: CaseSession, result: Assessment, card: Card,
                paste: Paste) -> list[Path]:
    """The card, the details and the checklist, as files of the case.

    They are the program's own and follow the answers; a file that somebody changed by hand is
    kept, and the new one gets another name.
    """
    own_folder(session.case.folder)
    texts = texts_of(session.rules, result, card, paste, unconfirmed_in(session.case))
    contents = [data for _, data in texts]
    announce(session.case, contents)
    out = []
    for name, data in texts:
        done = write_output(session.case.folder / name, data, make_parent=True,
                            overwrite=session.case.wrote(name))
        session.case.remember(name, data)
        out.append(done.path)
    arrived(session.case, contents)
    return out


def reckoned(root: Path, session: CaseSession) -> tuple[Assessment, Card, Paste]:
    """What can be said now; nothing is written."""
    facts = session.facts()
    result = assessed(session.rules, facts, session.clock(), session.case.exhibits)
    return (result, card_of(session.rules, facts, result),
            exact_paste(root, session, result))


def texts_of(rules: RuleSet, result: Assessment, card: Card,
             paste: Paste, unconfirmed: Collection[str] = ()) -> list[tuple[str, bytes]]:
    """The texts that every case folder has: name and content.

    `unconfirmed` are the facts that were only read from a story.
    """
    from weiquan.render.card import card_lines
    from weiquan.render.checklist import checklist_lines
    from weiquan.render.plan import plan_lines
    from weiquan.render.wrap import wrap

    names = "、".join(f.short for f in rules.facts if f.id in unconfirmed)
    texts = [
        (CARD_FILE, [*card_lines(card, FILE_WIDTH, paste=paste.lines, paste_to=paste.name),
                     *wrap(READ_ONLY.format(names) if names else "", FILE_WIDTH)]),
        (DETAIL_FILE, plan_lines(rules, result, card, FILE_WIDTH, full=True)),
        (CHECKLIST_FILE, checklist_lines(rules, result, FILE_WIDTH)),
    ]
    return [(name, ("\n".join(lines) + "\n").encode("utf-8", "replace"))
            for name, lines in texts]


def unconfirmed_in(case: Case) -> frozenset[str]:
    """The facts of a case that were only read from a story."""
    return frozenset(id_ for id_, a in case.facts.items() if a.unconfirmed)


def refresh(root: Path, session: CaseSession) -> tuple[Assessment, Card, Paste]:
    """What can be said now, written to the case before it is shown."""
    facts = session.facts()
    result, card, paste = reckoned(root, session)
    write_texts(session, result, card, paste)
    session.case.finished = facts.get("refund_status") == SETTLED
    session.case.rules_digest = session.rules.digest
    session.case.seen = summary_of(session.rules, facts, result)
    save_case(session.case)
    write_readme(session.case, readme_text(session.case, started_as()))
    return result, card, paste


def forget_texts(session: CaseSession) -> None:
    """Take away the files that say what to do: nothing is answered any more.

    One that somebody changed stays.
    """
    case = session.case
    for name in (CARD_FILE, DETAIL_FILE, CHECKLIST_FILE):
        if case.wrote(name):
            with suppress(OSError):
                (case.folder / name).unlink()
            case.texts.pop(name, None)
    save_case(case)


def exact_paste(root: Path, session: CaseSession, result: Assessment) -> Paste:
    """The text to paste tonight, from what a letter may state; `result` is that of all answers."""
    exact = session.facts(exact=True)
    if not all(a.exact for a in session.case.facts.values()):
        if not exact:
            return Paste()
        result = assessed(session.rules, exact, session.clock(), session.case.exhibits)
    return paste_of(root, session.rules, exact, result)


def write_letters(root: Path, session: CaseSession, kinds: Sequence[str],
                  formats: Collection[str] = FORMATS,
                  write: Callable[..., Written] = write_output,
                  result: Assessment | None = None, *,
                  traced: bool = True) -> tuple[list[Path], list[str], list[Made]]:
    """The letters of `kinds` as files, what could not be written, and those with findings.

    One never keeps another; one that the preflight blocks has it in the name of its file. With
    `traced`, what stands behind each sentence is kept beside them.

    Short texts for the fields of pages come with the first of the formats; html is the page for
    the phone. `write` is write_output or does the same for a case that nobody sees yet; `result`
    is what came out for the exact answers, if known.
    """
    rules, case, facts = session.rules, session.case, session.facts(exact=True)
    if result is None:
        result = assessed(rules, facts, session.clock(), case.exhibits)
    kinds = [k for k in kinds if k in {x.rule.id for x in result.letters}]
    if not kinds:
        return [], [], []
    had = ticked(context_of(rules, facts, result.now), "evidence_have")
    case.number_exhibits(exhibit_order(rules, had, case.exhibits))  # as in `result`
    failed: list[str] = []
    made = _made(root, session, result, kinds, formats, failed)
    page = _phone_page(root, session, result, failed) if PHONE in formats else b""
    contents = [*(one.data for _, one in made), *([page] if page else [])]
    announce(case, contents)
    kept: list[tuple[Path, Made]] = []
    for number, one in made:
        try:
            kept.append((keep(case, number, one, session.clock(), write), one))
        except WeiquanError as error:
            failed.append(f"{one.format}：{error.message}")
    paths = [path for path, _ in kept]
    if traced:
        keep_sources(Tracery(root, rules, facts, result), case, kept, failed)
    if page:
        paths += keep_phone_page(case, page, failed, write)
    arrived(case, contents)
    found = {(one.id, one.short): one for _, one in kept if one.findings}
    return paths, list(dict.fromkeys(failed)), list(found.values())


def _made(root: Path, session: CaseSession, result: Assessment, kinds: Sequence[str],
          formats: Collection[str], failed: list[str]) -> list[tuple[int, Made]]:
    """The letters of `kinds` with their short texts, each with the number of its kind."""
    rules, facts = session.rules, session.facts(exact=True)
    common = common_of(rules, facts, result)
    made: list[tuple[int, Made]] = []
    forms = {""}
    whole = tuple(f for f in FORMATS if f in formats and f != PHONE)
    for number, kind in enumerate(kinds, 1):
        # Two letters may have the same short text; its annex comes in one format.
        more = whole[:1] if rules.letters[kind].form not in forms else ()
        forms.add(rules.letters[kind].form)
        for boxes, chosen in ((None, whole), (Boxes(annex=True), more)):
            try:
                ready = drafts(
                    root, rules, facts, result, [kind], boxes, common) if chosen else []
            except WeiquanError as error:
                failed.append(f"{rules.letters[kind].name}：{error.message}")
                continue
            for draft, fmt in product(ready, chosen):
                try:
                    made += [(number, one) for one in draft.made(fmt)]
                except WeiquanError as error:
                    failed.append(f"{fmt}：{error.message}")
    return made


def _phone_page(root: Path, session: CaseSession, result: Assessment,
                failed: list[str]) -> bytes:
    """The page for the phone, with every letter that can be written now."""
    from weiquan.cli.copying import copy_page
    from weiquan.render.copy_page import NAME

    try:
        return copy_page(root, session.rules, session.facts(exact=True), result,
                         [x.rule.id for x in result.letters], key=session.case.id).encode()
    except WeiquanError as error:
        failed.append(f"{NAME}：{error.message}")
        return b""


@dataclass(frozen=True)
class Paste:
    """A text to paste tonight: what it is, and its lines."""

    name: str = ""
    lines: tuple[str, ...] = ()


def paste_of(root: Path, rules: RuleSet, facts: Mapping[str, Any], result: Assessment) -> Paste:
    """The text to paste tonight: that of the first steps, else what to write in the chat."""
    offered = [x.rule.id for x in result.letters if x.rule.form]
    wanted = [kind for step in tonight(result) for kind in step.rule.letters if kind in offered]
    if not wanted and result.next.rule.first < EMERGENCY:
        wanted = offered
    for kind in wanted[:1]:
        try:
            made = make(root, rules, facts, result, [kind], "txt", short=True)
        except WeiquanError:
            continue  # the text is missing, the card is not
        first = [f"（先改好再贴。{f.where}：{f.say}）" for one in made for f in one.findings
                 if f.blocks]
        return Paste(rules.letters[kind].name, (*first, *(
            line for one in made for line in one.text.splitlines() if line.strip())))
    return Paste()
