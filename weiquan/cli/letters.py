"""Letters made for a case, in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weiquan.cli.common import cache_folder
from weiquan.core.case.context import context_of
from weiquan.core.judging.offers import missing_in
from weiquan.core.telling.letters import letter_context, notes_of
from weiquan.paths import data_root

if TYPE_CHECKING:
    from datetime import datetime

    from weiquan.core.judging.assessment import Assessment
    from weiquan.core.model import LetterMeta
    from weiquan.core.model.ruleset import RuleSet
    from weiquan.render.blocks import Document


@dataclass(frozen=True)
class Made:
    """One letter (or short text) in one format."""

    id: str
    title: str
    name: str
    to: str
    format: str
    text: str                 # as plain text, also for docx
    data: bytes
    missing: tuple[str, ...]
    notes: tuple[str, ...] = ()
    short: bool = False

    def as_json(self) -> dict[str, Any]:
        """For --json."""
        return {"id": self.id, "title": self.title, "to": self.to, "short": self.short,
                "ready": not self.missing, "missing": list(self.missing), "text": self.text}


def make(root: Path, rules: RuleSet, facts: Mapping[str, Any], result: Assessment,
         kinds: Sequence[str], fmt: str, *, short: bool = False) -> list[Made]:
    """The letters of `kinds` in one format; with `short`, their texts for a form's box."""
    from weiquan.render.letters import engine_for, render_letter

    ctx = context_of(rules, facts, result.now)
    engine = engine_for(root / "templates", _bytecode(root))
    metas = [rules.letters[kind] for kind in kinds]
    if short:
        metas = [rules.forms[m.form] for m in metas if m.form]
    out = []
    for meta in metas:
        seen = letter_context(rules, facts, result, meta)
        document = render_letter(root / "templates", "forms" if short else "letters", meta, seen,
                                 engine)
        missing = missing_in(rules, meta, ctx, result.lines)
        out.append(_short(document, meta, missing) if short
                   else _whole(document, meta, missing, fmt, result.now,
                               notes_of(rules, facts, result, meta)))
    return out


def _bytecode(root: Path) -> Path | None:
    """Where compiled templates are kept; only for the templates of the program itself."""
    folder = cache_folder()
    if folder is None or root != data_root():
        return None
    from weiquan.loading.bytecode import bytecode_folder
    from weiquan.render.letters import engine_name

    return bytecode_folder(folder, engine_name())


def _short(document: Document, meta: LetterMeta, missing: tuple[str, ...]) -> Made:
    from weiquan.render.short import fit

    text, notes = fit(document, meta)
    return Made(meta.id, meta.title, meta.name, meta.to, "txt", text, text.encode(), missing,
                notes, short=True)


def _whole(document: Document, meta: LetterMeta, missing: tuple[str, ...], fmt: str,
           now: datetime, notes: tuple[str, ...]) -> Made:
    from weiquan.render.txt import to_text

    if fmt == "md":
        from weiquan.render.md import to_markdown

        text = to_markdown(document)
    else:
        text = to_text(document)
    data = text.encode()
    if fmt == "docx":
        from weiquan.render.docx import to_docx

        # By the day: a file that differs in nothing else is the same file.
        data = to_docx(document, created=now.replace(hour=0, minute=0, second=0, microsecond=0))
    return Made(meta.id, meta.title, meta.name, meta.to, fmt, text, data, missing, notes)


def file_name(index: int, one: Made) -> str:
    """01-催告函.docx, 01-催告函-短文本.txt."""
    tail = "-短文本" if one.short else ""
    return f"{index:02d}-{one.name}{tail}.{one.format}"
