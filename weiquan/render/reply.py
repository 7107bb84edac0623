"""Answers to what the other side wrote, as lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from weiquan.core.model import LetterMeta
from weiquan.core.telling.answering import Replies, Reply
from weiquan.render.blocks import Heading, Para
from weiquan.render.letters import render_letter
from weiquan.render.plan_parts import Page, cite_text

Tones = Sequence[tuple[str, str]]   # the name of a tone, and what it says


def tones_of(root: Path, meta: LetterMeta, calm: str, by: date | None) -> Tones:
    """The ways to say an answer, by the template; without one, what may be answered until then."""
    out: list[tuple[str, str]] = []
    name = ""
    for block in render_letter(root, "forms", meta, {"calm": calm, "reply_by": by}).blocks:
        if isinstance(block, Heading):
            name = block.text
        elif isinstance(block, Para):
            out.append((name, block.text))
    return out


def reply_lines(replies: Replies, tones: Mapping[str, Tones], columns: int) -> list[str]:
    """Which excuse it is, whether it holds, what to answer, what to capture, how clocks stand.

    `tones` has those of each excuse by its id, and under an empty one what may be answered until
    more is known.
    """
    page = Page(columns)
    if not replies.found:
        page.add("这句话认不出是哪种理由，不替它猜。先弄清两样：")
        page.items(replies.ask)
        page.add(f"弄清之前可以先回：{tones[''][0][1]}")
        page.add("先把这句话截图，带上时间和对方的名字。")
    for reply in replies.found:
        _reply(page, reply, tones[reply.excuse.id])
    if replies.clocks:
        page.head("期限")
        page.points(replies.clocks)
    return page.lines


def _reply(page: Page, reply: Reply, tones: Tones) -> None:
    excuse = reply.excuse
    page.head(f"听上去是“{excuse.name}”")
    page.add(reply.says, "  ")
    if excuse.right or not reply.judged:
        page.add("什么时候商家有道理：", "  ")
        page.points(excuse.right_when, "    ")
    page.add("事实和规定：", "  ")
    page.points(excuse.answer, "    ")
    if excuse.basis:
        page.add(f"依据：{cite_text(excuse.basis[:3], gist=False)}", "  ", "        ")
    for name, text in tones:
        page.add(f"可以这样回（{name}）：", "  ")
        page.lines += ["", text, ""]  # to copy: one line, without indent or breaks of ours
    if excuse.capture:
        page.add("现在就留好：", "  ")
        page.points(excuse.capture, "    ")
