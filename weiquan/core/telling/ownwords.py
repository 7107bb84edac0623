"""The person's own words in a letter: sentence by sentence, those that decide most marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from weiquan.core.asking.sounding import sounds_like
from weiquan.core.case.context import ticked
from weiquan.core.language.condition import Context
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.parties import Parties, known_text
from weiquan.core.values.day_patterns import WRITTEN
from weiquan.core.values.said_days import said_days
from weiquan.core.values.zh import zh_short

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]*")
_QUOTED = re.compile(r"(“[^”]*”|「[^」]*」|《[^》]*》)")
_OF_MONEY = re.compile(r"[退赔钱元块费]")
_LOOSE = re.compile(r"\d{1,2}[./]\d{1,2}[日号]?|\d{1,2}月\d{1,2}号?")
_CLAUSE = re.compile(r"[^，,]+")
_OPENING = 3                   # characters before the word by which a clause asks for something
_LEAST = 4                     # characters of what is left of a sentence
_TOO_SHORT = 8                 # characters of a sentence that says little
_LONG, _ROOM = 45, 40          # of one that tells two days apart; of two that go together
_SHOP = re.compile(r"商家|店家|卖家|店铺|(?:(?<=[，。；：、])|^)(?:店主|老板|车商|商户)")


def own_words(rules: RuleSet, ctx: Context, sides: Parties, voice: str) -> list[dict[str, Any]]:
    """What the person wrote about the problem: {"text", "weight", "first", "gist"}, in order.

    The weight is higher where a sentence says what happened, and where it has a number that is no
    sum; lower where it speaks of money, which the demands do. A short letter takes the weightiest;
    one is the first of all, and its gist is the sentence that says most. In a letter to the seller
    he is called as in the rest of it.
    """
    ticks = set(ticked(ctx, "happened"))
    out: list[dict[str, Any]] = []
    asking = tuple(w for name in ("demanding", "only_wanting") if name in rules.speech
                   for w in rules.speech[name].words)
    for sentences in statements(known_text(ctx, "problem"), ctx.today, asking):
        called = [_addressed(s, sides) if voice == "merchant" else s for s in sentences]
        weights = [_weight(rules, ticks, s) for s in sentences]
        best = max(range(len(called)), key=weights.__getitem__)
        out.append({"text": "。".join(called), "weight": max(weights), "first": False,
                    "gist": called[best]})
    if out:
        max(out, key=lambda s: s["weight"])["first"] = True
    return out


def _weight(rules: RuleSet, ticks: set[str], sentence: str) -> int:
    sounds = set(sounds_like(rules, rules.specs["happened"], sentence)) & ticks
    of_money = bool(_OF_MONEY.search(sentence))
    weight = 2 * len(sounds) - (len(sentence) < _TOO_SHORT) - 2 * of_money
    return weight + (any(c.isdigit() for c in sentence) and not of_money)


def statements(text: str, today: date, asking: Sequence[str] = ()) -> list[list[str]]:
    """What somebody wrote as statements of one or more sentences: each day apart.

    A question is none, nor is what is only wanted: clauses at the end that begin with a word of
    `asking`. No half of a quotation is left.
    """
    out: list[list[str]] = []
    for found in _SENTENCE.findall(on_calendar(text, today)):
        if found.rstrip().endswith(("？", "?")):
            continue
        for part in _by_day(_told_in(found.strip().rstrip("。！？；，, "), asking)):
            if out and not WRITTEN.search(part) and sum(map(len, [*out[-1], part])) <= _ROOM:
                out[-1].append(part)
            else:
                out.append([part])
    return out


def _told_in(sentence: str, asking: Sequence[str]) -> str:
    """The sentence without broken quotations and without the wish that it ends with."""
    clauses = _whole(sentence)
    while clauses and any(-1 < clauses[-1].find(w) <= _OPENING for w in asking):
        clauses.pop()
    left = "，".join(clauses)
    return left if len(left) >= _LEAST else ""


def _whole(sentence: str) -> list[str]:
    """The clauses; a comma inside “ ” parts nothing, and a clause with one “ or ” falls out."""
    out: list[str] = []
    for clause in _CLAUSE.findall(sentence):
        if out and out[-1].count("“") > out[-1].count("”"):
            out[-1] += f"，{clause}"
        else:
            out.append(clause)
    return [c for c in out if c.count("“") == c.count("”")]


def on_calendar(text: str, today: date) -> str:
    """The text with 8.1 and 8月1号 as 8月1日; 昨天 stays, for nobody knows when it was written."""
    found = [d for d in said_days(text, today) if _LOOSE.fullmatch(text[d.start:d.stop])
             and d.past is not None and not d.vague]
    for d in reversed(found):
        assert d.past is not None
        text = f"{text[:d.start]}{zh_short(d.past)}{text[d.stop:]}"
    return text


def _by_day(sentence: str) -> list[str]:
    """A long sentence parted where a clause begins to tell of another day."""
    if len(sentence) <= _LONG or len(WRITTEN.findall(sentence)) < 2:
        return [sentence] if sentence else []
    out: list[str] = []
    for clause in sentence.split("，"):
        if out and not (WRITTEN.search(clause) and any(map(WRITTEN.search, out))):
            out[-1] += f"，{clause}"
        else:
            out.append(clause)
    return out


def _addressed(text: str, sides: Parties) -> str:
    """The sentence as said to the seller; what is quoted stays as it was said."""
    if sides.party not in {"shop", "owner"}:
        return text
    parts = _QUOTED.split(text)
    return "".join(p if i % 2 else _SHOP.sub(sides.them, p) for i, p in enumerate(parts))
