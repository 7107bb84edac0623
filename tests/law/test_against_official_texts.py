"""Every article and number in rules/law, held against the official texts.

The texts are not part of the project. To run this, name their folder (one file per
instrument, see `TEXT_OF`) in the environment variable WEIQUAN_LAW_TEXTS.
"""

from __future__ import annotations

import os
import re
from decimal import Decimal
from pathlib import Path

import pytest
from official_texts import TEXT_OF, articles_of, stands_in

from tests.yaml_files import values_in

LAWS = Path(__file__).parents[2] / "rules" / "law"
WORD = {"工作日": "个工作日", "月": "个月"}
HALF = {"court_fee_half": "court_fee_small"}  # computed: the article says only 减半
QUANTITY = re.compile(
    r"(?<![0-9第.])[0-9]+(?:\.[0-9]+)?(?:个工作日|个月|万元|周岁|小时|日|年|倍|元|次|%|项)")
NOT_QUANTITY = re.compile(r"[0-9]{4}年([0-9]+月[0-9]+日)?|第[0-9至、]+[条款项类]")


@pytest.fixture(scope="module")
def texts():
    folder = os.environ.get("WEIQUAN_LAW_TEXTS")
    if not folder:
        pytest.skip("needs the official texts: set WEIQUAN_LAW_TEXTS to their folder")
    return {law: articles_of((Path(folder) / f"{name}.txt").read_text(encoding="utf-8"))
            for law, name in TEXT_OF.items()}


PENDING = re.compile("(?:尚未终审|尚未审结|正在审理|尚在一审)[^。]*适用本")


@pytest.fixture(scope="module")
def laws():
    read = [values_in(p) for p in sorted(LAWS.glob("*.yaml"))]
    return {law["id"]: law for law in read}


@pytest.fixture(scope="module")
def read_articles(laws, texts):
    return [(f"{law['short']} {a['article']}", a, texts[law["id"]].get(a["article"]))
            for law in laws.values() if law["id"] in texts for a in law.get("articles", [])]


def test_every_instrument_that_claims_a_full_text_has_one(laws, texts):
    claimed = {i for i, law in laws.items() if law["confidence"] == "verified-in-full-text"}
    assert claimed - set(texts) == set()


def test_every_article_exists_in_its_official_text(read_articles):
    assert len(read_articles) > 500
    assert [name for name, _, text in read_articles if text is None] == []


def test_every_listed_number_stands_in_its_article(read_articles):
    listed = [(name, n, text) for name, a, text in read_articles
              for v in a["versions"] if not v.get("repealed") for n in v.get("numbers", [])]
    assert len(listed) > 200
    assert [(name, n) for name, n, text in listed if not stands_in(n, text)] == []


def test_a_gist_names_no_quantity_that_its_article_does_not(read_articles):
    said = [(name, n, text) for name, a, text in read_articles
            for v in a["versions"] if not v.get("repealed")
            for n in QUANTITY.findall(NOT_QUANTITY.sub("", v["gist"]))]
    assert len(said) > 200
    assert [(name, n) for name, n, text in said if not stands_in(n, text)] == []


def test_every_parameter_value_stands_in_the_cited_article(laws, texts):
    by_short = {law["short"]: law["id"] for law in laws.values()}
    values = {p["id"]: p["values"] for law in laws.values() for p in law.get("params", [])}
    params = [p for law in laws.values() for p in law.get("params", [])]
    wrong = []
    for param in params:
        for value in param["values"]:
            short, article = value["cite"].split()
            text = texts[by_short[short]][article]
            if not _says(param, value, values, text):
                wrong.append((param["id"], value["value"], value["cite"]))
    assert len(params) > 80
    assert wrong == []


def test_an_instrument_that_covers_pending_cases_is_chosen_by_the_day_of_filing(laws, texts):
    covers = {i for i, articles in texts.items() if PENDING.search("".join(articles.values()))}
    assert len(covers) > 5
    assert {i for i in covers if laws[i].get("applies") != "filing"} == set()


def _says(param, value, values, text):
    if value["value"] is None:
        return "同时废止" in text
    number = Decimal(str(value["value"]))
    if param["id"] in HALF:
        return "减半" in text and number * 2 == values[HALF[param["id"]]][0]["value"]
    if param["unit"] == "比例":
        return stands_in(f"{number * 100:f}".removesuffix(".0") + "%", text)
    if param["unit"] == "元" and number >= 10000 and stands_in(f"{number // 10000}万元", text):
        return True
    return stands_in(f"{number}{WORD.get(param['unit'], param['unit'])}", text)


@pytest.mark.parametrize(("number", "article", "stands"), [
    ("7日", "应当在七日内", True),
    ("7日", "应当在十七日内", False),
    ("7日", "应当在17日内", False),
    ("15个工作日", "十五个工作日内", True),
    ("2个月", "两个月内审结", True),
    ("20%", "百分之二十", True),
    ("1倍以上10倍以下", "一倍以上十倍以下的罚款", True),
    ("100万元以上200万元以下", "一百万元以上二百万元以下", True),
    ("2项", "\n（一）甲；\n（二）乙", True),
    ("3项", "\n（一）甲；\n（二）乙", False),
])
def test_numbers_are_found_in_digits_and_in_words(number, article, stands):
    assert stands_in(number, article) is stands
