"""What a line sounds like: choices whose cues or sample sentences it resembles.

For one line that answers one question, such as what a merchant said; a whole story is read
elsewhere. Nothing is decided here: the person confirms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from unicodedata import is_normalized

from weiquan.core.language.nearness import ranked
from weiquan.core.model import Fact
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.typed import plain_line

AT_MOST = 3
RESEMBLES = 0.55     # of the pairs of characters of the shorter text, those in the other
# How like an answer is to be read, and how much liker than the next: of answers held out a seventh
# is, five of six of them rightly; how many are asked about, and how like: seven of ten are there.
TOLD, AHEAD = 0.3, 1.6
PERHAPS, FAINT = 2, 0.05
SHORTEST = 3         # characters; less resembles everything


def sounds_like(rules: RuleSet, fact: Fact, text: str) -> list[str]:
    """The ids of at most three choices of `fact` that `text` sounds like, the likeliest first."""
    return list(_sounding(rules, fact.id, text))


def told_like(rules: RuleSet, fact: Fact, words: str) -> str | None:
    """The choice that people tell in words like these; None where another is nearly as like."""
    (first, like), (_, second) = (*_by_answers(rules, fact, words), ("", 0.0), ("", 0.0))[:2]
    return first if like >= TOLD and like >= second * AHEAD else None


def perhaps(rules: RuleSet, fact: Fact, words: str) -> list[str]:
    """The choices that people tell in words most like these, to be asked about, likest first."""
    return [x for x, like in _by_answers(rules, fact, words)[:PERHAPS] if like >= FAINT]


def _by_answers(rules: RuleSet, fact: Fact, words: str) -> list[tuple[str, float]]:
    said = rules.said.get(fact.id, {})
    return ranked({c.id: (c.label, *said[c.id]) for c in fact.choices if c.id in said}, [words])


@lru_cache(maxsize=256)   # every letter of a case asks about the same few sentences
def _sounding(rules: RuleSet, id_: str, text: str) -> tuple[str, ...]:
    fact = rules.specs[id_]
    says: Mapping[str, Sequence[str]] = {}
    if fact.choices_from == "excuses":
        says = {e.id: (*e.says, e.name) for e in rules.excuses.values()}
    return tuple(likest(text, {c.id: (c.cues, says.get(c.id, (c.label,))) for c in fact.choices}))


def likest(text: str, entries: Mapping[str, tuple[Iterable[str], Iterable[str]]]) -> list[str]:
    """The ids that `text` sounds like, by the cues and sample sentences of each."""
    line = _bare(text)
    if len(line) < SHORTEST:
        return []
    pairs = _pairs(line)
    score: dict[str, float] = {}
    for id_, (cues, samples) in entries.items():
        found = max((_cue(c, line) for c in cues), default=0.0)
        alike = max((_alike(s, line, pairs) for s in samples), default=0.0)
        if found or alike >= RESEMBLES:
            score[id_] = max(found, 10 * alike if alike >= RESEMBLES else 0.0) + alike
    best = sorted(score, key=lambda i: -score[i])
    return [i for i in best if score[i] >= score[best[0]] / 2][:AT_MOST]


def _bare(text: str) -> str:
    if text.isalnum() and text == text.lower() and is_normalized("NFKC", text):
        return text   # as nearly all of it is, and a tenth of the time
    return "".join(c for c in plain_line(text).lower() if c.isalnum())


def _pairs(text: str) -> frozenset[str]:
    return frozenset(a + b for a, b in pairwise(text))


def _cue(cue: str, line: str) -> float:
    """How many characters of a cue stand in the line, in their order; 0 unless all do."""
    if "{" in cue or "#" in cue:
        return 0.0
    at, length = 0, 0
    for part in _parts(cue):
        at = line.find(part, at)
        if at < 0:
            return 0.0
        at += len(part)
        length += len(part)
    return float(length)


@lru_cache(maxsize=1 << 14)   # cues are texts of the rules
def _parts(cue: str) -> tuple[str, ...]:
    return tuple(_bare(p) for p in cue.split("…"))


@lru_cache(maxsize=1 << 13)   # so are samples
def _sample(text: str) -> tuple[int, frozenset[str]]:
    bare = _bare(text)
    return len(bare), _pairs(bare)


def _alike(sample: str, line: str, pairs: frozenset[str]) -> float:
    length, own = _sample(sample)
    if min(length, len(line)) < SHORTEST:
        return 0.0
    return len(own & pairs) / min(len(own), len(pairs))
