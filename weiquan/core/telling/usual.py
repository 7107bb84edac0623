"""What the other side usually says in a situation, with the honest answer."""

from __future__ import annotations

from weiquan.core.judging.situations import Picked
from weiquan.core.language.likeness import groups
from weiquan.core.model import Retort


def usual_answers(picked: Picked | None, said: object = None) -> tuple[str, ...]:
    """A sentence for each thing that is usually said; the likest to what was `said` first."""
    if picked is None:
        return ()
    own = groups(said) if isinstance(said, str) else set()

    def alike(retort: Retort) -> int:
        return max((len(own & groups(x)) for x in retort.says), default=0)

    ranked = sorted(picked.rule.they_say, key=lambda x: -alike(x))
    return tuple(f"对方要是说“{x.says[0]}”：{x.answer}" for x in ranked if x.says)
