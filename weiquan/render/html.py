"""Letters as one page of .html that needs nothing else: for a screen, a phone, a printer."""

from __future__ import annotations

from html import escape
from pathlib import Path

from weiquan.render.blocks import (
    Block,
    Document,
    Enclosures,
    Heading,
    Items,
    Note,
    Para,
    Sign,
    Table,
    Title,
    enclosed,
    numbered,
    pieces,
    printable,
)
from weiquan.render.page import centred, keeps, shares

LOOK = Path(__file__).parent / "look"
_HEAD = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="format-detection" content="telephone=no, date=no, address=no">
"""


def to_html(document: Document) -> str:
    """The document as one page; nothing in it is fetched, run or linked."""
    css = (LOOK / "letter.css").read_text(encoding="utf-8")
    body = "\n".join(_write(block, keep=keep) for block, keep in
                     zip(document.blocks, keeps(document.blocks), strict=True))
    return (f"{_HEAD}<title>{escape(printable(document.title))}</title>\n"
            f"<style>\n{css}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n")


def _write(block: Block, *, keep: bool) -> str:
    match block:
        case Title(text):
            return f"<h1>{_inline(text)}</h1>"
        case Heading(text):
            return f"<h2>{_inline(text)}</h2>"
        case Para(text, indent):
            return _paragraph(text, "indent" if indent else "", keep=keep)
        case Note(text):
            return _paragraph(text, "note", keep=keep)
        case Items(items):
            # The numbers are text: what is selected and copied is what is seen.
            return "\n".join(
                _paragraph(f"{number} {text}", "indent", keep=keep and place == len(items))
                for place, (number, text) in enumerate(numbered(items), 1))
        case Sign(lines):
            return f'<div class="sign{" keep" if keep else ""}">\n' + "\n".join(
                f"<p>{_inline(line)}</p>" for line in lines) + "\n</div>"
        case Enclosures(items):
            return '<div class="enclosures">\n' + "\n".join(
                f'<p{" class=first" if label else ""}>'
                f"{_inline(label + f'{number} {text}'.lstrip())}</p>"
                for label, number, text in enclosed(items)) + "\n</div>"
        case Table():
            return _table(block)


def _paragraph(text: str, kind: str, *, keep: bool) -> str:
    names = " ".join(filter(None, (kind, "keep" if keep else "")))
    return f'<p class="{names}">{_inline(text)}</p>' if names else f"<p>{_inline(text)}</p>"


def _table(table: Table) -> str:
    short = centred(table)
    columns = "".join(f'<col style="width:{part / sum(shares(table)):.1%}">'
                      for part in shares(table))
    head, *rows = table.rows
    lines = ["<table>", f"<colgroup>{columns}</colgroup>",
             "<thead><tr>" + "".join(f"<th>{_inline(x)}</th>" for x in head) + "</tr></thead>",
             "<tbody>"]
    lines += ["<tr>" + "".join(
        f"<td{' class=short' if middle else ''}>{_inline(text)}</td>"
        for text, middle in zip(row, short, strict=True)) + "</tr>" for row in rows]
    return "\n".join([*lines, "</tbody>", "</table>"])


def _inline(text: str) -> str:
    """The text with every character literal, and its blanks marked."""
    return "".join(f"<mark>{escape(part)}</mark>" if blank else escape(part)
                   for part, blank in pieces(printable(text)))
