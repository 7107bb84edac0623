"""Answers to what the other side wrote, as lines."""

from __future__ import annotations

from weiquan.core.telling.answering import Replies, Reply
from weiquan.render.plan_parts import Page, cite_text


def reply_lines(replies: Replies, columns: int) -> list[str]:
    """Which excuse it is, whether it holds, what to answer, what to capture, how clocks stand."""
    page = Page(columns)
    if not replies.found:
        page.add("这句话认不出是哪种理由，不替它猜。先弄清两样：")
        page.items(replies.ask)
        page.add(f"弄清之前可以先回：{replies.holding}")
        page.add("先把这句话截图，带上时间和对方的名字。")
    for reply in replies.found:
        _reply(page, reply)
    if replies.clocks:
        page.head("期限")
        page.points(replies.clocks)
    return page.lines


def _reply(page: Page, reply: Reply) -> None:
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
    for tone in reply.tones:
        page.add(f"可以这样回（{tone.name}）：", "  ")
        page.lines += ["", *_plain(tone.text), ""]
    if excuse.capture:
        page.add("现在就留好：", "  ")
        page.points(excuse.capture, "    ")


def _plain(text: str) -> list[str]:
    """A text to copy: one line, without indent or breaks of ours."""
    return [text]
