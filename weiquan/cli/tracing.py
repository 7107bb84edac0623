"""The sources behind the sentences of letters, worked out for a case."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weiquan.cli.letters import bytecode
from weiquan.cli.made import ANNEX, Made
from weiquan.core.case.context import context_of
from weiquan.core.judging.assessment import Assessment
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.letters import letter_context
from weiquan.core.telling.tracing import Tracer
from weiquan.errors import WeiquanError

if TYPE_CHECKING:
    from weiquan.store.case import Case

Sentences = tuple[tuple[str, tuple[str, ...]], ...]
OWN = "traced"   # the folder, within that of compiled templates, for those that trace


class Tracery:
    """Traces letters of one case; its engine is made once."""

    def __init__(self, root: Path, rules: RuleSet, facts: Mapping[str, Any],
                 result: Assessment) -> None:
        from weiquan.render.traced import tracing_engine

        self.rules = rules
        self.facts = facts
        self.result = result
        self.ctx = context_of(rules, facts, result.now)
        self.engine = tracing_engine(root / "templates", _own(bytecode(root)))
        self._done: dict[tuple[str, bool], Sentences] = {}

    def of(self, kind: str, *, short: bool = False, text: str | None = None) -> Sentences:
        """The sentences of a letter, or of its short text, each with the keys of its sources.

        `text` is a short text as it was written: how much of it there is hangs on its field.
        """
        from weiquan.render.traced import traced_letter

        if (kind, short) not in self._done:
            meta = self.rules.forms[kind] if short else self.rules.letters[kind]
            context = letter_context(self.rules, self.facts, self.result, meta)
            tracer = Tracer(self.rules, self.facts, self.result, meta, self.ctx, context)
            self._done[kind, short] = tuple(traced_letter(
                "forms" if short else "letters", meta, context, tracer, self.engine,
                text))
        return self._done[kind, short]


def keep_sources(tracery: Tracery, case: Case, kept: Sequence[tuple[Path, Made]],
                 failed: list[str]) -> None:
    """Keep beside the letters of a case what stands behind each sentence of them."""
    from weiquan.store.traces import Trace, keep_traces

    made = {}
    for path, one in kept:
        if one.part != ANNEX:
            text = one.text if one.short else None
            made[hashlib.sha256(one.data).hexdigest()] = Trace(
                one.id, path.name, tracery.of(one.id, short=one.short, text=text))
    try:
        keep_traces(case, made)
    except WeiquanError as error:
        failed.append(error.message)


def _own(folder: Path | None) -> Path | None:
    if folder is None:
        return None
    own = folder / OWN
    own.mkdir(mode=0o700, exist_ok=True)
    return own
