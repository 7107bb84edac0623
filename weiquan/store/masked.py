"""Files with everything personal covered: plain text, html and docx, their properties too.

`cover` takes texts that follow each other without a gap and gives them back covered.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

Cover = Callable[[Sequence[str]], list[str]]
TEXTS = frozenset({".txt", ".md", ".csv", ".json", ".ics", ".log", ".tsv", ".yaml", ".yml"})
PAGES = frozenset({".html", ".htm"})
MOST_BYTES = 50_000_000
# What stands for a picture: one white dot.
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ff"
    "ff3f0005fe02fe0def46b80000000049454e44ae426082")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf")
_FONTS = (".odttf", ".ttf", ".otf")
# Who wrote it, on which machine: never said, whoever it is.
_BLANK = frozenset({"creator", "lastModifiedBy", "Company", "Manager", "HyperlinkBase", "category",
                    "contentStatus", "keywords", "description", "Template"})
_AUTHOR = frozenset({"author", "initials", "userId", "providerId"})
_PLAIN = re.compile(r"[\d.,-]{1,10}|\{?[0-9A-Fa-f]{8}(?:-?[0-9A-Fa-f]{4}){3}-?[0-9A-Fa-f]{12}\}?"
                    r"|[0-9A-F]{8}|(?:urn:|http://schemas\.|http://purl\.org/|http://www\.w3\.)\S*")
_INLINE = frozenset({"a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "kbd",
                     "mark", "q", "s", "small", "span", "strong", "sub", "sup", "tt", "u", "wbr"})


class Unreadable(Exception):
    """Why a file cannot be covered, as a Chinese clause."""


def covered(suffix: str, data: bytes, cover: Cover) -> bytes:
    """The content of a file of this kind, covered; raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable("太大")
    kind = suffix.casefold()
    if kind in TEXTS:
        text = text_of(data)
        return cover([_unescaped(text) if kind == ".json" else text])[0].encode()
    if kind in PAGES:
        return _page(text_of(data), cover)
    if kind == ".docx":
        return _docx(data, cover)
    raise Unreadable("图片、录屏和别的格式里的内容没法盖住")


def _unescaped(text: str) -> str:
    """JSON with every character as itself: an escape hides a name only from a search."""
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=1)
    except (ValueError, RecursionError):
        return text


def text_of(data: bytes) -> str:
    """Text in one of the encodings that Chinese systems write; raises Unreadable."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for name in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(name)
        except UnicodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable("认不出文字编码")


def visible(suffix: str, data: bytes) -> Iterator[str]:
    """Every text in a file as a search would see it, to look for what is left."""
    if suffix.casefold() != ".docx":
        yield text_of(data)
        return
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        for info in opened.infolist():
            yield info.filename
            if info.filename.endswith((".xml", ".rels")):
                text = opened.read(info).decode("utf-8", "replace")
                yield text
                yield re.sub(r"<[^>]+>", "", text)


# ---------------------------------------------------------------- html

def _page(text: str, cover: Cover) -> bytes:
    import lxml.etree
    import lxml.html

    try:
        root = lxml.html.document_fromstring(text or "<p></p>", parser=lxml.html.HTMLParser(
            remove_comments=True, remove_pis=True, no_network=True, encoding=None))
    except (lxml.etree.ParserError, ValueError) as error:
        raise Unreadable("网页读不懂") from error
    for element in list(root.iter("script", "iframe", "object", "embed")):
        element.drop_tree()
    group: list[tuple[Any, str]] = []
    for event, element in lxml.etree.iterwalk(root, events=("start", "end")):
        if element.tag not in _INLINE:
            _cover_group(group, cover)
        field = "text" if event == "start" else "tail"
        if getattr(element, field):
            group.append((element, field))
        if event == "start":
            _attributes(element, cover)
    _cover_group(group, cover)
    out: bytes = lxml.html.tostring(root, encoding="utf-8", doctype="<!DOCTYPE html>")
    return out


def _cover_group(group: list[tuple[Any, str]], cover: Cover) -> None:
    for (element, field), text in zip(
            group, cover([getattr(e, f) for e, f in group]), strict=True):
        setattr(element, field, text)
    group.clear()


def _attributes(element: Any, cover: Cover) -> None:
    for name, value in list(element.attrib.items()):
        local = name.rpartition("}")[2]
        if local in _AUTHOR or (local == "src" and value.startswith("data:")):
            element.set(name, "")
        elif not _PLAIN.fullmatch(value):
            element.set(name, cover([value])[0])


# ---------------------------------------------------------------- docx

def _docx(data: bytes, cover: Cover) -> bytes:
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened, \
                zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            if sum(i.file_size for i in opened.infolist()) > MOST_BYTES:
                raise Unreadable("太大")
            for info in opened.infolist():
                part = _part(info.filename, opened.read(info), cover)
                made.writestr(zipfile.ZipInfo(info.filename), part, zipfile.ZIP_DEFLATED)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError,
            ValueError) as error:
        raise Unreadable("打不开，可能坏了或者加了密码") from error
    return out.getvalue()


def _part(name: str, data: bytes, cover: Cover) -> bytes:
    kind = name.casefold()
    if kind.endswith((".xml", ".rels")):
        return _xml(data, cover)
    if kind.endswith(_PICTURES):
        return DOT
    if kind.endswith((*_FONTS, "/")):
        return data
    raise Unreadable("里面夹着别的文件")


def _xml(data: bytes, cover: Cover) -> bytes:
    import lxml.etree

    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True,
                                  remove_pis=True)
    try:
        root = lxml.etree.fromstring(data, parser)
    except lxml.etree.XMLSyntaxError as error:
        raise Unreadable("里面的内容读不懂") from error
    for paragraph in root.iter("{*}p"):
        _cover_group([(e, "text") for e in paragraph.iter("{*}t", "{*}delText", "{*}instrText")
                      if e.text], cover)
    for element in root.iter("*"):
        if lxml.etree.QName(element).localname in _BLANK and not len(element):
            element.text = ""
        for field in ("text", "tail"):
            if getattr(element, field) and not _PLAIN.fullmatch(getattr(element, field)):
                setattr(element, field, cover([getattr(element, field)])[0])
        _attributes(element, cover)
    out: bytes = lxml.etree.tostring(root, xml_declaration=True, encoding="UTF-8",
                                     standalone=True)
    return out
