"""What a line sounds like: choices whose cues or sample sentences it resembles.

For one line that answers one question, such as what a merchant said; a whole story is read
elsewhere. Nothing is decided here: the person confirms.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from weiquan.core.model import Fact
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.typed import plain_line

AT_MOST = 3
RESEMBLES = 0.55     # of the pairs of characters of the shorter text, those in the other
SHORTEST = 3         # characters; less resembles everything


def sounds_like(rules: RuleSet, fact: Fact, text: str) -> list[str]:
    """The ids of at most three choices of `fact` that `text` sounds like, the likeliest first."""
    for mine, id_, line, found in _LAST:
        if mine is rules and id_ == fact.id and line == text:
            return list(found)
    says: Mapping[str, Sequence[str]] = {}
    if fact.choices_from == "excuses":
        says = {e.id: (*e.says, e.name) for e in rules.excuses.values()}
    made = likest(text, {c.id: (c.cues, says.get(c.id, (c.label,))) for c in fact.choices})
    _LAST.append((rules, fact.id, text, tuple(made)))
    return made


# Every letter of a case asks about the same few sentences.
_LAST: deque[tuple[RuleSet, str, str, tuple[str, ...]]] = deque(maxlen=16)


def likest(text: str, entries: Mapping[str, tuple[Iterable[str], Iterable[str]]]) -> list[str]:
    """The ids that `text` sounds like, by the cues and sample sentences of each."""
    line = _bare(text)
    if len(line) < SHORTEST:
        return []
    pairs = _pairs(line)
    score: dict[str, float] = {}
    for id_, (cues, samples) in entries.items():
        found = max((_cue(c, line) for c in cues), default=0.0)
        alike = max((_alike(_bare(s), line, pairs) for s in samples), default=0.0)
        if found or alike >= RESEMBLES:
            score[id_] = max(found, 10 * alike if alike >= RESEMBLES else 0.0) + alike
    best = sorted(score, key=lambda i: -score[i])
    return [i for i in best if score[i] >= score[best[0]] / 2][:AT_MOST]


def _bare(text: str) -> str:
    return "".join(c for c in plain_line(text).lower() if c.isalnum())


def _pairs(text: str) -> set[str]:
    return {a + b for a, b in pairwise(text)}


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


def _alike(sample: str, line: str, pairs: set[str]) -> float:
    if min(len(sample), len(line)) < SHORTEST:
        return 0.0
    own = _pairs(sample)
    return len(own & pairs) / min(len(own), len(pairs))
