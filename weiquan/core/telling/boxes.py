"""Which fields a letter goes into when it is handed in on a page, and what each takes."""

from __future__ import annotations

from weiquan.core.language.condition import Context, Tri, evaluate
from weiquan.core.model import Box, LetterMeta
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.parties import known_text


def boxes_of(rules: RuleSet, ctx: Context, letter: LetterMeta) -> list[tuple[Box, str]]:
    """(field, the answer that goes there) in the order of the page; "" is for the short text.

    Fields are those of the case's platform and of the channels outside it. Fields for an answer
    that is not known are left out. Empty where the rules know of no field for the short text.
    """
    platform = rules.platforms.get(str(ctx.facts.get("platform", "")))
    own = platform.boxes if platform is not None else ()
    every = [*own, *(box for channel in rules.channels.values() for box in channel.boxes)]
    boxes = [box for box in every
             if box.letter == letter.id and evaluate(box.when, ctx).truth is Tri.TRUE]
    if all(box.fact for box in boxes):
        return []
    filled = [(box, known_text(ctx, box.fact) if box.fact else "") for box in boxes]
    return [(box, text) for box, text in filled if text or not box.fact]
