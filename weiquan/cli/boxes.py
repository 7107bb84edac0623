"""The short text of a letter, cut to the fields of the page that it is pasted into."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from weiquan.cli.made import Boxes, Field

if TYPE_CHECKING:
    from weiquan.core.model import Box, LetterMeta
    from weiquan.render.blocks import Document
    from weiquan.render.short import Short


def fields_of(known: Sequence[tuple[Box, str]], meta: LetterMeta,
              draw: Callable[[int], Document],
              boxes: Boxes) -> tuple[list[Field], list[str], Document | None]:
    """(fields, what to say about them, the annex if a text names one) of a short text.

    `known` are the fields that the rules know, with the answers that go there; of what they do
    not know, the measure of the short text itself is the limit.
    """
    from weiquan.render.short import fit, shortened

    fields: list[Field] = []
    notes: list[str] = []
    more: Document | None = None
    texts: dict[int | None, Short] = {}
    asked: Sequence[tuple[Box | None, str]] = known or [(None, "")]
    for box, answer in asked:
        name = box.field if box is not None else meta.name
        note = box.note if box is not None and box.note else meta.max_source
        if box is not None and answer:
            text = shortened(answer, box.max_chars)
            fields.append(Field(name, text, box.max_chars))
            if text != answer:
                notes.append(f"「{name}」最多 {box.max_chars} 字，原来的太长，只留了前面的。")
            continue
        most = boxes.limit or (box.max_chars if box is not None else None) or meta.max_chars
        if most not in texts:
            texts[most] = fit(draw, most, meta.name, annex=boxes.annex)
        short = texts[most]
        more = more or short.annex
        fields.append(Field(name, short.text, most, note))
        notes.append(_said(name, short, most) + note)
    return fields, notes, more


def _said(name: str, short: Short, most: int | None) -> str:
    if short.whole:
        return f"短文本「{name}」共 {short.length} 字。"
    rest = ("写不下的在附件里，请一起上传。" if short.annex is not None
            else "加 -o 写到文件夹，会连附件一起写。")
    return (f"短文本「{name}」最多 {most} 字，去掉了次要的句子，现在 {short.length} 字；"
            f"{rest}")
