"""What a case leaves on disk: the card and one page, the details, the checklist, the letters."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

from weiquan.cli.common import assessed
from weiquan.cli.hints import started_as
from weiquan.cli.letters import drafts, make
from weiquan.cli.made import Boxes, Made, file_name, part_of
from weiquan.cli.session import CaseSession
from weiquan.core.case.context import ticked
from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.exhibits import exhibit_order
from weiquan.core.judging.ladder import EMERGENCY
from weiquan.core.judging.scene import Scene
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.card import Card, card_of, tonight
from weiquan.core.telling.summary import summary_of
from weiquan.errors import WeiquanError
from weiquan.store.case import Case, Letter
from weiquan.store.folder import letters_folder, readme_text, save_case, write_readme
from weiquan.store.layout import OLD
from weiquan.store.output import write_output

CARD_FILE, DETAIL_FILE, CHECKLIST_FILE = "先做什么.txt", "依据.txt", "证据清单.txt"
FILE_WIDTH = 72
FORMATS_KEPT = ("docx", "pdf", "txt")
ANNEX_KEPT = ("docx",)
SETTLED = "refunded"   # the answer to refund_status with which a case is over


def write_texts(session: CaseSession, result: Assessment, card: Card,
                paste: Paste) -> list[Path]:
    """The card, the details and the checklist, as files of the case.

    They are the program's own and follow the answers; a file that somebody changed by hand is
    kept, and the new one gets another name.
    """
    from weiquan.render.card import card_lines
    from weiquan.render.checklist import checklist_lines
    from weiquan.render.plan import plan_lines

    texts = [
        (CARD_FILE, card_lines(card, FILE_WIDTH, paste=paste.lines, paste_to=paste.name)),
        (DETAIL_FILE, plan_lines(session.rules, result, card, FILE_WIDTH, full=True)),
        (CHECKLIST_FILE, checklist_lines(session.rules, result, FILE_WIDTH)),
    ]
    out = []
    for name, lines in texts:
        data = ("\n".join(lines) + "\n").encode()
        done = write_output(session.case.folder / name, data, make_parent=True,
                            overwrite=session.case.wrote(name))
        session.case.remember(name, data)
        out.append(done.path)
    return out


def reckoned(root: Path, session: CaseSession) -> tuple[Assessment, Card, Paste]:
    """What can be said now; nothing is written."""
    facts = session.facts()
    result = assessed(session.rules, facts, session.clock(), session.case.exhibits)
    return (result, card_of(session.rules, facts, result),
            paste_of(root, session.rules, session.facts(exact=True), result))


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


def write_letters(root: Path, session: CaseSession,
                  kinds: Sequence[str]) -> tuple[list[Path], list[str]]:
    """The letters of `kinds` as files, and what could not be written: one never keeps another."""
    rules, case, facts = session.rules, session.case, session.facts(exact=True)
    result = assessed(rules, facts, session.clock(), case.exhibits)
    kinds = [k for k in kinds if k in {x.rule.id for x in result.letters}]
    if not kinds:
        return [], []
    had = ticked(Scene(rules, facts, result.now).ctx, "evidence_have")
    case.number_exhibits(exhibit_order(rules, had, case.exhibits))
    result = assessed(rules, facts, session.clock(), case.exhibits)
    paths: list[Path] = []
    failed: list[str] = []
    for number, kind in enumerate(kinds, 1):
        for boxes, formats in ((None, FORMATS_KEPT), (Boxes(annex=True), ANNEX_KEPT)):
            try:
                ready = drafts(root, rules, facts, result, [kind], boxes)
            except WeiquanError as error:
                failed.append(f"{rules.letters[kind].name}：{error.message}")
                continue
            for draft, fmt in product(ready, formats):
                try:
                    paths += [_keep(session, number, one) for one in draft.made(fmt)]
                except WeiquanError as error:
                    failed.append(f"{fmt}：{error.message}")
    paths += _keep_phone_page(root, session, result, failed)
    return paths, list(dict.fromkeys(failed))


def _keep_phone_page(root: Path, session: CaseSession, result: Assessment,
                     failed: list[str]) -> list[Path]:
    """The page for the phone, with every letter that can be written now."""
    from weiquan.cli.copying import copy_page
    from weiquan.render.copy_page import NAME

    case = session.case
    try:
        page = copy_page(root, session.rules, session.facts(exact=True), result,
                         [x.rule.id for x in result.letters], key=case.folder.name)
        done = write_output(case.folder / NAME, page.encode(), overwrite=case.wrote(NAME))
    except WeiquanError as error:
        failed.append(f"{NAME}：{error.message}")
        return []
    case.remember(NAME, page.encode())
    return [done.path]


def _keep(session: CaseSession, number: int, one: Made) -> Path:
    """Write one letter; an earlier one of ours makes room, one changed by hand stays."""
    case = session.case
    path = letters_folder(case) / file_name(number, one)
    _set_aside(case, path, one)
    done = write_output(path, one.data, make_parent=True)
    case.add_letter(Letter(
        one.id, one.format, done.path.relative_to(case.folder).as_posix(), session.clock(),
        hashlib.sha256(one.data).hexdigest()))
    return done.path


def _set_aside(case: Case, path: Path, one: Made) -> None:
    """Move earlier versions that nobody changed to the folder of old letters."""
    same = hashlib.sha256(one.data).hexdigest()
    for old in list(case.letters):
        file = case.folder / old.file
        if (old.kind, old.format) != (one.id, one.format) or file.parent != path.parent \
                or part_of(file) != one.part:
            continue
        try:
            found = hashlib.sha256(file.read_bytes()).hexdigest()
        except OSError:
            continue
        if found != old.sha256 or (file == path and found == same):
            continue
        try:
            kept = write_output(path.parent / OLD / file.name, file.read_bytes(), make_parent=True)
            file.unlink()
        except OSError:
            continue  # it stays where it is, beside the new one
        case.letters.remove(old)
        case.add_letter(replace(old, file=kept.path.relative_to(case.folder).as_posix()))


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
        return Paste(rules.letters[kind].name, tuple(
            line for one in made for line in one.text.splitlines() if line.strip()))
    return Paste()
