"""The text of a letter that was written, read back from its file."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from weiquan.core.values.patterns import lazy_re
from weiquan.errors import RenderFailed

_ESCAPED = lazy_re(r"\\([\\`*_{}\[\]<>#|~$&:.+-])")
_MD_MARK = lazy_re(r"^(?:#{1,2} |> |<!-- -->$)", re.MULTILINE)

MOST = 50_000_000   # bytes of a docx once it is unpacked


def text_in(name: str, data: bytes) -> str:
    """The text of a letter by the suffix of its name; raises RenderFailed for another file."""
    suffix = name[name.rfind("."):].casefold()
    if suffix in {".pdf", ".html"}:
        raise RenderFailed(f"「{name}」里的字读不回来。请换同一份的 txt 或 docx 再试。")
    if suffix == ".docx":
        return "\n".join(_docx(name, data))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RenderFailed(f"「{name}」不是 UTF-8 文字，读不了。请另存成 UTF-8 再试。") from None
    if suffix == ".md":
        return _ESCAPED.sub(r"\1", _MD_MARK.sub("", text)).replace("|", " ")
    return text


def _docx(name: str, data: bytes) -> Iterator[str]:
    from zipfile import BadZipFile, ZipFile

    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        with ZipFile(io.BytesIO(data)) as opened:
            if sum(i.file_size for i in opened.infolist()) > MOST:
                raise RenderFailed(f"「{name}」里的内容太大，没有读。请检查是不是文书。")
        document: Any = Document(io.BytesIO(data))
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError):
        raise RenderFailed(f"「{name}」不是能读的 docx。请用 Word 另存一份再试。") from None
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            yield from (" ".join(c.text for c in row.cells) for row in block.rows)
        else:
            yield block.text
