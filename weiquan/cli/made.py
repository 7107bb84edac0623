"""Letters and short texts made for a case: before any format, and as files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from weiquan.core.values.records import result
from weiquan.store.names import file_part

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from weiquan.core.model import LetterMeta
    from weiquan.core.telling.findings import Finding
    from weiquan.render.blocks import Document

ANNEX, SHORT = "附件", "短文本"
UNCHECKED = "-未过检查"   # in the name of a file that must not go out as it is


@result
class Field:
    """What goes into one field of a page; `limit` is None where any length is taken."""

    name: str
    text: str
    limit: int | None
    note: str = ""


@result
class Boxes:
    """How short texts are made.

    `limit` is what a text field takes, where the person knows better than the rules. With
    `annex`, a text that had to leave something out names an annex, which comes along.
    """

    limit: int | None = None
    annex: bool = False


@result
class Made:
    """One letter, short text or annex in one format."""

    id: str
    title: str
    name: str
    to: str
    format: str
    text: str                 # as plain text, also for docx and pdf
    data: bytes
    missing: tuple[str, ...]
    notes: tuple[str, ...] = ()
    short: bool = False
    part: str = ""            # what it is besides the letter itself: SHORT, ANNEX
    findings: tuple[Finding, ...] = ()

    @property
    def blocked(self) -> bool:
        """Whether the preflight found something with which it must not go out."""
        return any(f.blocks for f in self.findings)

    def as_json(self) -> dict[str, Any]:
        """For --json."""
        return {"id": self.id, "title": self.title, "to": self.to, "short": self.short,
                "ready": not self.missing and not self.blocked, "missing": list(self.missing),
                "findings": [f.as_json() for f in self.findings], "text": self.text}


@result
class Draft:
    """One letter before any format; a short one is its fields, and what did not fit in them."""

    meta: LetterMeta
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    day: datetime
    document: Document | None        # None: a short text without an annex
    fields: tuple[Field, ...] = ()
    findings: tuple[Finding, ...] = ()

    def made(self, fmt: str) -> list[Made]:
        """The files of it: the letter, or the short text and its annex."""
        from weiquan.render.formats import written
        from weiquan.render.txt import to_text

        meta, out = self.meta, []
        if self.fields:
            text = page_of(self.fields)
            out.append(Made(meta.id, meta.title, meta.name, meta.to, "txt", text, text.encode(),
                            self.missing, self.notes, short=True, part=SHORT))
        if self.document is not None:
            data = written(self.document, fmt, self.day)
            text = data.decode() if fmt in {"txt", "md"} else to_text(self.document)
            one = Made(meta.id, meta.title, meta.name, meta.to, fmt, text, data, self.missing)
            out.append(replace(one, part=ANNEX) if out else replace(one, notes=self.notes))
        return [replace(one, findings=self.findings) for one in out]


def page_of(fields: tuple[Field, ...]) -> str:
    """The text of one field as it is; several under their names."""
    if len(fields) == 1:
        return fields[0].text + "\n"
    return "\n".join(f"【{one.name}】\n{one.text}\n" for one in fields)


def marked(path: Path, one: Made) -> Path:
    """The place of a letter; the name of one that the preflight blocks says so."""
    return path.with_stem(path.stem + UNCHECKED) if one.blocked else path


def part_of(file: Path) -> str:
    """What a file named by `file_name` holds besides a letter itself; "" for the letter."""
    return next((part for part in (SHORT, ANNEX) if f"-{part}" in file.stem), "")


def file_name(index: int, one: Made) -> str:
    """01-催告函.docx, 01-催告函-短文本.txt, 01-催告函-附件.docx.

    What the preflight blocks says so.
    """
    tail = (f"-{one.part}" if one.part else "") + (UNCHECKED if one.blocked else "")
    return f"{index:02d}-{file_part(one.name)}{tail}.{one.format}"
