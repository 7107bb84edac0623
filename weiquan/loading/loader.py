"""rules/ and templates/ on disk to a RuleSet, with every problem in them at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from weiquan.core import model as m
from weiquan.core.language import condition as c
from weiquan.core.model.ruleset import RuleSet
from weiquan.errors import Problem, RulesInvalid
from weiquan.loading.examples import example_problems
from weiquan.loading.files import FOLDERS, LISTS, layout_problems, list_files, modeline
from weiquan.loading.linking import Vocabulary, Where, link
from weiquan.loading.lint import lint, stale
from weiquan.loading.reader import read_as
from weiquan.loading.templates import Templates, read_templates
from weiquan.loading.yaml_source import Loc, Source, read_source


@dataclass
class Read:
    """What was read, before linking: rule objects with the file and path of each.

    `broken` names the lists and folders of which a part could not be read: what they would have
    declared is not reported as missing elsewhere.
    """

    lists: dict[str, list[Any]] = field(default_factory=lambda: {k: [] for k in LISTS})
    folders: dict[str, list[Any]] = field(default_factory=lambda: {k: [] for k in FOLDERS})
    where: Where = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def tops(self) -> list[Any]:
        """Every rule object that stands by itself."""
        return [o for pool in (*self.lists.values(), *self.folders.values()) for o in pool]


def load_rules(root: Path) -> RuleSet:
    """The RuleSet of `root`/rules and `root`/templates; raises RulesInvalid with all findings."""
    rules, problems = check_rules(root / "rules", root / "templates")
    errors = [p for p in problems if p.level == "error"]
    if rules is None or errors:
        raise RulesInvalid(errors)
    return rules


def check_rules(rules_dir: Path, templates_dir: Path, today: date | None = None,
                deep_at: datetime | None = None) -> tuple[RuleSet | None, list[Problem]]:
    """The RuleSet (None when a part of it could not be read) and every finding, sorted.

    Warnings are included; those about facts that were checked long ago only with `today`, those
    that take seconds of trying only with `deep_at` and where there are no errors.
    """
    with _no_collection():
        rules, found, where = _check(rules_dir, templates_dir, today)
    if deep_at is not None and rules is not None and not any(p.level == "error" for p in found):
        from weiquan.loading.deep import deep

        found = sorted({*found, *deep(rules, where, deep_at)})
    return rules, found


def read_checked(rules_dir: Path,
                 templates_dir: Path) -> tuple[RuleSet | None, list[Problem], Where]:
    """The RuleSet, what keeps it from being read, and where every rule object stands."""
    with _no_collection():
        rules, read, _ = _read(rules_dir, templates_dir)
    return None if read.broken else rules, sorted(set(read.problems)), read.where


@contextmanager
def _no_collection() -> Iterator[None]:
    """Pauses the collector: a third of the time went into looking through live data."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _check(rules_dir: Path, templates_dir: Path,
           today: date | None) -> tuple[RuleSet | None, list[Problem], Where]:
    rules, read, templates = _read(rules_dir, templates_dir)
    found = list(read.problems)
    found += lint(rules, read.where, [*read.tops(), *_metas(templates)], frozenset(read.broken))
    found += example_problems(rules_dir, rules, facts_known="facts" not in read.broken)
    if today is not None:
        found += stale(rules, read.where, today)
    return None if read.broken else rules, sorted(set(found)), read.where


def _read(rules_dir: Path, templates_dir: Path) -> tuple[RuleSet, Read, Templates]:
    """What the files hold, linked; nothing that lies between rules is looked at yet."""
    read = _read_all(rules_dir)
    read.problems += layout_problems(rules_dir, templates_dir)
    facts = [f.id for f in read.lists["facts"]]
    templates = read_templates(templates_dir, facts, facts_known="facts" not in read.broken)
    read.problems += templates.problems
    _note_broken(read, templates)
    read.problems += _link_all(read, templates).found
    return _assemble(read, templates), read, templates


def _metas(templates: Templates) -> list[m.LetterMeta]:
    return [meta for meta, _ in (*templates.letters, *templates.forms)]


def _read_all(rules_dir: Path) -> Read:
    read = Read()
    for stem in LISTS:
        for name in list_files(rules_dir, stem):
            _read_list(read, rules_dir, stem, name)
    for folder, (_, kind) in FOLDERS.items():
        for path in sorted((rules_dir / folder).glob("*.yaml")):
            source = _source(read, rules_dir, f"{folder}/{path.name}")
            if source.data is not None:
                _keep(read, read.folders[folder], read_as(kind, source.data, source), source, ())
            _finish(read, source, folder)
        if not read.folders[folder] and not (rules_dir / folder).is_dir():
            read.broken.add(folder)
    return read


def _read_list(read: Read, rules_dir: Path, stem: str, name: str) -> None:
    source = _source(read, rules_dir, name)
    raw = source.data.get(stem) if isinstance(source.data, dict) else None
    if source.data is None:
        read.broken.add(stem)
        return
    if not isinstance(raw, list) or set(source.data) != {stem}:
        text = f"这个文件须只有一项「{stem}」，下面是列表"
        source.problems.append(source.problem((), "S007", text))
    for i, item in enumerate(raw if isinstance(raw, list) else []):
        rule = read_as(LISTS[stem], item, source, (stem, i))
        _keep(read, read.lists[stem], rule, source, (stem, i))
    _finish(read, source, stem)


def _source(read: Read, rules_dir: Path, name: str) -> Source:
    path, shown = rules_dir / name, f"rules/{name}"
    if not path.exists():
        if rules_dir.is_dir():
            read.problems.append(Problem(shown, 1, 1, "Y000", "缺少这个文件"))
        return Source(shown)
    source = read_source(path, shown)
    read.problems += source.problems
    if source.data is None:
        read.broken.add(name.partition("/")[0].removesuffix(".yaml"))
    elif source.first != modeline(name):
        text = f"第一行须写 {modeline(name)}"
        read.problems.append(Problem(shown, 1, 1, "W203", text, "warning"))
    source.problems.clear()
    return source


def _keep(read: Read, pool: list[Any], obj: Any, source: Source, loc: Loc) -> None:
    if obj is not None:
        pool.append(obj)
        read.where[id(obj)] = (source, loc)


def _finish(read: Read, source: Source, part: str) -> None:
    read.problems += source.problems
    if source.problems:
        read.broken.add(part)


def _note_broken(read: Read, templates: Templates) -> None:
    for folder in ("letters", "forms"):
        prefix = f"templates/{folder}/"
        if any(p.path.startswith(prefix) and p.code[0] in "SY" for p in templates.problems) \
                or any(p.path == prefix.rstrip("/") for p in read.problems):
            read.broken.add(folder)
    if any(p.path.startswith("templates") and p.level == "error" for p in templates.problems):
        read.broken.add("templates")
    for meta, source in (*templates.letters, *templates.forms):
        read.where[id(meta)] = (source, ())


def _link_all(read: Read, templates: Templates) -> Vocabulary:
    """Give every rule its place and every comparison its typed value."""
    specs = {f.id: replace(f, choices=_choices(f, read)) for f in read.lists["facts"]}
    open_choices = frozenset(f.id for f in specs.values() if f.choices_from in read.broken)
    words = Vocabulary(specs, "facts" not in read.broken, open_choices, read.where)
    for top in [*read.tops(), *_metas(templates)]:
        link(top, *read.where[id(top)], words)
    for platform in read.folders["platforms"]:
        mine = c.Compare("platform", "eq", platform.id)
        for item in (*platform.steps, *platform.warnings, *platform.clocks):
            object.__setattr__(item, "when", _and(mine, item.when))
    for fact in read.lists["facts"]:  # once more: the conditions of choices are typed now
        if fact.choices_from:
            object.__setattr__(fact, "choices", _choices(fact, read))
    return words


def _and(first: c.Condition, second: c.Condition) -> c.Condition:
    return c.All((first, *second.items)) if isinstance(second, c.All) else c.All((first, second))


SITUATION = "situation"      # the fact that says which one it is


def _choices(fact: m.Fact, read: Read) -> tuple[m.Choice, ...]:
    """The choices of a fact, taken from the files that `choices_from` names."""
    match fact.choices_from:
        case "platforms":
            things = sorted(read.folders["platforms"], key=lambda x: (x.order, x.id))
            return tuple(m.Choice(id=x.id, label=x.label, cues=x.cues) for x in things)
        case "happened" | "wishes" as stem:
            return tuple(m.Choice(id=x.id, label=x.label, hint=x.hint, cues=x.cues,
                                  heard=getattr(x, "heard", ""),
                                  when=getattr(x, "offered_when", c.ALWAYS))
                         for x in read.lists[stem])
        case "situations":
            return tuple(m.Choice(id=x.id, label=x.line, when=_of_its_labels(x),
                                  settles=x.settles) for x in read.lists["situations"])
        case "points":
            return tuple(m.Choice(id=key, label=text, when=c.Compare(SITUATION, "eq", x.id))
                         for x in read.lists["situations"] for key, text in x.ticks.items())
        case "theories":
            things = sorted(read.folders["theories"], key=lambda x: (x.order, x.id))
            return tuple(m.Choice(id=x.id, label=x.name) for x in things)
        case "excuses":
            return tuple(m.Choice(id=x.id, label=x.name, story=x.story, cues=x.cues, when=x.when)
                         for x in read.folders["excuses"])
        case "evidence":
            return tuple(m.Choice(id=x.id, label=x.title, when=x.when)
                         for x in read.lists["evidence"])
        case _:
            return fact.choices


def _of_its_labels(x: m.Situation) -> c.Condition:
    return _and(c.Compare("happened", "has_any", x.happened), x.when)


def _assemble(read: Read, templates: Templates) -> RuleSet:
    def by_id(pool: list[Any]) -> dict[str, Any]:
        return {x.id: x for x in pool}

    def ordered(folder: str) -> dict[str, Any]:
        return by_id(sorted(read.folders[folder], key=lambda x: (x.order, x.id)))

    return RuleSet(
        facts=tuple(read.lists["facts"]),
        rungs=tuple(read.lists["rungs"]),
        conditions=by_id(read.lists["conditions"]),
        happened=by_id(read.lists["happened"]),
        sayings=tuple(read.lists["sayings"]),
        answers=tuple(read.lists["answers"]),
        situations=by_id(read.lists["situations"]),
        wishes=by_id(read.lists["wishes"]),
        speech=by_id(read.lists["speech"]),
        events=by_id(read.lists["events"]),
        derived=tuple(read.lists["derived"]),
        sums=tuple(read.lists["sums"]),
        clashes=tuple(read.lists["clashes"]),
        terms=tuple(read.lists["terms"]),
        followups=tuple(read.lists["followups"]),
        accounts=tuple(read.lists["accounts"]),
        asked=by_id(read.lists["asked"]),
        steps=tuple(read.lists["steps"]),
        warnings=tuple(read.lists["warnings"]),
        deadlines=by_id(read.lists["deadlines"]),
        evidence=by_id(read.lists["evidence"]),
        preflight=by_id(read.lists["preflight"]),
        excuses=by_id(read.folders["excuses"]),
        laws={law.short: law for law in read.folders["law"]},
        platforms=ordered("platforms"),
        theories=ordered("theories"),
        channels=ordered("channels"),
        precedents=by_id(read.folders["precedents"]),
        letters=by_id([meta for meta, _ in templates.letters]),
        forms=by_id([meta for meta, _ in templates.forms]),
        calendar=tuple(sorted(read.folders["calendar"], key=lambda y: y.year)),
    )
