"""What was told besides, after a story: read with it, or by the number of what was asked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from weiquan.core.asking.heard import Proposal, merged
from weiquan.core.asking.hearing import hear
from weiquan.core.asking.numbered import answered
from weiquan.core.asking.sounding import perhaps
from weiquan.core.case.checks import check_all
from weiquan.core.judging.situations import FACT as SITUATION
from weiquan.core.language.operators import Item
from weiquan.core.model import FollowUp
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.patterns import lazy_re

# 1. …  2、…  at the start of a line or after what ends a sentence; 3 月, 1 块 are no numbers of it
_NUMBERED = lazy_re(
    r"(?:^|(?<=[\s。；;]))\s*([1-9])(?:[.、：:)）]\s*|\s+)(?![月号日点块元个次天年])", re.MULTILINE)
_SUM_IS = lazy_re(r"(?:(?<=^)|(?<=[，,。；;\s]))(\d+(?:\.\d{1,2})?)(?:元|块钱?)?(?:就?是|算)"
                  r"([^\d，,。；;\n]{2,14})(?=[，,。；;\n]|$)", re.MULTILINE)
_ENDS = lazy_re(r"[。；;！!？?\n]+")
TELLING = 4                    # characters; 没有 and 不知道 alone tell nothing
HAPPENED = "happened"
OF_THE_THING = frozenset({"product", "goods_kind"})


def told_besides(rules: RuleSet, story: str, more: str, asked: Sequence[FollowUp],
                 given: Mapping[str, Any], now: datetime) -> list[Proposal]:
    """What `more`, told after `story`, adds to the facts that are `given`; no own words.

    Both are read together, since the second hangs on the first; what the story alone says has
    been confirmed or taken off already. What has the number of a thing asked for answers that.
    """
    said = _role_first(without_numbers(more))
    whole = f"{story}\n{said}" if story else said
    before = {(p.fact, p.value) for p in hear(rules, story, now).proposals}
    after = hear(rules, whole, now).proposals
    gone = before - {(p.fact, p.value) for p in after}
    found = [_instead(p, gone) for p in after
             if (p.fact, p.value) not in before and _adds(p, given)
             and _says(rules, p, asked)]
    known = {p.fact for p in found} | set(given)
    found += [p for p in _by_number(rules, more, asked, now) if p.fact not in known]
    out: list[Proposal] = []
    for p in found:
        if not check_all({**given, **merged([*out, p])}, rules.specs):
            out.append(p)
    return out


def unread(more: str, found: Sequence[Proposal]) -> list[str]:
    """The sentences of what was told besides that nothing was read from."""
    read = [p.words for p in found]
    said = (x.strip() for x in _ENDS.split(without_numbers(more)))
    return [x for x in said if len(x) >= TELLING
            and not any(x in words or words.strip("。；，") in x for words in read)]


def added(given: Mapping[str, Any], kept: Sequence[Proposal]) -> dict[str, Any]:
    """The facts that change by what was kept: several answers of one fact are put together."""
    out = merged(kept)
    for fact, value in out.items():
        have = given.get(fact)
        if isinstance(value, tuple) and isinstance(have, tuple):
            gone = {v for p in kept if p.fact == fact for v in p.instead}
            out[fact] = tuple(dict.fromkeys((*(v for v in have if v not in gone), *value)))
    return out


def as_told(rules: RuleSet, more: str) -> dict[str, Any]:
    """What was told besides, word for word, as the fact that keeps it."""
    spec = rules.specs.get("told_more")
    text = " ".join(more.split())
    return {spec.id: text[:spec.check.max_length or None]} if spec is not None and text else {}


def _instead(p: Proposal, gone: set[tuple[str, Any]]) -> Proposal:
    """With the rounded sum of the story whose place it takes: 一万六千多 was 16240."""
    if not p.value or not isinstance(p.value, tuple) or not isinstance(p.value[0], Item):
        return p
    return replace(p, instead=tuple(
        v for fact, value in gone if fact == p.fact for v in value if v.kind == p.value[0].kind))


def _adds(p: Proposal, given: Mapping[str, Any]) -> bool:
    """Whether it says more than is known: a new fact or one more answer, no text to quote."""
    have = given.get(p.fact)
    # What an answer sounds like is no other thing that happened where the person has said which.
    if p.fact in {"problem", "question"} or (p.fact == HAPPENED and given.get(SITUATION)):
        return False
    if isinstance(p.value, tuple) and isinstance(have, tuple):
        return not set(p.value) <= set(have)
    return have is None


def _says(rules: RuleSet, p: Proposal, asked: Sequence[FollowUp]) -> bool:
    """Whether the person says it: not the question again, nor a thing that is only named.

    监控, 柜子 and 手机 in an answer are what was bought only where buying is spoken of.
    """
    if any(p.words.strip("。？?，") in x.text for x in asked):
        return False
    return p.fact not in OF_THE_THING or any(w in p.words for w in rules.spoken("buying"))


def _role_first(text: str) -> str:
    """With what a sum is before the sum, as cues have it: 161是运费 says 运费161元."""
    return _SUM_IS.sub(lambda m: f"{m[2]}{m[1]}元", text)


def _parts(more: str) -> list[tuple[int, str]]:
    """What was told, cut at the numbers: each piece with its number, 0 where it has none."""
    cuts = list(_NUMBERED.finditer(more))
    first = more[:cuts[0].start()] if cuts else more
    ends = [*(m.start() for m in cuts[1:]), len(more)]
    return [(0, first.strip()), *((int(m[1]), more[m.end():end].strip())
                                  for m, end in zip(cuts, ends, strict=False))]


def without_numbers(more: str) -> str:
    """What was told besides, each numbered piece a sentence of its own without its number."""
    pieces = (line.strip(" ，,") for _, part in _parts(more) for line in part.splitlines())
    return "\n".join(x if x.endswith(("。", "？", "！", "；")) else f"{x}。" for x in pieces if x)


def perhaps_by_number(rules: RuleSet, more: str, asked: Sequence[FollowUp],
                      known: Collection[str], most: int) -> dict[str, list[str]]:
    """What the answers by number may mean where nothing was read: choices of what was asked for."""
    out: dict[str, list[str]] = {}
    for number, words in _parts(more):
        if not 0 < number <= len(asked) or len(words) < TELLING:
            continue
        for fact in asked[number - 1].about:
            spec = rules.specs[fact]
            near = perhaps(rules, spec, words) if fact not in known and fact not in out \
                and spec.type in {"choice", "choices"} else []
            if near and len(out) < most:
                out[fact] = near
    return out


def _by_number(rules: RuleSet, more: str, asked: Sequence[FollowUp],
               now: datetime) -> Iterator[Proposal]:
    for number, words in _parts(more):
        if 0 < number <= len(asked) and words:
            at = more.index(words)
            for fact, value in answered(
                    rules, asked[number - 1], words.strip("。 　"), now).items():
                yield Proposal(fact, value, words, at, at + len(words))
