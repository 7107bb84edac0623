"""weiquan tell: own words, an order page or a chat log, and what was read from them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from weiquan.cli.common import assessed, columns, emit, moment, place_of, rules_at
from weiquan.cli.facts_options import AsOf, Json
from weiquan.cli.group import command_of
from weiquan.cli.story import heard_in, read_text
from weiquan.core.asking.hearing import told_by
from weiquan.core.asking.situations import read_situation
from weiquan.core.asking.supposed import also_happened
from weiquan.core.judging.situations import FACT
from weiquan.errors import BadValue

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from weiquan.core.asking.heard import Heard
    from weiquan.core.model.ruleset import RuleSet

HELP = """用自己的话说经过，或者把订单页、聊天记录贴进来；读出来的一条一条列出，再给出卡片。

读出来的都没有确认，不存到案卷里。要确认、要存，就在终端里运行 weiquan。

\b
示例：
  weiquan tell "8月23日在拼多多买的空调，内机一直响，报修没人来。不修就退"
  weiquan tell --file 聊天记录.txt
"""
Text = Annotated[str | None, typer.Argument(
    metavar="经过", help="几句话；不写就读 --file 或标准输入", show_default=False)]
File = Annotated[str | None, typer.Option(
    "--file", "-f", metavar="文件", help="写着经过、订单页或聊天记录的文件，- 表示标准输入",
    show_default=False)]
ALIKE = "也有这样的事吗（没有算进去，有就写进经过）："
LIKEST = "下面照这一句说："
NEAR = "像哪一句，就把它写进经过："
NO_TEXT = '还没有经过。请写成 weiquan tell "几句话"，或者用 --file 写明文件。'


def build(name: str) -> Any:
    """The click command."""
    def tell(text: Text = None, file: File = None, as_json: Json = False,
             as_of: AsOf = None) -> int:
        rules = rules_at(place_of(None, None, trust=False))
        now = moment(as_of)
        told = _text(text, file)
        heard = heard_in(rules, told, now)
        facts, read = heard.facts(), told_by(rules, told)
        clear, near = read_situation(rules, read, facts, now) if facts else (None, [])
        show(rules, heard, now, as_json=as_json, clear=clear, near=near,
             alike=also_happened(rules, read, facts.get("happened", ())))
        return 0

    return command_of(tell, name, HELP)


def _text(text: str | None, file: str | None) -> str:
    if text is not None and file is not None:
        raise BadValue("经过写了两处：后面跟着一段，--file 又写了一个文件。请只留一处。")
    if text == "-" or (text is None and file is None and not sys.stdin.isatty()):
        file = "-"
    written = read_text(file, "--file") if file is not None else text or ""
    if not written.strip():
        raise BadValue(NO_TEXT)
    return written


def show(rules: RuleSet, heard: Heard, now: datetime, *, as_json: bool,
         alike: Sequence[str] = (), clear: str | None = None,
         near: Sequence[str] = ()) -> None:
    """The readings, what the text is like besides, and the card that they give.

    `near`: the situations that it is like; the one that it is clearly is read.
    """
    facts = heard.facts() | ({FACT: clear} if clear is not None else {})
    if as_json:
        from weiquan.cli.reading import as_json as json_text
        from weiquan.core.telling.reported import tell_json

        emit([json_text(tell_json(rules, heard, facts, now,
                                  assessed(rules, facts, now) if facts else None, alike,
                                  near))])
        return
    from weiquan.core.asking.further import followups
    from weiquan.core.telling.card import card_of
    from weiquan.render.card import card_lines
    from weiquan.render.heard import heard_lines
    from weiquan.render.wrap import wrap

    emit(heard_lines(rules, heard, columns()))
    if facts and alike:
        labels = "、".join(f"“{rules.happened[x].label}”" for x in alike)
        emit(["", *wrap(f"{ALIKE}{labels}", columns())])
    if near:
        lines = [rules.situations[x].line for x in near]
        emit(["", *wrap(f"{LIKEST}“{rules.situations[clear].line}”。" if clear is not None
                        else f"{NEAR}{'；'.join(lines)}。", columns())])
    if facts:
        emit(["", "照读出来的这些，现在能说的（没有确认）：", ""])
        emit(card_lines(card_of(rules, facts, assessed(rules, facts, now)), columns()))
    wanted = followups(rules, facts, now)
    if wanted:
        emit(["", "把下面这几样也写进经过，能说得更准：",
              *(line for n, x in enumerate(wanted, 1)
                for line in wrap(f"{n}. {x.text}", columns(), "  ", "     "))])
