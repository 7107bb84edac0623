"""What the shell offers after Tab: names of cases, letters, facts and events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer  # noqa: TC002  typer reads the annotations at run time

from weiquan.errors import WeiquanError

if TYPE_CHECKING:
    from weiquan.core.model.ruleset import RuleSet

Offer = list[tuple[str, str]]


def complete_cases(ctx: typer.Context, incomplete: str) -> Offer:
    """The names of the cases, the one used last first, with what each is about."""
    from weiquan.cli.homes import home_folder
    from weiquan.store.home import list_cases
    from weiquan.store.trouble import shown

    try:
        cases = list_cases(home_folder(ctx.params.get("home_dir")))
    except WeiquanError:
        return []
    return [(c.name, " ".join(filter(None, (shown(c.product), shown(c.paid)))))
            for c in cases if c.name.startswith(incomplete) and c.name.isprintable()]


def complete_letters(incomplete: str) -> Offer:
    """The ids of the letters, with their names."""
    return [(m.id, m.name) for m in _rules().letters.values()
            if m.id.startswith(incomplete.replace("-", "_"))]


def complete_events(incomplete: str) -> Offer:
    """What can be logged."""
    return [(e.label, e.id) for e in _rules().events.values()
            if e.label.startswith(incomplete) or e.id.startswith(incomplete)]


def complete_sets(incomplete: str) -> Offer:
    """For --set: a fact with its equals sign, then what can stand behind it."""
    specs = _rules().specs
    id_, equals, value = incomplete.partition("=")
    if equals and id_ in specs:
        spec = specs[id_]
        choices = [(c.id, c.label) for c in spec.choices]
        if spec.type == "bool":
            choices = [("是", ""), ("否", "")]
        return [(f"{id_}={i}", label) for i, label in choices if i.startswith(value)]
    return [(f"{f.id}=", f.short) for f in specs.values() if f.id.startswith(id_)]


def complete_facts(incomplete: str) -> Offer:
    """The ids of the facts, with their names."""
    return [(f.id, f.short) for f in _rules().facts if f.id.startswith(incomplete)]


def _rules() -> RuleSet:
    from weiquan.cli.common import place_of, rules_at

    return rules_at(place_of(None, None, trust=False))
