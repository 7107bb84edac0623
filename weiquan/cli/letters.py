"""Letters made for a case, in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weiquan.core.assess import missing_in
from weiquan.core.interview import context_of
from weiquan.core.letters import letter_context

if TYPE_CHECKING:
    from weiquan.core.assessment import Assessment
    from weiquan.core.model import LetterMeta
    from weiquan.core.ruleset import RuleSet


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
    ctx = context_of(rules, facts, result.now)
    out = []
    for kind in kinds:
        meta = rules.letters[kind]
        if not short:
            out.append(_one(root, rules, facts, result, meta, "letters", fmt,
                            missing_in(meta, ctx, result.claims)))
        elif meta.form:
            form = rules.forms[meta.form]
            out.append(_one(root, rules, facts, result, form, "forms", "txt",
                            missing_in(form, ctx, result.claims)))
    return out


def _one(root: Path, rules: RuleSet, facts: Mapping[str, Any], result: Assessment,
         meta: LetterMeta, folder: str, fmt: str, missing: tuple[str, ...]) -> Made:
    from weiquan.render.letters import render_letter
    from weiquan.render.short import fit
    from weiquan.render.txt import to_text

    document = render_letter(root / "templates", folder, meta,
                             letter_context(rules, facts, result, meta))
    if folder == "forms":
        text, notes = fit(document, meta)
        return Made(meta.id, meta.title, meta.name, meta.to, "txt", text, text.encode(),
                    missing, notes, short=True)
    text = to_text(document)
    if fmt == "docx":
        from weiquan.render.docx import to_docx

        data = to_docx(document, created=result.now)
    elif fmt == "md":
        from weiquan.render.md import to_markdown

        text = to_markdown(document)
        data = text.encode()
    else:
        data = text.encode()
    return Made(meta.id, meta.title, meta.name, meta.to, fmt, text, data, missing)


def file_name(index: int, one: Made) -> str:
    """01-催告函.docx, 01-催告函-短文本.txt."""
    tail = "-短文本" if one.short else ""
    return f"{index:02d}-{one.name}{tail}.{one.format}"
