"""Letters that are not written, and why; nothing is left out in silence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from weiquan.cli.common import say
from weiquan.cli.reading import Work
from weiquan.core.case.context import context_of
from weiquan.core.judging.offers import LACKS, demands_of
from weiquan.errors import BadValue, FactsMissing, PreflightBlocked

NONE = "眼下没有能写的文书，什么都没有写。"
NONE_ON_PAGE = "眼下没有能写的文书，页里只有证据清单。为什么，运行 weiquan letter --list 查看。"
NO_SHORT = "{}没有短文本，什么都没有写。去掉 --short，写整份的文书。"
# What a demand rests on, for who gave too little of it.
ASKED = (("happened", "--set happened=…"), ("wishes", "--set wishes=…"), ("paid", "--set paid=…"))


def tell_withheld(work: Work, kinds: Collection[str]) -> None:
    """Say why a letter does not help now; one that would ask for nothing is not written."""
    for meta, why in work.assessment.withheld:
        if meta.id in kinds:
            if "request" in meta.takes and not demands_of(
                    work.assessment.lines, work.assessment.wishes, meta,
                    context_of(work.rules, work.facts, work.now)):
                raise BadValue(f"「{meta.name}」现在写不成：{why}")
            say(f"「{meta.name}」现在不用写：{why}\n")


def stop_empty(work: Work, kinds: Sequence[str]) -> None:
    """Raise where nothing came out, with what is withheld and each reason.

    FactsMissing where no demand can be named yet, PreflightBlocked where the answers speak
    against all of them, BadValue where the letters have no short text.
    """
    if kinds:
        names = "".join(f"「{work.rules.letters[k].name}」" for k in kinds)
        raise BadValue(NO_SHORT.format(names))
    withheld = work.assessment.withheld
    lines = [NONE, *_by_reason((meta.name, why) for meta, why in withheld)]
    lacking = {LACKS["request"], LACKS["money"]}
    if not withheld or any("request" in m.takes and why in lacking for m, why in withheld):
        missing = [(fact, flag) for fact, flag in ASKED if fact not in work.facts]
        flags = " ".join(flag for _, flag in missing)
        lines += [f"补的办法：加上 {flags}"] if flags else []
        raise FactsMissing("\n".join(lines), missing)
    raise PreflightBlocked("\n".join(
        [*lines, "情况和填的不一样的，先改填的内容；先做什么，运行 weiquan now 查看。"]))


def _by_reason(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """One line for each reason, with the letters that it keeps back."""
    names: dict[str, list[str]] = {}
    for name, why in pairs:
        names.setdefault(why, []).append(name)
    return [f"  {'、'.join(found)}：{why}" for why, found in names.items()]
