"""The committed schemas are fresh, and say yes and no where the loader does."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from tests.daily import todays
from weiquan.loading.files import FOLDERS, LISTS, modeline
from weiquan.loading.loader import check_rules
from weiquan.loading.schema_types import TYPES
from weiquan.loading.schema_words import FIELDS
from weiquan.loading.schemas import KINDS, schema_text, schemas, write_schemas
from weiquan.loading.templates import split_front_matter
from weiquan.loading.yaml_source import read_source, read_text_source

ROOT = Path(__file__).parents[2]
COMMITTED = ROOT / "rules" / "schema"
FILES = sorted(p for p in (ROOT / "rules").rglob("*.yaml")
               if p.parent.name not in {"examples", "skeletons"})


def kind_of(path):
    """The kind of a rule file: of a list, of a part of one in a folder, or of one thing."""
    if path.parent == ROOT / "rules":
        return path.stem
    return path.parent.name if path.parent.name in LISTS else FOLDERS[path.parent.name][0]


@pytest.fixture(scope="session")
def made(rules):
    return schemas(rules)


@pytest.fixture(scope="session")
def checks(made):
    return {kind: jsonschema.Draft202012Validator(schema) for kind, schema in made.items()}


def test_there_is_one_committed_schema_for_every_kind():
    assert sorted(p.name for p in COMMITTED.iterdir()) == sorted(
        f"{kind}.schema.json" for kind in KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_committed_schema_is_what_the_rules_give(kind, made):
    path = COMMITTED / f"{kind}.schema.json"
    fresh = path.read_text(encoding="utf-8") == schema_text(made[kind])
    assert fresh, "run weiquan rules schema --write"


def test_every_schema_is_valid_itself_and_refers_to_what_it_holds(made):
    # A definition stands in many of them: each text of one is looked at once.
    parts = {}
    for schema in made.values():
        text = json.dumps(schema)
        for part in text.split('"#/$defs/')[1:]:
            assert part.partition('"')[0] in schema["$defs"]
        own = {k: v for k, v in schema.items() if k != "$defs"}
        parts |= {json.dumps(x): x for x in (own, *schema.get("$defs", {}).values())}
    for part in parts.values():
        jsonschema.Draft202012Validator.check_schema(part)


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.nightly)])
def test_every_rule_file_fits_its_schema(checks, every):
    assert len(FILES) > 100
    wrong = []
    for path in todays(FILES, every):
        data = read_source(path, path.name).data
        wrong += [f"{path.name}: {list(e.absolute_path)} {e.message[:200]}"
                  for e in checks[kind_of(path)].iter_errors(data)]
    assert wrong == []


def test_every_template_fits_the_schema_of_its_front_matter(checks):
    paths = [*(ROOT / "templates" / "letters").iterdir(), *(ROOT / "templates" / "forms").iterdir()]
    assert len(paths) > 10
    for path in paths:
        head, _, _ = split_front_matter(path.read_text(encoding="utf-8"))
        checks["letter"].validate(read_text_source(head, path.name).data)


def test_every_rule_file_names_its_schema_in_the_first_line():
    named = [(p, p.read_text(encoding="utf-8").split("\n")[0]) for p in FILES]
    wrong = [p.name for p, line in named
             if line != modeline(p.relative_to(ROOT / "rules").as_posix())]
    assert wrong == []
    for path, line in named[:3]:
        assert (path.parent / line.partition("$schema=")[2]).is_file()


def test_the_schemas_speak_chinese_about_every_type(made):
    models = {name for schema in made.values() for name in schema.get("$defs", {})
              if name[0].isupper()}
    words = {"Condition", "Formula", "Citation", "Basis", "FactName", "DateFact", "Named",
             "ParamName", "ParamOperand", "DateTest", "DatetimeTest", "IntTest", "MoneyTest"}
    assert models - words == set(TYPES)
    for name in FIELDS:
        owner, _, field = name.rpartition(".")
        held = [s["$defs"][owner]["properties"] for s in made.values()
                if owner in s.get("$defs", {})]
        assert not owner or any(field in properties for properties in held), name


CONDITIONS = [
    ({"received": True}, True),
    ({"received": "是"}, False),
    ({"recieved": True}, False),
    ({"paid": {"ge": 500}}, True),
    ({"paid": {"ge": "299.50"}}, True),
    ({"paid": {"ge": 299.5}}, False),
    ({"paid": {"within_days": 7}}, False),
    ({"refund_status": "rejected"}, True),
    ({"refund_status": "reject"}, False),
    ({"refund_status": {"in": ["rejected"]}}, True),
    ({"refund_status": {"in": []}}, False),
    ({"evidence_have": {"has_any": ["chat"]}}, True),
    ({"evidence_have": "chat"}, False),
    ({"received_on": {"within_days": {"param": "no_reason_return_days"}}}, True),
    ({"received_on": {"within_days": {"param": "no_such_days"}}}, False),
    ({"received_on": {"from": "2026-11-20"}}, True),
    ({"received_on": {"from": "昨天"}}, False),
    ({"received_on": {"within_days_of": {"of": "ordered_on", "days": 7}}}, True),
    ({"received_on": {"within_days_of": {"of": "paid", "days": 7}}}, False),
    ({"product": "耳机"}, False),
    ({"known": "product"}, True),
    ({"is": "money_back"}, True),
    ({"is": "no_such_condition"}, False),
    ({"all": [{"received": True}, {"not": {"is": "money_back"}}]}, True),
    ({"all": []}, False),
    ({"received": True, "paid": 5}, False),
]


@pytest.mark.parametrize(("condition", "fits"), CONDITIONS)
def test_the_schema_of_conditions_says_what_the_loader_says(condition, fits, made):
    rule = {"warnings": [{"id": "x", "level": "care", "text": "小心。", "when": condition}]}
    assert jsonschema.Draft202012Validator(made["warnings"]).is_valid(rule) == fits


@pytest.mark.parametrize(("amount", "fits"), [
    ({"fact": "paid"}, True),
    ({"facts": "paid"}, False),
    ({"times": [{"fact": "paid"}, {"param": "fraud_multiple"}]}, True),
    ({"times": [{"fact": "paid"}]}, False),
    ({"value": "50.00"}, True),
    ({"value": 50.5}, False),
    ({"items": "losses"}, True),
    ({"items": {"of": "losses", "kinds": ["test"]}}, True),
    ({"items": "paid"}, False),
    ({"over": [{"fact": "paid"}, {"value": 2}]}, True),
])
def test_the_schema_of_formulas_says_what_the_loader_says(amount, fits, made):
    schema = {"$ref": "#/$defs/Formula", "$defs": made["theory"]["$defs"]}
    assert jsonschema.Draft202012Validator(schema).is_valid(amount) == fits


def test_writing_twice_changes_nothing_the_second_time(tiny, tmp_path):
    rules, _ = check_rules(tiny.root / "rules", tiny.root / "templates")
    assert len(write_schemas(rules, tmp_path / "schema")) == len(KINDS)
    assert write_schemas(rules, tmp_path / "schema") == []


def test_derived_fields_are_in_no_schema(made):
    for schema in made.values():
        for name, part in schema.get("$defs", {}).items():
            if name in TYPES:
                assert not {"place", "needs", "uses"} & set(part["properties"])


def test_the_schema_of_a_plan_fits_real_plans(made, rules):
    from datetime import datetime

    from weiquan.core.case.answers import load_value
    from weiquan.core.judging.assess import assess
    from weiquan.core.telling.contract import plan_json

    examples = sorted((ROOT / "rules" / "examples").glob("*.yaml"))
    assert examples
    for path in examples:
        data = read_source(path, path.name).data
        now = datetime.fromisoformat(data["as_of"])
        facts = {k: load_value(rules.specs[k], v, now) for k, v in data["facts"].items()}
        plan = json.loads(json.dumps(plan_json(rules, facts, assess(rules, facts, now))))
        jsonschema.Draft202012Validator(made["plan"]).validate(plan)


def test_the_schema_of_a_plan_says_no_to_a_plan_with_a_number_for_money(made, rules):
    good = {"id": "x", "name": "x", "kind": "main", "chosen": True, "status": "held",
            "strength": "firm", "amount": "299.00", "formula": "", "basis": []}
    schema = {"$ref": "#/properties/claims/items", **{
        k: made["plan"][k] for k in ("$defs", "properties")}}
    check = jsonschema.Draft202012Validator(schema)
    assert check.is_valid(good)
    assert not check.is_valid({**good, "amount": 299.0})
    assert not check.is_valid({**good, "status": "maybe"})
    assert not check.is_valid({k: v for k, v in good.items() if k != "basis"})
