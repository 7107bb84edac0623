"""weiquan reply: what the merchant wrote, and what to answer."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from weiquan.cli.common import columns, emit
from weiquan.cli.facts_options import CaseOption
from weiquan.cli.inputs import STDIN, read_words
from weiquan.cli.reading import Work, as_json, reading_command
from weiquan.errors import BadValue

HELP = """商家这样说，是哪种理由、在这个案子里有没有道理、怎么回、留什么证据。

\b
示例：
  weiquan reply "亲，这个影响二次销售，不能退" --case 1
  weiquan reply --file 聊天.txt --set happened=mismatch
"""
LONGEST = 4000  # characters of a message; more is a whole chat, which is told instead
FEW = "只要商家拒绝的那几句。"
Words = Annotated[str | None, typer.Argument(
    metavar="商家的话", help="照抄一两句；也可以用 --file 或标准输入", show_default=False)]
File = Annotated[str | None, typer.Option(
    "--file", metavar="文件", help="从文件读商家的话，- 表示标准输入", show_default=False)]


def build(name: str) -> Any:
    """The click command."""
    return reading_command(name, HELP, show, before={"words": (Words, None)},
                           after={"case": (CaseOption, None), "file": (File, None)})


def show(work: Work) -> int:
    """Print the answer to what the merchant wrote."""
    from weiquan.core.telling.answering import replies_to

    text = _text(work.options["words"], work.options["file"])
    replies = replies_to(work.rules, work.facts, work.now, text)
    tones = _tones(work, replies)
    if work.as_json:
        emit([as_json(_json(replies, tones))])
        return 0
    from weiquan.render.reply import reply_lines

    emit(reply_lines(replies, tones, columns()))
    return 0


def _text(words: str | None, file: str | None) -> str:
    if words is not None and file is not None:
        raise BadValue("商家的话写了两处：后面跟着一段，--file 又写了一个文件。请只留一处。")
    if words is None and file is None and not sys.stdin.isatty():
        file = STDIN
    if file is not None:
        words = read_words(file, "--file", FEW)
    if not (words or "").strip():
        raise BadValue("还没有写商家的话。照聊天里抄一两句，放在引号里。")
    assert words is not None
    if len(words) > LONGEST:
        raise BadValue(f"写了 {len(words)} 个字，最多 {LONGEST} 个字。{FEW}")
    return words


def _tones(work: Work, replies: Any) -> dict[str, Any]:
    """How to say each answer, by the excuse; under an empty name what may be said at first."""
    from weiquan.render.reply import tones_of

    root, meta = work.root / "templates", work.rules.forms["excuse_reply"]
    return {"": tones_of(root, meta, "", None),
            **{r.excuse.id: tones_of(root, meta, r.calm, r.by) for r in replies.found}}


def _json(replies: Any, tones: Any) -> dict[str, Any]:
    return {
        "schema": "weiquan/reply/1", "text": replies.text,
        "found": [{
            "excuse": r.excuse.id, "name": r.excuse.name, "judged": r.judged,
            "right": r.excuse.right, "beside": r.excuse.beside, "says": r.says,
            "right_when": list(r.excuse.right_when), "answer": list(r.excuse.answer),
            "tones": [{"name": n, "text": t} for n, t in tones[r.excuse.id]],
            "capture": list(r.excuse.capture),
            "basis": [{"law": b.law, "article": b.article} for b in r.excuse.basis],
        } for r in replies.found],
        "ask": list(replies.ask), "holding": "" if replies.found else tones[""][0][1],
        "clocks": list(replies.clocks),
    }
