"""Commands that read facts and show something: one frame for all of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weiquan.cli.common import assessed, moment, place_of, rules_at, say
from weiquan.cli.facts_options import Case, Json, facts_for, with_facts
from weiquan.cli.group import command_of
from weiquan.core.values.records import result

if TYPE_CHECKING:
    from weiquan.cli.examples import Example
    from weiquan.core.judging.assessment import Assessment
    from weiquan.core.model.ruleset import RuleSet


@result
class Work:
    """What a reading command works on."""

    root: Path
    rules: RuleSet
    facts: dict[str, Any]
    now: datetime
    exhibits: tuple[str, ...]
    as_json: bool
    options: dict[str, Any]

    @cached_property
    def assessment(self) -> Assessment:
        """The assessment; raises FactsMissing when required facts are not there."""
        return assessed(self.rules, self.facts, self.now, self.exhibits)


def reading_command(name: str, help_: str, show: Callable[[Work], int], *,
                    before: dict[str, tuple[Any, Any]] | None = None,
                    after: dict[str, tuple[Any, Any]] | None = None, exact: bool = False,
                    placed: bool = False) -> Any:
    """The click command `name`: load rules and facts, then `show` them.

    `before` replaces the positional case name, `after` adds options of the command's own; they
    reach `show` in `options`. `exact`: days and sums known only about are left out. `placed`: the
    rules know where they stand.
    """
    own = place_of(None, None, trust=False)
    rules = rules_at(own, placed=placed)

    def run(*, flags: dict[str, str | None], as_json: bool, case: str | None,
            **options: Any) -> int:
        example = _example(own.root, options["example"])
        now = moment(options["as_of"] or (example.as_of if example and case is None else None))
        place, mine = own, rules
        if options["rules_dir"] or options["templates_dir"]:
            place = place_of(options["rules_dir"], options["templates_dir"],
                             trust=options["trust"])
            mine = rules_at(place, placed=placed)
        facts, exhibits = facts_for(mine, now, flags, case, options,
                                    example.facts if example else {}, exact=exact)
        if example is not None:
            say(f"例子「{example.id}」：{example.name}。按 {now:%Y-%m-%d %H:%M} 算。\n")
        return show(Work(place.root, mine, facts, now, exhibits, as_json, options))

    first = before if before is not None else {"case": (Case, None)}
    return command_of(
        with_facts(rules, run, first, {**(after or {}), "as_json": (Json, False)}), name, help_)


def _example(root: Path, id_: str | None) -> Example | None:
    if id_ is None:
        return None
    from weiquan.cli.examples import read_example

    return read_example(root, id_)


def as_json(data: Any) -> str:
    """Data as readable JSON, Chinese as it is."""
    import json

    return json.dumps(data, ensure_ascii=False, indent=2)


def told_sources(work: Work, *, card: bool = False) -> list[str]:
    """The sources of what is shown, as lines; none without --show-sources."""
    if not work.options["sources"]:
        return []
    from weiquan.cli.common import columns
    from weiquan.core.telling.sourcing import sources_of
    from weiquan.render.sources import source_lines

    return ["", *source_lines(sources_of(work.rules, work.assessment, card=card), columns())]


def statements(work: Work, *, card: bool = False) -> dict[str, Any]:
    """The sources of what is shown, for --json; empty without --show-sources."""
    if not work.options["sources"]:
        return {}
    from weiquan.core.telling.sourcing import sources_of

    return {"statements": [
        {"kind": s.kind, "text": s.text, "source": s.source,
         "as_of": None if s.as_of is None else s.as_of.isoformat(), "confidence": s.confidence}
        for s in sources_of(work.rules, work.assessment, card=card)]}
