"""weiquan explain for letters: a written file, one that was changed, one sentence."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from tests.cli.conftest import AS_OF, FACTS, MORE, TOLD, flags, sets
from tests.cli.test_case_commands import make
from weiquan.cli.common import place_of, rules_at
from weiquan.cli.session import CaseSession
from weiquan.cli.writing import write_letters
from weiquan.paths import data_root
from weiquan.store.folder import open_case, save_case
from weiquan.store.home import find_case

AT = ("--as-of", AS_OF)
NOW = datetime.fromisoformat(AS_OF)
WORDS = "页面写含绒量九十，收到的一捏就扁，退回去十二天没有退款。"


@pytest.fixture
def written(tmp_path):
    """The folder of a case whose letters were written, by the name of each file."""
    home = tmp_path / "案卷"
    make(home, {**TOLD, "problem": WORDS})
    rules = rules_at(place_of(None, None, trust=False))
    with open_case(find_case(home, "1")) as case:
        paths, failed, found = write_letters(
            data_root(), CaseSession(rules, case, lambda: NOW),
            ["merchant_demand", "complaint_12315"])
        save_case(case)
        assert failed == []
        assert found == []
    return {p.name: p for p in paths}


def test_a_letter_as_it_was_written_says_where_each_sentence_is_from(weiquan, written):
    assert len(written) >= 5
    for name, path in written.items():
        if path.suffix == ".html":  # the page for the phone is no letter
            assert weiquan("explain", path, *AT).code == 6
            continue
        got = weiquan("explain", path, *AT)
        assert got.code == 0, got.err
        assert "写好以后没有改过" in got.err, name
        if "短文本" not in name:  # the chat's firm tone gives the reason instead
            assert f"问题经过：{WORDS}" in got.out.replace("\n     ", ""), name
        assert "法条：" in got.out
        assert "实付金额：599.00 元" in got.out


def test_moved_elsewhere_in_the_case_it_is_still_known(weiquan, written):
    path = written["01-催告函.docx"]
    old = path.parent / "旧"
    old.mkdir()
    got = weiquan("explain", path.rename(old / "从前的.docx"), *AT)
    assert got.code == 0
    assert "没有改过" in got.err


def test_what_was_changed_by_hand_is_told(weiquan, written):
    path = written["01-催告函.txt"]
    path.write_text(path.read_text(encoding="utf-8").replace("599元", "5990元")
                    + "\n　　不退就要赔五千。\n", encoding="utf-8")
    got = weiquan("explain", path, "--json", *AT)
    assert got.code == 0, got.err
    data = json.loads(got.out)
    assert any("5990元" in text for text in data["changed"])
    assert "不退就要赔五千。" in data["changed"]
    assert not any("599元" in s["text"] and "退还" in s["text"] for s in data["sentences"])
    assert all(s["sources"] for s in data["sentences"])
    got = weiquan("explain", path, *AT)
    assert "写好以后改过" in got.err
    assert "改过或者加上的，没有出处" in got.out


def test_a_word_file_changed_by_hand_is_read_too(weiquan, written):
    from docx import Document

    path = written["02-12315 投诉书.docx"] if "02-12315 投诉书.docx" in written else next(
        p for n, p in written.items() if n.startswith("02-") and n.endswith(".docx"))
    document = Document(str(path))
    document.add_paragraph("另外请赔我路费。")
    document.save(str(path))
    got = weiquan("explain", path, *AT)
    assert got.code == 0, got.err
    assert "另外请赔我路费。" in got.out
    assert "1 处是改过或者加上的，0 句不在了" in got.err


def test_a_file_of_which_nothing_is_kept_is_matched_with_the_case_that_is_named(weiquan, tmp_path):
    case = (*flags(FACTS), *sets(MORE), *AT)
    for fmt in ("txt", "md", "docx"):
        assert weiquan("letter", "merchant_demand", *case, "-f", fmt, "-o", f"a.{fmt}").code == 0
        got = weiquan("explain", f"a.{fmt}", *AT)
        assert got.code == 4
        assert "--case" in got.err
        got = weiquan("explain", f"a.{fmt}", "--json", *case)
        assert got.code == 0, got.err
        data = json.loads(got.out)
        assert data["letter"] == "merchant_demand"
        assert data["changed"] == [], fmt


def test_one_sentence_of_a_letter(weiquan):
    case = (*flags(FACTS), *sets(MORE), *AT)
    got = weiquan("explain", "merchant_demand", "1", *case)
    assert got.code == 0, got.err
    assert got.out.startswith("1. 要求")
    assert "\n2. " not in got.out
    assert "2. " in weiquan("explain", "merchant_demand", "all", *case).out
    got = weiquan("explain", "merchant_demand", "400", *case)
    assert got.code == 2
    assert "没有第「400」句" in got.err
    assert weiquan("explain", "no_such_letter", "1", *case).code == 2


def test_a_file_that_is_not_there_or_not_text_is_said_so(weiquan, tmp_path):
    got = weiquan("explain", "没有.txt", *AT)
    assert got.code == 2
    assert "读不了" in got.err
    (tmp_path / "坏.docx").write_bytes(b"no zip")
    got = weiquan("explain", "坏.docx", *flags(FACTS), *AT)
    assert got.code == 6
    assert "不是能读的 docx" in got.err
    (tmp_path / "坏.txt").write_bytes(b"\xff\xfe\xb0")
    assert weiquan("explain", "坏.txt", *flags(FACTS), *AT).code == 6


def test_a_damaged_record_is_as_none(weiquan, written):
    path = written["01-催告函.txt"]
    for damaged in ("[]", "{", '{"schema": 1, "letters": {"a": 3}}', '{"schema": 99}'):
        (path.parents[1] / "出处.json").write_text(damaged, encoding="utf-8")
        got = weiquan("explain", path, *AT)
        assert got.code == 0, damaged
        assert "没有存下出处" in got.err


def test_a_question_that_hangs_on_a_list_of_sums_is_explained_too(weiquan):
    got = weiquan("explain", "price_difference", "--example", *AT)
    assert got.code == 0, got.err
    assert "另外的损失" in got.out
