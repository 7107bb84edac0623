"""What is learned from sentences as people say them: which they are like, what they answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from weiquan.core.language.likeness import Weights, bare, learned
from weiquan.core.model.answers import Answer
from weiquan.core.model.sayings import Saying
from weiquan.core.model.situations import Situation
from weiquan.core.model.theories import Label, Wish

Said = Mapping[str, Mapping[str, Sequence[str]]]   # texts by fact and choice


def weights_of(sayings: Iterable[Saying], situations: Iterable[Situation],
               happened: Iterable[Label], wishes: Iterable[Wish]) -> dict[str, Weights]:
    """The groups of characters that speak for what happened, and for what is wanted.

    Learned from sayings, from what is told of situations, and from cues and names.
    """
    told = [(t, x.happened[:1]) for x in situations for t in x.texts]
    every = [(t, x) for x in sayings for t in x.texts]
    return {
        "happened": learned([*((t, x.happened) for t, x in every), *told, *_named(happened)]),
        "wishes": learned([*((t, x.wishes) for t, x in every), *_named(wishes)])}


def _named(things: Iterable[Label] | Iterable[Wish]) -> list[tuple[str, tuple[str]]]:
    return [(text, (x.id,)) for x in things for text in (x.label, *map(bare, x.cues))]


def answered_in(answers: Iterable[Answer]) -> dict[str, dict[str, tuple[str, ...]]]:
    """How people answer each question, by fact and choice."""
    out: defaultdict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for x in answers:
        out[x.fact][x.choice] = (*out[x.fact].get(x.choice, ()), *x.texts)
    return dict(out)
