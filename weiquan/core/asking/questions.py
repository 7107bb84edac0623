"""The questions that a person asks in their story, word for word: 告谁, 还来得及吗, 凭什么不退."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from weiquan.core.asking.heard import Proposal
from weiquan.core.asking.told import Told
from weiquan.core.model import Fact, Speech
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.typed import clean_text

AT_MOST = 2          # questions of one story; the last ones are what it ends in
SHORT = 5            # characters of a clause that asks of the one before it: 行不行
LONGEST = 60
BETWEEN = "？"       # between two of them in the one text that holds them
# What the person asked somebody else before; 请问 and 想问一下 ask the reader.
_OF_HIM = lazy_re(r"(?<![请想])问(?![题下一])|咨询|确认|核实|打听")
_MARKS = "，,。；;：: 、！!？?~…"

# What a question asks for; the words are the entries asks_who, asks_when, … of speech.yaml.
Sort = Literal["who", "when", "why", "whether"]
_SORTS: tuple[Sort, ...] = ("who", "when", "why", "whether")


def read_questions(fact: Fact, told: Told) -> list[Proposal]:
    """The person's own questions, at most two, joined; what is asked of others is none."""
    places = [place for place in _asking(told) if place[1] - place[0] <= LONGEST]
    if not places:
        return []
    kept = places[-AT_MOST:]
    text = "".join(f"{_words(told, *p)}{BETWEEN}" for p in kept)
    (start, _), (_, end) = kept[0], kept[-1]
    return [Proposal(fact.id, text, told.words(start, end), start, end)]


def questions_in(text: str) -> list[str]:
    """The questions that one text holds, each with its mark."""
    return [f"{q.strip(_MARKS)}{BETWEEN}" for q in text.split(BETWEEN) if q.strip(_MARKS)]


def sort_of(question: str, speech: Mapping[str, Speech]) -> Sort | None:
    """What a question asks for; None where no word of it says so."""
    return next((s for s in _SORTS if f"asks_{s}" in speech
                 and any(w in question for w in speech[f"asks_{s}"].words)), None)


def _asking(told: Told) -> list[tuple[int, int]]:
    """Where they stand: a clause, with what it asks of: 我要一样功能的，行不行."""
    out: list[tuple[int, int]] = []
    for start, clause_end in told.clauses_in(0, len(told.flat)):
        if (out and start < out[-1][1]) or not _asks(told, start, clause_end):
            continue
        end = clause_end
        while told.flat[end - 1:end] == "、" and end < len(told.flat):
            end = told.clause(end)[1]     # 能不能全退、剩下的不交
        out.append((_beginning(told, start, clause_end, out), end))
    return out


def _beginning(told: Told, start: int, end: int, before: Sequence[tuple[int, int]]) -> int:
    """Where a question begins: a short clause asks of the one before it, if that is one's own.

    他说拆了不退，合理吗 asks of what he says.
    """
    first = told.clause(start - 1)[0] if start else start
    own = first >= told.sentence(start)[0] and (bool(told.between("asks_if_so", start - 1, end))
        or not any(v.start < start and first < v.end for v in told.voices))
    free = not before or before[-1][1] <= first
    return first if end - start <= SHORT and own and free else start


def _asks(told: Told, start: int, end: int) -> bool:
    """Whether a clause asks; 问客服能不能退 and 确认过能不能用 were asked of him."""
    return any(not _OF_HIM.search(told.flat, start, a) and not _of_another(told, start, b - 1)
               for s in _SORTS for a, b in told.between(f"asks_{s}", start - 1, end))


def _of_another(told: Told, start: int, at: int) -> bool:
    """Whether somebody else asks: what he says begins in this very clause, or is quoted."""
    voice = told.voice(at)
    return voice is not None and (voice.quoted or voice.start >= start)


def _words(told: Told, start: int, end: int) -> str:
    return clean_text(told.raw[start:end]).strip(_MARKS)
