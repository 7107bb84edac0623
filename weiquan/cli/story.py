"""--story: the weakest source of facts, read from own words and listed on stderr."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from weiquan.cli.common import columns, say
from weiquan.cli.inputs import read_words
from weiquan.core.asking.heard import Proposal, merged
from weiquan.core.case.checks import check_all
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.days import AboutDay

if TYPE_CHECKING:
    from weiquan.core.asking.heard import Heard

READ = "读出来的，没有确认（不对就用选项改，例如 --set paid=299）："
IN_LETTER = ("下面这些是从经过里读出来的，没有确认，会写进文书。寄出前一条一条核对；"
             "不对就用选项改，例如 --set paid=299：")


def with_story(rules: RuleSet, facts: dict[str, Any], file: str, now: datetime, *,
               exact: bool = False) -> dict[str, Any]:
    """`facts` and what the story adds to them; nothing that contradicts what was given.

    `exact` is for letters: sums that are right only about are left out.
    """
    from weiquan.core.asking.hearing import hear
    from weiquan.render.heard import NOTHING, reading_lines

    heard = hear(rules, read_text(file), now)
    used = fitting_in(rules, heard.proposals, facts, exact=exact)
    say("\n".join([IN_LETTER if exact else READ, *reading_lines(rules, used, columns())])
        if used else NOTHING)
    say("")
    return {**merged(used), **facts}


def fitting_in(rules: RuleSet, proposals: Iterable[Proposal], facts: dict[str, Any], *,
               exact: bool = False) -> list[Proposal]:
    """The proposals about what was not given, as far as they fit with it."""
    out: list[Proposal] = []
    for p in proposals:
        if p.fact in facts or (exact and p.vague and not isinstance(p.value, AboutDay)):
            continue
        if not check_all({**merged([*out, p]), **facts}, rules.specs):
            out.append(p)
    return out


def heard_in(rules: RuleSet, text: str, now: datetime) -> Heard:
    """What a text says."""
    from weiquan.core.asking.hearing import hear

    return hear(rules, text, now)


def read_text(source: str, option: str = "--story") -> str:
    """The text of a file (`-`: standard input), in UTF-8 or as Chinese Windows writes it."""
    return read_words(source, option, "请只留下和这件事有关的部分。")
