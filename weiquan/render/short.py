"""Short texts for a form's box: whole sentences, never more than the box takes."""

from __future__ import annotations

import re

from weiquan.core.model import LetterMeta
from weiquan.render.blocks import Document
from weiquan.render.txt import to_text

_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]+[”）】]*|[^。；！？\n]+$")
MORE = "其余见附件。"


def fit(document: Document, meta: LetterMeta) -> tuple[str, tuple[str, ...]]:
    """The text within `meta.max_chars` characters, cut after a sentence, and notes for the user.

    What is cut off is in the letter itself, which goes along as an attachment.
    """
    text = to_text(document, None).strip()
    limit = meta.max_chars
    if limit is None or len(text) <= limit:
        note = f"短文本「{meta.name}」共 {len(text)} 字。{meta.max_source}"
        return text + "\n", (note,)
    kept = ""
    for sentence in _SENTENCE.findall(text):
        if len(kept) + len(sentence) + len(MORE) > limit:
            break
        kept += sentence
    kept = kept.rstrip("；\n") + MORE if kept else text[:limit]
    note = (f"短文本「{meta.name}」原有 {len(text)} 字，超过 {limit} 字，已在句子结束处截短到 "
            f"{len(kept)} 字，全文请作为附件上传。{meta.max_source}")
    return kept + "\n", (note,)
