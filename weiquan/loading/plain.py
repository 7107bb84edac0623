"""Rule objects as JSON and back: what the cache holds is data, and makes nothing but rule types.

A text is many lines of JSON: one for each thing of which a case needs few, made into objects when
it is first asked for, and last what every case needs: once with the places in the files, for who
explains rules, and once without. An object is a mapping with its type under the empty name, and
without what is as its type says.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from weiquan.core import model as m
from weiquan.core.language import condition as c
from weiquan.core.language import formula as f
from weiquan.core.language.likeness import Weights
from weiquan.core.language.reading import Citation
from weiquan.core.model.ruleset import RuleSet

V = TypeVar("V")
# A case needs one platform, a dozen laws and a dozen theories of these.
_APART = ("theories", "excuses", "laws", "platforms", "precedents", "deadlines", "preflight",
          "letters", "forms", "happened", "speech", "asked", "situations")
# Of what people say only what is learned from it is kept.
_LEARNED = frozenset({"sayings", "answers"})
_WHOLE = tuple(x.name for x in dataclasses.fields(RuleSet)
               if x.name not in _APART and x.name not in _LEARNED)
# What only letters need of them, in lines of their own.
_FOR_LETTERS = {"theories": "reasons", "excuses": "tells"}
_FOR_THE_READER = frozenset({"at"})  # findings alone need it, and a copy has none
_TYPE = ""
_PLACE = "place"
_MAKES: tuple[Any, ...] = (
    c.Compare, c.Known, c.Is, c.Not, c.All, c.AnyOf, c.Gap, c.ParamRef, f.FactAmount,
    f.ParamAmount, f.ValueAmount, f.ItemsAmount, f.Combine, Citation,
    *(getattr(m, name) for name in m.__all__))
_CLASSES: dict[str, Any] = {x.__name__: x for x in _MAKES if isinstance(x, type)}


class _Fact(m.Fact):
    """A fact of a copy: a case looks at the choices of a few."""

    @cached_property
    def choices(self) -> tuple[m.Choice, ...]:
        return tuple(self.__dict__["_choices"][self.id])


_Fact.__name__ = m.Fact.__name__   # findings and the copy go by it
_CLASSES["Fact"] = _Fact


class Lines(Mapping[str, V]):
    """Rule objects by id, in the order of the files, each made when it is first asked for."""

    def __init__(self, text: bytes, places: Mapping[str, tuple[int, int]]) -> None:
        self._text = text
        self._places = places
        self._made: dict[str, V] = {}

    def __getitem__(self, key: str) -> V:
        found = self._made.get(key)
        if found is None:
            start, end = self._places[key]
            found = self._made[key] = _read(self._text[start:end])
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def packed(rules: RuleSet) -> bytes:
    """The rules as a text for `unpacked`."""
    lines: list[bytes] = []
    places: dict[str, dict[str, tuple[int, int]]] = {}
    end = 0
    apart: dict[str, Mapping[str, Any]] = {
        name: getattr(rules, name) for name in (*_APART, "params", "reasons", "rebuttals")}
    apart["choices"] = {fact.id: fact.choices for fact in rules.facts}
    apart["names"] = {"answer_ids": tuple(sorted(rules.answer_ids)),
                      "long_labels": rules.long_labels}
    apart["likeness"], apart["said"] = rules.likeness, rules.said
    for name, things in apart.items():
        table = places[name] = {}
        for key, rule in things.items():
            lines.append(_written(rule, _FOR_LETTERS.get(name, "")))
            table[key] = end, end + len(lines[-1])
            end = table[key][1] + 1
    whole = {name: getattr(rules, name) for name in _WHOLE}
    whole["facts"] = tuple(dataclasses.replace(f, choices=()) for f in rules.facts)
    head = {"whole": whole, "places": places, "aliases": rules.aliases, "raised": rules.raised,
            "settling": tuple(f.id for f in rules.settling),
            "with_stories": tuple(f.id for f in rules.with_stories)}
    return b"\n".join([*lines, _written(head), _json(_unplaced(_plain(head)))])


def unpacked(text: bytes, *, placed: bool = False) -> RuleSet:
    """The rules of a text; ValueError, TypeError or LookupError when it is something else.

    `placed`: they know where they stand.
    """
    end = text.rindex(b"\n")
    head = _read(text[text.rindex(b"\n", 0, end) + 1:end] if placed else text[end + 1:])
    apart: dict[str, Any] = {name: Lines(text, head["places"][name]) for name in _APART}
    params: Lines[m.Param] = Lines(text, head["places"]["params"])
    whole: dict[str, Any] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in head["whole"].items()}
    choices: Lines[list[m.Choice]] = Lines(text, head["places"]["choices"])
    for fact in whole["facts"]:
        fact.__dict__["_choices"] = choices
    rules = RuleSet(**whole, **apart)
    reasons: Lines[list[m.Reason]] = Lines(text, head["places"]["reasons"])
    rebuttals: Lines[list[m.Rebuttal]] = Lines(text, head["places"]["rebuttals"])
    names: Lines[list[str]] = Lines(text, head["places"]["names"])
    likeness: Lines[Weights] = Lines(text, head["places"]["likeness"])
    said: Lines[dict[str, list[str]]] = Lines(text, head["places"]["said"])
    rules.remember(params, head["aliases"], head["raised"], reasons, rebuttals, names,
                   (likeness, said))
    rules.settling, rules.with_stories = (
        tuple(rules.specs[x] for x in head[name]) for name in ("settling", "with_stories"))
    return rules


def _written(thing: Any, without: str = "") -> bytes:
    """The line of a thing, without one of its fields."""
    plain = _plain(thing)
    if without:
        plain.pop(without, None)
    return _json(plain)


def _json(plain: Any) -> bytes:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def _unplaced(plain: Any) -> Any:
    """The same without the places of rule objects."""
    if isinstance(plain, list):
        return [_unplaced(x) for x in plain]
    if not isinstance(plain, dict):
        return plain
    return {k: _unplaced(v) for k, v in plain.items() if not (k == _PLACE and _TYPE in plain)}


def _plain(thing: Any) -> Any:
    if thing is None or isinstance(thing, str | int):
        return thing
    if isinstance(thing, tuple):
        return [_plain(x) for x in thing]
    if isinstance(thing, Mapping):
        return {k: _plain(v) for k, v in thing.items()}
    if isinstance(thing, date | Decimal):
        return {_TYPE: type(thing).__name__, "is": str(thing)}
    cls = type(thing)
    return {_TYPE: cls.__name__, **{
        k: _plain(v) for k, v in vars(thing).items()
        if k not in _FOR_THE_READER and not (hasattr(cls, k) and getattr(cls, k) == v)}}


def _read(line: bytes) -> Any:
    return _DECODER.raw_decode(line.decode())[0]


def _made(found: dict[str, Any]) -> Any:
    name = found.pop(_TYPE, None)
    if name is None:
        return found
    if name in _SIMPLE:
        return _SIMPLE[name](found["is"])
    for key, value in found.items():
        if type(value) is list:
            found[key] = tuple(value)
    made: Any = object.__new__(_CLASSES[name])
    made.__dict__ = found  # what is not in it is as its class says
    return made


_DECODER = json.JSONDecoder(object_hook=_made)
_SIMPLE: dict[str, Any] = {"date": date.fromisoformat, "Decimal": Decimal}
