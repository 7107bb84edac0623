"""What a question names by its own words: a wish, somebody who is to answer for it, an untruth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.verdicts import OwesView, WishView
from weiquan.core.model import Party, Wish
from weiquan.core.model.ruleset import RuleSet

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


def wishes_named(rules: RuleSet, question: str) -> tuple[str, ...]:
    """The wishes whose words a question has: in its last clause, else in all of it.

    Of them those with the longest words: 多赔点 asks for more than the loss.
    """
    for text in (question.rsplit("，", maxsplit=1)[-1], question):
        sizes = {w.id: _size(w, text) for w in rules.wishes.values()}
        most = max(sizes.values(), default=0)
        if most:
            return tuple(x for x, n in sizes.items() if n == most)
    return ()


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


def _size(wish: Wish, text: str) -> int:
    """How many characters of a question name a wish, at most."""
    return max((len(w.replace(_ACROSS, "")) for w in wish.questioned if _in_order(w, text)),
               default=0)


def _in_order(words: str, text: str) -> bool:
    at = 0
    for part in words.split(_ACROSS):
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True
