"""What a case leaves on disk: the card and one page, the details, the checklist, the letters."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from weiquan.cli.letters import Made, file_name, make
from weiquan.cli.session import CaseSession
from weiquan.core.case.context import ticked
from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.exhibits import exhibit_order
from weiquan.core.judging.scene import Scene
from weiquan.core.telling.card import Card
from weiquan.errors import WeiquanError
from weiquan.store.case import Letter
from weiquan.store.folder import LETTERS
from weiquan.store.output import write_output

CARD_FILE, DETAIL_FILE, CHECKLIST_FILE = "先做什么.txt", "依据.txt", "证据清单.txt"
FILE_WIDTH = 72


def write_texts(session: CaseSession, result: Assessment, card: Card,
                paste: Sequence[str] = ()) -> list[Path]:
    """The card, the details and the checklist, as files of the case.

    They are the program's own and follow the answers; a file that somebody changed by hand is
    kept, and the new one gets another name.
    """
    from weiquan.render.card import card_lines
    from weiquan.render.checklist import checklist_lines
    from weiquan.render.plan import plan_lines

    texts = [
        (CARD_FILE, card_lines(card, FILE_WIDTH, paste=paste)),
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


def write_letters(root: Path, session: CaseSession, result: Assessment,
                  kinds: Sequence[str]) -> tuple[list[Path], list[str]]:
    """The letters of `kinds` as files, and what could not be written: one never keeps another."""
    rules, case, facts = session.rules, session.case, session.facts()
    kinds = [k for k in kinds if k in {x.rule.id for x in result.letters}]
    if not kinds:
        return [], []
    had = ticked(Scene(rules, facts, result.now).ctx, "evidence_have")
    case.number_exhibits(exhibit_order(rules, had, case.exhibits))
    paths: list[Path] = []
    failed: list[str] = []
    for number, kind in enumerate(kinds, 1):
        for fmt, short in (("docx", False), ("txt", False), ("txt", True)):
            try:
                made = make(root, rules, facts, result, [kind], fmt, short=short)
            except WeiquanError as error:
                failed.append(f"{rules.letters[kind].name}：{error.message}")
                continue
            paths += [_keep(session, number, one) for one in made]
    return paths, list(dict.fromkeys(failed))


def _keep(session: CaseSession, number: int, one: Made) -> Path:
    case = session.case
    path = case.folder / LETTERS / file_name(number, one)
    done = write_output(path, one.data, make_parent=True)
    case.add_letter(Letter(
        one.id, one.format, done.path.relative_to(case.folder).as_posix(), session.clock(),
        hashlib.sha256(one.data).hexdigest()))
    return done.path


def paste_of(root: Path, session: CaseSession, result: Assessment) -> list[str]:
    """The text to paste tonight: the short form of the first letter of the first steps."""
    from weiquan.core.telling.card import tonight

    offered = {x.rule.id for x in result.letters}
    for step in tonight(result):
        for kind in step.rule.letters:
            if kind in offered and session.rules.letters[kind].form:
                made = make(root, session.rules, session.facts(), result, [kind], "txt",
                            short=True)
                return [line for one in made for line in one.text.splitlines() if line.strip()]
    return []
