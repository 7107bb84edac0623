"""What an answer to a thing asked for besides says: yes, no, 不知道, a day, a sum, a choice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from weiquan.core.asking.sounding import sounds_like, told_like
from weiquan.core.asking.told import Told
from weiquan.core.case.answers import parse_value
from weiquan.core.case.checks import takes_own_words
from weiquan.core.language.condition import Special
from weiquan.core.model import Fact, FollowUp
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.about import about_day
from weiquan.core.values.inwords import in_words
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.said_days import said_days
from weiquan.core.values.said_sums import said_sums
from weiquan.errors import BadValue

_TYPED = frozenset({"bool", "date", "datetime", "int", "money"})
_CLAUSES = lazy_re(r"[，,；;。]+")
_TELLING = lazy_re("[\u4e00-\u9fff]{4}")   # 12315，没打过 is not told by its first part
_NUMBER = lazy_re(r"\d+")
_FILLING = "这个那些都的了，, 。."


def answered(rules: RuleSet, asked: FollowUp, words: str, now: datetime) -> dict[str, Any]:
    """The facts that the words give, in answer to what was asked; none that may mean two things."""
    facts = [rules.specs[f] for f in asked.about]
    plain = {"not_known": Special.UNSURE, "plain_no": asked.no, "plain_yes": asked.yes}
    for name, value in plain.items():
        if _bare(rules, words, name):
            taken = len(facts) == 1 and value is not None and (
                value is not Special.UNSURE or facts[0].unsure)
            return {facts[0].id: _typed(facts[0], value)} if taken else {}
    out = {}
    for fact in facts:
        alone = sum(f.type == fact.type for f in facts) == 1
        value = _value(rules, fact, words, now, alone=alone)
        if value is not None:
            out[fact.id] = value
    return out


def _bare(rules: RuleSet, words: str, name: str) -> bool:
    """Whether the words are no more than one of those called `name`, once or several times."""
    left = words
    said = sorted(rules.spoken(name), key=len, reverse=True)
    for word in said:
        left = left.replace(word, "")
    return left != words and not left.strip(_FILLING)


def _typed(fact: Fact, value: Any) -> Any:
    return (value,) if fact.type == "choices" and isinstance(value, str) else value


def _value(rules: RuleSet, fact: Fact, words: str, now: datetime, *, alone: bool) -> Any:
    if fact.type in {"choice", "choices"}:
        if (told := in_words(words)) is not None and takes_own_words(fact):
            return told
        like = _choice(rules, fact, words) or {
            key for part in _CLAUSES.split(words) if _TELLING.search(part)
            for key in _choice(rules, fact, part)}
        return _typed(fact, like.pop()) if len(like) == 1 else None
    if fact.type not in _TYPED or words.startswith(rules.spoken("negation")) \
            or (fact.type in {"int", "money"} and not _said_number(words)):
        return None
    try:
        value = parse_value(fact, words, now)
    except BadValue:
        return _within(rules, fact, words, now) if alone else None
    return None if isinstance(value, Special) else value


def _choice(rules: RuleSet, fact: Fact, words: str) -> set[str]:
    """The choice that the words sound like, or else that people tell in such words.

    None where they sound like several, or deny it.
    """
    like = sounds_like(rules, fact, words)
    if not like and (near := told_like(rules, fact, words)) is not None:
        like = [near]
    if len(like) != 1 or _denies(rules, words, _label(fact, like[0])):
        return set()
    return set(like)


def _within(rules: RuleSet, fact: Fact, words: str, now: datetime) -> Any:
    """The one day or sum that stands among other words; None where there are several."""
    told = Told(words, rules.speech)
    days = [d for d in said_days(told.flat, now.date(), rules.feasts) if d.past is not None]
    if fact.type == "date" and fact.check.not_future and len(days) == 1:
        day = days[0]
        if told.negated(day.start) or day.past is None:
            return None
        said = told.words(day.start, day.end)
        return about_day(day.past, said, now.date()) if day.vague else day.past
    sums = said_sums(told.flat, [(d.start, d.end) for d in days])
    if fact.type == "money" and len(sums) == 1 and not sums[0].bare and not sums[0].vague \
            and not told.negated(sums[0].start):
        return sums[0].value
    return None


def _said_number(words: str) -> bool:
    return bool(_NUMBER.search(words) or re.search("[一二两三四五六七八九十百千万半零]", words))


def _label(fact: Fact, key: str) -> str:
    return next(c.label for c in fact.choices if c.id == key)


def _denies(rules: RuleSet, words: str, label: str) -> bool:
    """Whether the words deny something that the answer does not: 还没找12315."""
    no: Sequence[str] = rules.spoken("negation")
    begins = words.startswith(tuple(no)) and not label.startswith(("都", "还", *no))
    return begins or (any(w in words for w in no) and not any(w in label for w in no))
