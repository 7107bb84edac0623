"""What the shell offers after Tab: names of cases, letters, facts and events."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import typer  # noqa: TC002  typer reads the annotations at run time

from weiquan.cli.words import EVERY, STATES
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


def complete_explained(incomplete: str) -> Offer:
    """What can be explained: facts, steps, theories, letters …; a path stays with the shell."""
    from weiquan.core.model.walking import items_of
    from weiquan.core.telling.explain import ids

    if "/" in incomplete or "." in incomplete:
        return []
    rules = _rules()
    found = dict.fromkeys((i for i in ids(rules) if i.startswith(incomplete)), "")
    for item in items_of(rules):
        id_ = str(getattr(item.obj, "id", ""))
        if found.get(id_) == "":
            found[id_] = next((text for field in ("short", "title", "name", "label")
                               if (text := getattr(item.obj, field, ""))), "")
    return list(found.items())


def complete_letter_list(incomplete: str) -> Offer:
    """Several letters in one word: what is written stays, the last one is completed."""
    ready, last = _last_of(incomplete)
    every = [(EVERY, "")] if not ready and EVERY.startswith(last) else []
    return every + [(ready + m.id, m.name) for m in _rules().letters.values()
                    if m.id.startswith(last) and m.id not in ready.replace("、", ",").split(",")]


def complete_formats(incomplete: str) -> Offer:
    """The formats of letters, one after the other."""
    from weiquan.render.formats import FORMATS

    ready, last = _last_of(incomplete)
    return [(ready + f, "") for f in FORMATS
            if f.startswith(last) and f not in ready.replace("、", ",").split(",")]


def complete_sentence(incomplete: str) -> Offer:
    """For the number of a sentence: all of them."""
    return [("all", "每一句")] if "all".startswith(incomplete) else []


def complete_laws(incomplete: str) -> Offer:
    """The short names of the laws."""
    return [(x.short, x.name) for x in _rules().laws.values() if x.short.startswith(incomplete)]


def complete_platforms(incomplete: str) -> Offer:
    """The platforms by name, id and what else they are called."""
    return [(name, p.name) for p in _rules().platforms.values()
            for name in dict.fromkeys((p.id, p.label, p.name, *p.aliases))
            if name.startswith(incomplete)]


def complete_examples(incomplete: str) -> Offer:
    """The bundled examples."""
    from weiquan.cli.examples import names_under
    from weiquan.paths import data_root

    return [(n, "") for n in names_under(data_root()) if n.startswith(incomplete)]


def complete_states(incomplete: str) -> Offer:
    """The states of a case."""
    return [(name, id_) for id_, name in STATES.items()
            if name.startswith(incomplete) or id_.startswith(incomplete)]


def complete_tables(incomplete: str) -> Offer:
    """What `rules table` prints: a kind of rule, or one theory, platform, channel or law."""
    from weiquan.loading.table import kinds_of

    rules = _rules()
    one = [(x.id, x.name) for pool in (rules.theories, rules.platforms, rules.channels, rules.laws)
           for x in pool.values()]
    every = [*((kind, "") for kind in kinds_of(rules, date.min)), *one]
    return [(i, name) for i, name in every if i.startswith(incomplete)]


def complete_schemas(incomplete: str) -> Offer:
    """The kinds of rule files that have a schema."""
    from weiquan.loading.schemas import KINDS

    return [(k, "") for k in KINDS if k.startswith(incomplete)]


def complete_skeletons(incomplete: str) -> Offer:
    """What `rules new` can begin."""
    from weiquan.loading.skeletons import KINDS

    return [(k, "") for k in KINDS if k.startswith(incomplete)]


def _last_of(incomplete: str) -> tuple[str, str]:
    """A list that is being typed: what is complete, and the beginning of the last."""
    at = max(incomplete.rfind(mark) for mark in ",，、") + 1
    return incomplete[:at], incomplete[at:]


def _rules() -> RuleSet:
    from weiquan.cli.common import place_of, rules_at

    return rules_at(place_of(None, None, trust=False))
