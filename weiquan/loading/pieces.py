"""The rules as one index and many pieces: a start unpickles only what its case needs."""

from __future__ import annotations

import importlib
import io
import pickle
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from weiquan.core.model.ruleset import RuleSet

V = TypeVar("V")
# A case needs one platform and a dozen laws of these; the rest is always needed.
_APART = ("excuses", "laws", "platforms", "precedents")
_WHOLE = ("facts", "rungs", "happened", "wishes", "derived", "theories", "conditions",
          "steps", "warnings", "deadlines", "evidence",
          "channels", "letters", "forms", "calendar", "digest")
_ALLOWED = {("datetime", "date"), ("decimal", "Decimal"), ("builtins", "tuple")}
_OURS = {"weiquan.core.language.condition", "weiquan.core.language.formula",
         "weiquan.core.language.reading",
         "weiquan.core.model.ruleset",
         *(f"weiquan.core.model.{part}" for part in (
             "facts", "law", "ladder", "points", "theories", "precedents", "places", "letters"))}


class _OnlyRules(pickle.Unpickler):
    """Refuses every class that is not a rule type."""

    def find_class(self, module: str, name: str) -> Any:
        if module in _OURS or (module, name) in _ALLOWED:
            found = getattr(importlib.import_module(module), name, None)
            if isinstance(found, type) and (found.__module__, found.__name__) == (module, name):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is not a rule type")


class Pieces(Mapping[str, V]):
    """Rule objects by id, in the order of the files, each unpickled when it is first asked for."""

    def __init__(self, body: bytes, places: Mapping[str, tuple[int, int]]) -> None:
        self._body = body
        self._places = places
        self._open: dict[str, V] = {}

    def __getitem__(self, key: str) -> V:
        found = self._open.get(key)
        if found is None:
            start, end = self._places[key]
            found = _OnlyRules(io.BytesIO(self._body[start:end])).load()
            self._open[key] = found
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def packed(rules: RuleSet) -> bytes:
    """The rules as bytes for `unpacked`."""
    pieces = io.BytesIO()
    tables: dict[str, dict[str, tuple[int, int]]] = {}
    for name in _APART:
        table = tables[name] = {}
        for key, rule in getattr(rules, name).items():
            start = pieces.tell()
            pieces.write(pickle.dumps(rule, protocol=5))
            table[key] = start, pieces.tell()
    whole = {name: getattr(rules, name) for name in _WHOLE}
    index = (whole, tables, rules.params, rules.aliases)
    return pickle.dumps(index, protocol=5) + pieces.getvalue()


def unpacked(body: bytes) -> RuleSet:
    """The rules from `packed`; whatever unpickling raises when it is something else."""
    stream = io.BytesIO(body)
    whole, tables, params, aliases = _OnlyRules(stream).load()
    rest = body[stream.tell():]
    apart: dict[str, Any] = {name: Pieces(rest, tables[name]) for name in _APART}
    rules = RuleSet(**whole, **apart)
    rules.remember(params, aliases)
    return rules
