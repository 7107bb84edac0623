"""What people say: sentences by which a story is ranked beside the cues."""

from __future__ import annotations

from weiquan.core.language.ruletype import rule


@rule
class Saying:
    """Sentences that tell the same things: an entry of sayings."""

    texts: tuple[str, ...]             # each one to three clauses, as people write them
    happened: tuple[str, ...] = ()     # what each tells that happened
    wishes: tuple[str, ...] = ()       # what each asks for; neither: it tells and asks nothing
    place: str = ""
