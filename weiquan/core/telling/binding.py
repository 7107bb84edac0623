"""What a question names by its own words: a wish, somebody who is to answer for it, an untruth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import get_args

from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.verdicts import OwesView, WishView
from weiquan.core.model import Party
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.records import value

_ACROSS = "…"
_NEAR = 2          # characters between 找, 让 and whom it names
_PARTIES: tuple[Party, ...] = get_args(Party)


def asks_untruth(rules: RuleSet, question: str) -> bool:
    """Whether it asks if something may be said that is not so: 我就说是孩子充的，行不行.

    What others say is theirs to answer for; 能不能说成欺诈 asks what the law calls it.
    """
    return says(rules, question, "asks_leave") and not says(rules, question, "not_untrue") \
        and any(not says(rules, clause[:clause.find(w)], "untrue_of_others")
                for clause in question.split("，") for w in rules.spoken("untrue")
                if w in clause)


def says(rules: RuleSet, text: str, entry: str) -> bool:
    """Whether a text has a word of an entry of speech.yaml: 是不是都得给 asks for all of it."""
    return any(w in text for w in rules.spoken(entry))


@value
class Named:
    """Wishes that a question names, by the longest words, and what of it is named by these."""

    ids: tuple[str, ...] = ()
    size: int = 0                 # characters of those words
    like: tuple[str, ...] = ()    # named by a part of those words: 退 within 退多少


def wishes_named(rules: RuleSet, question: str) -> Named:
    """The wishes whose words a question has: in its last clause, else in all of it.

    Of them those with the longest words, 多赔点 asks for more than the loss; of these the last.
    """
    for text in (question.rsplit("，", maxsplit=1)[-1], question):
        sizes = {w.id: size_of(w.questioned, text) for w in rules.wishes.values()}
        most = max(sizes.values(), default=0)
        if most:
            ends = {x: _last(rules.wishes[x].questioned, text, most)
                    for x, n in sizes.items() if n == most}
            at = max(end for end, _ in ends.values())
            words = next(w for end, w in ends.values() if end == at)
            return Named(tuple(x for x, (end, _) in ends.items() if end == at), most, tuple(
                w.id for w in rules.wishes.values() if any(q in words for q in w.questioned)))
    return Named()


def views_of(result: Assessment, ids: Sequence[str]) -> list[WishView]:
    """The answers to these wishes, what was asked for first."""
    own = [w for w in result.wishes if w.rule.id in ids]
    return sorted(own, key=lambda w: not w.asked)


def others_named(rules: RuleSet, question: str) -> tuple[Party, ...]:
    """Who else is to answer for it: 找家具城一起赔; not who is only spoken of."""
    return tuple(p for p in _PARTIES
                 if any(_addressed(rules, question, w) for w in rules.spoken(f"party_{p}")))


def owed_by(result: Assessment, parties: Sequence[Party]) -> list[OwesView]:
    """What these owe: by what was asked for, else by what else stands.

    A platform is named in nearly every question of law; of it only the first counts.
    """
    asked = [w.verdict for w in result.wishes if w.asked and w.verdict is not None]
    owes = [o for v in asked for o in v.owes if o.party in parties and o.say]
    return owes or [o for v in result.verdicts if not v.hidden for o in v.owes
                    if o.party in parties and o.party != "platform" and o.say]


def _addressed(rules: RuleSet, question: str, name: str) -> bool:
    at = question.find(name)
    if at < 0:
        return False
    before, after = question[:at], question[at + len(name):]
    return any(w in before[-_NEAR - len(w):] for w in rules.spoken("asks_of")) \
        or any(after.startswith(w) for w in rules.spoken("asks_that"))


def size_of(words: Iterable[str], text: str) -> int:
    """How many characters of a text are the longest of these words that it has; … is a gap."""
    return max((len(w.replace(_ACROSS, "")) for w in words if _in_order(w, text)), default=0)


def _last(words: Iterable[str], text: str, size: int) -> tuple[int, str]:
    """Where the last of the words of that size stands in a text, and the word."""
    return max((text.rfind(w.rpartition(_ACROSS)[2]), w) for w in words
               if len(w.replace(_ACROSS, "")) == size and _in_order(w, text))


def _in_order(words: str, text: str) -> bool:
    at = 0
    for part in words.split(_ACROSS):
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True
