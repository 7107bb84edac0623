"""What was told besides, after a story: read with it, or by the number of what was asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from weiquan.core.asking.heard import Proposal, merged
from weiquan.core.asking.hearing import hear
from weiquan.core.asking.sounding import sounds_like
from weiquan.core.case.answers import parse_value
from weiquan.core.case.checks import check_all, takes_own_words
from weiquan.core.language.condition import Special
from weiquan.core.language.operators import Item
from weiquan.core.model import Fact, FollowUp
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.inwords import in_words
from weiquan.core.values.patterns import lazy_re
from weiquan.errors import BadValue

# 1. …  2、…  at the start of a line or after what ends a sentence; 3 月, 1 块 are no numbers of it
_NUMBERED = lazy_re(
    r"(?:^|(?<=[\s。；;]))\s*([1-9])(?:[.、：:)）]\s*|\s+)(?![月号日点块元个次天年])", re.MULTILINE)
_TYPED = frozenset({"bool", "date", "datetime", "int", "money"})


def told_besides(rules: RuleSet, story: str, more: str, asked: Sequence[FollowUp],
                 given: Mapping[str, Any], now: datetime) -> list[Proposal]:
    """What `more`, told after `story`, adds to the facts that are `given`; no own words.

    Both are read together, since the second hangs on the first; what the story alone says has
    been confirmed or taken off already. What has the number of a thing asked for answers that.
    """
    whole = f"{story}\n{without_numbers(more)}" if story else without_numbers(more)
    before = {(p.fact, p.value) for p in hear(rules, story, now).proposals}
    after = hear(rules, whole, now).proposals
    gone = before - {(p.fact, p.value) for p in after}
    found = [_instead(p, gone) for p in after
             if (p.fact, p.value) not in before and _adds(p, given)]
    known = {p.fact for p in found} | set(given)
    found += [p for p in _by_number(rules, more, asked, now) if p.fact not in known]
    out: list[Proposal] = []
    for p in found:
        if not check_all({**given, **merged([*out, p])}, rules.specs):
            out.append(p)
    return out


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
    if p.fact in {"problem", "question"}:
        return False
    if isinstance(p.value, tuple) and isinstance(have, tuple):
        return not set(p.value) <= set(have)
    return have is None


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


def _by_number(rules: RuleSet, more: str, asked: Sequence[FollowUp],
               now: datetime) -> Iterator[Proposal]:
    for number, words in _parts(more):
        if 0 < number <= len(asked) and words:
            at = more.index(words)
            for fact in (rules.specs[f] for f in asked[number - 1].about):
                value = _answer(rules, fact, words.strip("。 　"), now)
                if value is not None:
                    yield Proposal(fact.id, value, words, at, at + len(words))


def _label(fact: Fact, key: str) -> str:
    return next(c.label for c in fact.choices if c.id == key)


def _denies(rules: RuleSet, words: str, label: str) -> bool:
    """Whether the words deny something that the answer does not: 还没找12315."""
    no = rules.spoken("negation")
    return any(w in words for w in no) and not any(w in label for w in no)


def _answer(rules: RuleSet, fact: Fact, words: str, now: datetime) -> Any:
    """The value that the words give the fact; None where they may mean two things or nothing."""
    if fact.type in {"choice", "choices"}:
        if (told := in_words(words)) is not None and takes_own_words(fact):
            return told
        like = sounds_like(rules, fact, words)
        if len(like) != 1 or _denies(rules, words, _label(fact, like[0])):
            return None
        return like[0] if fact.type == "choice" else (like[0],)
    if fact.type not in _TYPED:
        return None
    try:
        value = parse_value(fact, words, now)
    except BadValue:
        return None
    return None if isinstance(value, Special) else value
