"""The person's own words in a letter: sentence by sentence, those that decide most marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
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
_SCOLDING = 16                 # of a clause that only scolds or greets
_GIVE_ME = re.compile(r"(?:按|照|就|快|都|全).{0,8}给我(?:免费|退|换|修|赔|补|发)"
                      r"|[对把].{2,16}(?:处罚|处理)$")
_YOURS = re.compile(r"贵司|贵公司|贵店|贵平台")
_TOO_SHORT = 8                 # characters of a sentence that says little
_LONG, _ROOM = 45, 40          # of one that tells two days apart; of two that go together
_SHOP = re.compile(r"贵司|贵公司|贵店|商家|店家|卖家|店铺"
                   r"|(?:(?<=[，。；：、])|^)(?:店主|老板|车商|商户|机构)")
_LINK = re.compile(r"^(?:但是|不过|而且|结果|然后|所以|并且|于是|可是|但|可(?=[他她商店平客]))，?")
_BUYING = re.compile(r"[^前说答写问诺证称被没不]*(?:购买|买|下单|购物|订购|预订)"
                     r"[^前说答写问诺证称被没不]*")
_COUNTED = re.compile(r"[\d一二两三四五六七八九十几]+[个件双只瓶盒箱袋套块台条张本部份次节]|[“《]")
_PAYING = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?: *\d{1,2}:\d{2})?|并?付款")
_REPEATS = 16                  # characters besides day and thing of a clause that only buys


@dataclass(frozen=True)
class Words:
    """What people say that is no fact: of speech.yaml."""

    wanting: tuple[str, ...] = ()      # a clause that begins with it only wants something
    scolding: tuple[str, ...] = ()     # a clause with it only scolds
    theirs: tuple[str, ...] = ()       # a sentence that begins with it tells what the others did

    @classmethod
    def of(cls, rules: RuleSet) -> Words:
        """Those of the rules."""
        def words(*names: str) -> tuple[str, ...]:
            return tuple(w for n in names if n in rules.speech for w in rules.speech[n].words)

        return cls(words("demanding", "only_wanting"), words("one_sided"), words("only_theirs"))


NO_WORDS = Words()


def own_words(rules: RuleSet, ctx: Context, sides: Parties, voice: str) -> list[dict[str, Any]]:
    """What the person wrote about the problem: {"text", "weight", "first", "gist"}, in order.

    The weight is higher where a sentence says what happened, and where it has a number that is no
    sum; lower where it speaks of money, which the demands do. A short letter takes the weightiest;
    one is the first of all, and its gist is the sentence that says most. In a letter to the seller
    he is called as in the rest of it.
    """
    ticks = set(ticked(ctx, "happened"))
    out: list[dict[str, Any]] = []
    words = Words.of(rules)
    for sentences in statements(known_text(ctx, "problem"), ctx.today, words):
        named = [_with_subject(s, sides, words) for s in sentences]
        if not out:
            named = [x for x in (_unbought(named[0], ctx), *named[1:]) if x] or named
        called = [_addressed(s, sides) if voice == "merchant" else _YOURS.sub(sides.them, s)
                  for s in named]
        weights = [_weight(rules, ticks, s) for s in named]
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


def statements(text: str, today: date, words: Words = NO_WORDS) -> list[list[str]]:
    """What somebody wrote as statements of one or more sentences: each day apart.

    A question is none, nor is what is only wanted: clauses at the edges that begin so. A clause
    that only scolds is left out, and no half of a quotation stays.
    """
    out: list[list[str]] = []
    for found in _SENTENCE.findall(on_calendar(text, today)):
        if found.rstrip().endswith(("？", "?")):
            continue
        for part in _by_day(_told_in(found.strip().rstrip("。！？；，, "), words)):
            if out and not WRITTEN.search(part) and sum(map(len, [*out[-1], part])) <= _ROOM:
                out[-1].append(part)
            else:
                out.append([part])
    return out


def _told_in(sentence: str, words: Words) -> str:
    """The sentence without broken quotations, scolding, and the wish that it ends with."""
    clauses = [c for c in _whole(sentence)
               if not (len(c) <= _SCOLDING and any(w in c for w in words.scolding))]
    while clauses and _wants(clauses[-1], words):
        clauses.pop()
    while clauses and _greets(clauses[0], words):
        clauses.pop(0)
    left = _LINK.sub("", "，".join(clauses))
    return left if len(left) >= _LEAST else ""


def _wants(clause: str, words: Words) -> bool:
    """Whether a clause only says what is wanted."""
    return any(-1 < clause.find(w) <= _OPENING for w in words.wanting) \
        or bool(_GIVE_ME.match(clause))


def _greets(clause: str, words: Words) -> bool:
    """Whether a sentence opens with a greeting or with a wish."""
    return len(clause) <= _SCOLDING and any(clause.startswith(w) for w in words.wanting)


def _with_subject(sentence: str, sides: Parties, words: Words) -> str:
    """The sentence with who did it, where it begins with what only the other side does."""
    theirs = any(sentence.startswith(w) for w in words.theirs)
    return f"{sides.them}{sentence}" if theirs else sentence


def _unbought(sentence: str, ctx: Context) -> str:
    """The first sentence without a first clause that only says what was bought and when.

    Letters say that from the answers; how many there were stays.
    """
    first, comma, rest = sentence.partition("，")
    undated = WRITTEN.sub("", _PAYING.sub("", first))
    if not comma or _COUNTED.search(undated) or not _BUYING.fullmatch(first):
        return sentence
    bare = undated.replace(known_text(ctx, "product") or "\0", "")
    return rest if len(bare) <= _REPEATS and "ordered_on" in ctx.facts else sentence


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
