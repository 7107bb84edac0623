"""Words that must not stand in a letter: in its own sentences, and in what the person typed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from weiquan.core.model import LetterMeta, Preflight, Wording
from weiquan.core.model.preflight import Level
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.findings import Finding, concerns, finding
from weiquan.core.telling.sentences import sentences_of
from weiquan.core.values.patterns import lazy_re

# What the other side said or wrote is not the person's own word.
QUOTED_FACTS = frozenset({"merchant_said", "promise_text"})
_QUOTE = r"“[^”]*”|「[^」]*」|『[^』]*』|\"[^\"]*\""
_LEAST = 4      # characters of a clause that is looked for in the letter
_CLAUSE = lazy_re(r"[^，,。；;！!？?：:、\s“”‘’「」]+")


def typed_findings(rules: RuleSet, meta: LetterMeta, typed: Iterable[tuple[str, str]],
                   carried: Collection[str]) -> Iterator[Finding]:
    """What must not stand in the typed facts: (id, text) each; `carried` are the wishes claimed.

    In what the other side said it is only pointed out.
    """
    for fact, text in typed:
        quoted = fact in QUOTED_FACTS
        sentences = sentences_of(text)
        for check in rules.preflight.values():
            if check.own == "none" or not check.wordings or not concerns(check, meta):
                continue
            if quoted and any(w.wishes for w in check.wordings):
                continue
            level: Level = "warn" if quoted else check.own
            where = f"「{rules.specs[fact].short}」"
            yield from _in_sentences(rules, check, sentences, carried, level, where)


def letter_findings(rules: RuleSet, meta: LetterMeta, sentences: list[str],
                    carried: Collection[str]) -> Iterator[Finding]:
    """What must not stand in the letter's own sentences; those typed are blank in them."""
    for check in rules.preflight.values():
        if check.wordings and concerns(check, meta):
            yield from _in_sentences(rules, check, sentences, carried, check.level, "")


def without_typed(sentences: Iterable[str], typed: Iterable[str]) -> list[str]:
    """The sentences with these texts taken out, clause by clause."""
    pieces = {c for text in typed for c in (text, *_CLAUSE.findall(text)) if len(c) >= _LEAST}
    out = list(sentences)
    for piece in sorted(pieces, key=len, reverse=True):
        out = [s.replace(piece, "□") for s in out]
    return out


def _in_sentences(rules: RuleSet, check: Preflight, sentences: Sequence[str],
                  carried: Collection[str], level: Level, where: str) -> Iterator[Finding]:
    # Nearly all letters are as they should be: one look at the whole of it says so.
    whole = "\n".join(sentences)
    likely = [w for w in check.wordings if any(x in whole for x in w.words)
              and set(w.wishes).isdisjoint(carried)]
    for number, sentence in enumerate(sentences, 1) if likely else ():
        for wording in likely:
            found = _stands(wording, sentence)
            if found:
                at = where or f"第 {number} 句"
                soft = level == "block" and where != "" and not _stands(
                    wording, re.sub(_QUOTE, "", sentence))
                yield finding(rules, check.id, at, found=found, offer=wording.offer,
                              level="warn" if soft else level)
                break


def _stands(wording: Wording, sentence: str) -> str:
    """The word of a wording that stands in a sentence; empty where none does."""
    found = next((w for w in wording.words if w in sentence), "")
    if not found or any(w in sentence for w in wording.unless):
        return ""
    if wording.beside and not any(w in sentence for w in wording.beside):
        return ""
    return found
