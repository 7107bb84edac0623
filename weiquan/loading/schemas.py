"""JSON Schema (2020-12) for every kind of rule file, derived from the rule types and the facts.

Editors complete and check rule files with them; `weiquan rules check` does not need them.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from weiquan.core import model as m
from weiquan.core.model.ruleset import RuleSet
from weiquan.loading.condition_schema import shared_defs
from weiquan.loading.files import FOLDERS, LISTS
from weiquan.loading.plan_schema import PLAN
from weiquan.loading.reader import DERIVED
from weiquan.loading.schema_said import SAID
from weiquan.loading.schema_types import TYPES
from weiquan.loading.schema_words import FIELDS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
KINDS: tuple[str, ...] = (*LISTS, *(kind for kind, _ in FOLDERS.values()), "letter", "plan")
_MODELS: dict[str, Any] = {**LISTS, **dict(FOLDERS.values()), "letter": m.LetterMeta}
_DATE = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_AMOUNT = {"type": ["integer", "string"], "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
# YAML reads an unquoted 12315 as a number; the loader takes it as text, as the author meant it.
_TEXT = {"type": ["string", "integer"]}
# Fields whose text is a name from another part of the rules.
_NAMES = {
    "Length.param": "ParamName", "Theory.law_date": "DateFact", "Deadline.screen_fact": "DateFact",
}


def schemas(rules: RuleSet) -> dict[str, dict[str, Any]]:
    """Every schema by kind, with the facts, conditions and parameters of `rules` in it."""
    shared = shared_defs(rules)
    return {kind: PLAN if kind == "plan" else _schema(kind, shared) for kind in KINDS}


def schema_text(schema: Mapping[str, Any]) -> str:
    """A schema as it stands in rules/schema."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def write_schemas(rules: RuleSet, folder: Path, *, dry_run: bool = False) -> list[Path]:
    """Write every schema to `folder` and return the files that changed, or would."""
    if not dry_run:
        folder.mkdir(exist_ok=True)
    changed = []
    for kind, schema in schemas(rules).items():
        path, text = folder / f"{kind}.schema.json", schema_text(schema)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            if not dry_run:
                path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed


def _schema(kind: str, shared: Mapping[str, Any]) -> dict[str, Any]:
    name = _MODELS[kind].__name__
    defs = _model_defs(_MODELS[kind])
    head: dict[str, Any] = {"$schema": DIALECT, "title": kind}
    if kind in LISTS:
        head |= {
            "type": "object", "additionalProperties": False, "required": [kind],
            "properties": {kind: {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}},
        }
    else:
        head |= {"$ref": f"#/$defs/{name}"}
    return {**head, "$defs": _needed(defs, shared)}


def _model_defs(model: Any) -> dict[str, Any]:
    """The definition of a rule type and of every type inside it, by name."""
    from pydantic import TypeAdapter

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # defaults that are conditions have no JSON form
        raw = TypeAdapter(model).json_schema()
    inner = raw.pop("$defs", {})
    return {name: _object(name, node) for name, node in {model.__name__: raw, **inner}.items()}


def _object(name: str, node: Mapping[str, Any]) -> dict[str, Any]:
    properties = {
        field: _described(name, field, _value(f"{name}.{field}", value))
        for field, value in node["properties"].items() if field not in DERIVED
    }
    out: dict[str, Any] = {"type": "object", "description": TYPES.get(name, name),
                           "additionalProperties": False, "properties": properties}
    required = [field for field in node.get("required", ()) if field not in DERIVED]
    return {**out, "required": required} if required else out


def _described(name: str, field: str, value: dict[str, Any]) -> dict[str, Any]:
    words = FIELDS.get(f"{name}.{field}") or SAID.get(f"{name}.{field}") or FIELDS.get(field)
    return {"description": words, **value} if words else value


def _value(at: str, node: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of one value, without what pydantic adds for its own sake."""
    if at in _NAMES:
        return {"$ref": f"#/$defs/{_NAMES[at]}"}
    if str(node.get("title", "")).startswith("ref:"):
        return {"$ref": f"#/$defs/{node['title'][4:]}"}
    if "anyOf" in node:
        return _either(at, node["anyOf"])
    if "$ref" in node or "enum" in node:
        return {k: node[k] for k in ("$ref", "enum") if k in node}
    match node.get("type"):
        case "array":
            return {"type": "array", "items": _value(f"{at}[]", node["items"])}
        case "object" if "propertyNames" in node:
            return {"type": "object", "propertyNames": {"enum": node["propertyNames"]["enum"]},
                    "additionalProperties": _TEXT}
        case "object":
            return {"type": "object", "propertyNames": {"$ref": "#/$defs/FactName"},
                    "additionalProperties": {"type": ["string", "boolean", "integer"]}}
        case "string":
            return _DATE if node.get("format") == "date" else _TEXT
        case plain:
            return {"type": plain}


def _either(at: str, arms: list[Mapping[str, Any]]) -> dict[str, Any]:
    plain = [arm.get("type") for arm in arms if set(arm) == {"type"}]
    if len(plain) == len(arms) > 2 or "boolean" in plain:
        return {"type": plain}
    if any(arm.get("type") == "number" for arm in arms):
        value: dict[str, Any] = dict(_AMOUNT)
    else:
        value = _value(at, next(arm for arm in arms if arm.get("type") != "null"))
    if not any(arm.get("type") == "null" for arm in arms):
        return value
    if "$ref" in value or "enum" in value:
        return {"anyOf": [value, {"type": "null"}]}
    kinds = value["type"] if isinstance(value["type"], list) else [value["type"]]
    return {**value, "type": [*kinds, "null"]}


def _needed(defs: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    """The definitions of a schema and the shared ones that they lead to."""
    out = dict(defs)
    todo = list(defs.values())
    while todo:
        for name in _refs(todo.pop()):
            if name not in out:
                out[name] = shared[name]
                todo.append(shared[name])
    return out


def _refs(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"].rpartition("/")[2]] if isinstance(node.get("$ref"), str) else []
        return own + [r for v in node.values() for r in _refs(v)]
    return [r for v in node for r in _refs(v)] if isinstance(node, list) else []
