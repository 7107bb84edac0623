"""What every file under rules/law must be, whatever the law says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tests.yaml_files import values_in

LAWS = Path(__file__).parents[2] / "rules" / "law"
MODELINE = "# yaml-language-server: $schema=../schema/law.schema.json\n"
CITABLE = re.compile(r"[0-9]+(\.[0-9]+)?|[一二三四五六七八九十]+")


@pytest.fixture(scope="module")
def laws():
    read = {p.stem: values_in(p) for p in LAWS.glob("*.yaml")}
    assert len(read) > 60
    return read


def articles(laws):
    return [(law, a) for law in laws.values() for a in law.get("articles", [])]


def params(laws):
    return [(law, p) for law in laws.values() for p in law.get("params", [])]


def article_in_force(laws, cite, day):
    """The version of a cited article that holds on `day`, or None."""
    short, number = cite.split()
    law = next(law for law in laws.values() if law["short"] == short)
    [article] = [a for a in law["articles"] if a["article"] == number]
    held = [v for v in article["versions"] if v["start"] <= day]
    return held[-1] if held and day <= law.get("end", date.max) else None


def test_the_id_is_the_file_name_and_the_first_line_names_the_schema(laws):
    assert {name: law["id"] for name, law in laws.items()} == {name: name for name in laws}
    assert all(p.read_text(encoding="utf-8").startswith(MODELINE) for p in LAWS.glob("*.yaml"))


def test_short_names_are_unique_and_can_be_cited(laws):
    shorts = [law["short"] for law in laws.values()]
    assert len(set(shorts)) == len(shorts)
    assert all(re.fullmatch(r"\S+", short) for short in shorts)


def test_parameter_ids_are_unique_over_all_files(laws):
    ids = [p["id"] for _, p in params(laws)]
    assert len(ids) > 80
    assert len(set(ids)) == len(ids)


def test_articles_appear_once_and_are_written_as_they_are_cited(laws):
    for law in laws.values():
        numbers = [a["article"] for a in law.get("articles", [])]
        assert len(set(numbers)) == len(numbers), law["id"]
        assert [n for n in numbers if not CITABLE.fullmatch(n)] == [], law["id"]


def test_dates_run_forward(laws):
    for law, article in articles(laws):
        starts = [v["start"] for v in article["versions"]]
        assert starts == sorted(set(starts)), (law["id"], article["article"])
        assert law["start"] <= starts[0], (law["id"], article["article"])
    for law, param in params(laws):
        starts = [v["start"] for v in param["values"]]
        assert starts == sorted(set(starts)), (law["id"], param["id"])
    assert all(law["start"] < law["end"] for law in laws.values() if "end" in law)


def test_only_a_repealed_instrument_says_what_replaced_it(laws):
    ended = {i for i, law in laws.items() if "end" in law}
    replaced = {i: law["replaced_by"] for i, law in laws.items() if "replaced_by" in law}
    assert set(replaced) <= ended
    assert set(replaced.values()) <= {law["short"] for law in laws.values()}
    # The later text of the others was not read; their status says so.
    assert all("没有读到" in laws[i]["status"] for i in ended - set(replaced))


def test_gists_are_our_own_words_not_quotations(laws):
    versions = [v for _, a in articles(laws) for v in a["versions"]]
    assert all(v["gist"].strip() for v in versions)
    assert [v["gist"] for v in versions if re.search("[“”‘’\"「」]", v["gist"])] == []


def test_an_instrument_known_from_memory_only_has_nothing_to_cite(laws):
    memory = [law for law in laws.values() if law["confidence"] == "unverified"]
    assert memory
    assert [law["id"] for law in memory if law.get("articles") or law.get("params")] == []


def test_document_numbers_known_from_memory_are_left_out(laws):
    assert [i for i, law in laws.items() if "凭记忆" in law.get("doc_no", "")] == []


def test_a_parameter_cites_an_article_in_force_on_the_day_it_starts(laws):
    assert [(p["id"], v["cite"]) for _, p in params(laws) for v in p["values"]
            if article_in_force(laws, v["cite"], v["start"]) is None] == []


def test_the_mediation_period_changed_its_unit_on_one_day(laws):
    by_id = {p["id"]: p for _, p in params(laws)}
    old, new = by_id["complaint_mediate_workdays"], by_id["complaint_mediate_days"]
    assert (old["unit"], old["values"][0]["value"]) == ("工作日", 45)
    assert (new["unit"], new["values"][0]["value"]) == ("日", 60)
    assert old["values"][1]["value"] is None
    assert old["values"][1]["start"] == new["values"][0]["start"] == date(2026, 4, 15)
