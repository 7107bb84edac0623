"""The formats that a document can be written in, by name."""

from __future__ import annotations

from datetime import datetime

from weiquan.render.blocks import Document

FORMATS = ("txt", "md", "html", "docx", "pdf")
NOT_FOR_SCREENS = frozenset({"docx", "pdf"})


def written(document: Document, form: str, day: datetime) -> bytes:
    """The file in one of FORMATS; the same document and day give the same bytes.

    Raises: RenderFailed where what a format needs is not installed.
    """
    match form:
        case "md":
            from weiquan.render.md import to_markdown

            return to_markdown(document).encode()
        case "html":
            from weiquan.render.html import to_html

            return to_html(document).encode()
        case "docx":
            from weiquan.render.docx import to_docx

            return to_docx(document, created=day)
        case "pdf":
            from weiquan.render.pdf import to_pdf

            return to_pdf(document)
        case _:
            from weiquan.render.txt import COLUMNS, to_text

            return to_text(document, None if document.pasted else COLUMNS).encode()
