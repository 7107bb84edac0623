"""How people answer a question in own words."""

from __future__ import annotations

from weiquan.core.language.ruletype import rule


@rule
class Answer:
    """Sentences that answer one question with one of its choices: an entry of answers."""

    fact: str
    choice: str
    texts: tuple[str, ...]             # each one answer, as people write it
    place: str = ""
