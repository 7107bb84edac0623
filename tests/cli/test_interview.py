"""The wizard on real rules: the same answers as flags, nothing lost, back and edit."""

from __future__ import annotations

import io
import json
import random
import re
import sys
from datetime import datetime
from pathlib import Path

import pytest

from tests.cli.conftest import AS_OF, FACTS, MORE, flags, sets
from tests.cli.interview import files_of, interview, typed_facts
from tests.explore import walk
from weiquan.cli.session import CaseSession
from weiquan.core.case.answers import dump_value
from weiquan.errors import CaseError
from weiquan.store.folder import create_case, open_case, read_case

NOW = datetime.fromisoformat(AS_OF)
LETTERS = ["merchant_demand", "complaint_12315"]


@pytest.fixture
def case(tmp_path):
    with create_case(tmp_path / "案卷", NOW) as made:
        yield made


def test_wizard_flags_and_file_write_the_same_bytes(rules, case, weiquan, tmp_path):
    facts = typed_facts(rules, {**FACTS, **MORE, "scope": "online"}, NOW)
    interview(rules, case, facts, NOW, LETTERS)
    written = {n.split("-", 1)[1]: b for n, b in files_of(case.folder / "文书").items()}
    said = {k: a.value for k, a in read_case(case.folder).facts.items()}
    (tmp_path / "案情.json").write_text(json.dumps(said), encoding="utf-8")
    plain = {k: v for k, v in said.items() if k in FACTS}
    rest = {k: "不清楚" if isinstance(v, dict) else "、".join(v) or "都没有"
            if isinstance(v, list) else str(v) for k, v in said.items() if k not in FACTS}
    ways = {
        "case": ("--dir", tmp_path / "案卷", "--case", case.name),
        "file": ("--facts", tmp_path / "案情.json"),
        "flags": (*flags(plain), *sets(rest)),
    }
    for way, args in ways.items():
        (tmp_path / way).mkdir()
        for fmt in ("docx", "txt"):
            got = weiquan("letter", *LETTERS, *args, "--as-of", AS_OF, "-f", fmt,
                          "-o", tmp_path / way)
            assert got.code == 0, got.err
        alone = {n.split("-", 1)[1]: b for n, b in files_of(tmp_path / way).items()}
        assert len(alone) == 4, sorted(alone)
        assert alone.items() <= written.items(), way


def test_every_answer_is_on_disk_before_the_next_question(rules, case):
    facts = typed_facts(rules, {**FACTS, **MORE, "scope": "online"}, NOW)
    seen = []

    def look(fact_id):
        stored = json.loads((case.folder / "case.json").read_text(encoding="utf-8"))["facts"]
        seen.append((fact_id, len(stored)))

    interview(rules, case, facts, NOW, typed=look)
    assert [n for _, n in seen] == list(range(len(seen)))
    assert len(seen) > 10


def quitting_at(stop, asked):
    return lambda fact_id: "q" if fact_id == stop else asked.append(fact_id)


def test_a_stopped_interview_goes_on_where_it_stopped(rules, tmp_path):
    from weiquan.wizard.prompter import Stopped

    facts = typed_facts(rules, {**FACTS, **MORE, "scope": "online"}, NOW)
    with create_case(tmp_path / "a", NOW) as whole:
        interview(rules, whole, facts, NOW, LETTERS)
        expected = files_of(whole.folder / "文书")
    with create_case(tmp_path / "b", NOW) as parts:
        folder = parts.folder
        asked = []
        for stop in ("paid", "merchant_response"):
            with pytest.raises(Stopped):
                interview(rules, parts, facts, NOW, typed=quitting_at(stop, asked))
        folder = parts.folder
    with open_case(folder) as parts:
        interview(rules, parts, facts, NOW, LETTERS, typed=asked.append)
        assert files_of(parts.folder / "文书") == expected
    assert len(asked) == len(set(asked))


def test_going_back_keeps_later_answers(rules, case):
    facts = typed_facts(rules, {**FACTS, **MORE, "scope": "online"}, NOW)
    backs = iter(["<"])

    def once(fact_id):
        return next(backs, None) if fact_id == "ordered_on" else None

    _, screen = interview(rules, case, facts, NOW, typed=once)
    assert "现在的答案：599.00 元" in screen
    stored = {k: a.value for k, a in read_case(case.folder).facts.items()}
    for k, v in facts.items():
        if k in stored:
            assert stored[k] == dump_value(rules.specs[k], v)


def test_changing_an_answer_and_changing_it_back_changes_nothing(rules, case):
    facts = typed_facts(rules, {**FACTS, **MORE, "scope": "online"}, NOW)
    interview(rules, case, facts, NOW)
    session = CaseSession(rules, case, lambda: NOW)
    before = session.facts()
    session.answer("dispute", "counterfeit")
    assert session.current() is not None
    session.answer("dispute", "returned_not_refunded")
    assert session.current() is None
    assert session.facts() == before


def test_exhibit_numbers_stay_when_evidence_comes_later(rules, case):
    facts = typed_facts(rules, {**FACTS, **MORE, "scope": "online"}, NOW)
    interview(rules, case, facts, NOW, LETTERS)
    first = (case.folder / "文书" / "01-催告函.txt").read_text(encoding="utf-8")
    session = CaseSession(rules, case, lambda: NOW)
    session.answer("evidence_have", ("order_page", "return_waybill", "chat"))
    later = typed_facts(rules, {**FACTS, **MORE, "scope": "online",
                                "evidence_have": "order_page、chat、return_waybill"}, NOW)
    interview(rules, case, later, NOW, LETTERS)
    second = (case.folder / "文书" / "01-催告函-2.txt").read_text(encoding="utf-8")
    for text in (first, second):
        assert re.search(r"证据1\s+订单详情", text)
        assert re.search(r"证据2\s+退货", text)
    assert re.search(r"证据3\s+", second)


@pytest.mark.parametrize("seed", range(8))
def test_random_answers_through_real_prompts_give_the_facts_back(rules, tmp_path, seed):
    facts, _ = walk(rules, random.Random(500 + seed))
    with create_case(tmp_path / str(seed), NOW) as made:
        person, screen = interview(rules, made, facts, NOW)
        assert CaseSession(rules, made, lambda: NOW).facts() == facts
        assert sorted(person.asked) == sorted(facts)
        assert "Traceback" not in screen


def test_a_case_of_a_newer_program_is_left_alone(rules, case, weiquan, tmp_path):
    path = case.folder / "case.json"
    text = path.read_text(encoding="utf-8")
    name, folder = case.name, case.folder
    case.close()
    data = json.loads(text)
    key = next(k for k in data if "schema" in k or k == "version")
    data[key] = 99
    path.write_text(json.dumps(data), encoding="utf-8")
    before = files_of(folder)
    got = weiquan("plan", name, "--dir", tmp_path / "案卷")
    assert got.code == 4
    assert "升级" in got.err
    assert files_of(folder) == before


def test_a_new_case_has_the_folder_that_its_readme_speaks_of(weiquan, tmp_path, monkeypatch):
    class Terminal(io.TextIOWrapper):
        def isatty(self):
            return True

    for name in ("stdin", "stdout"):
        monkeypatch.setattr(sys, name, Terminal(io.BytesIO(), encoding="utf-8"))
    monkeypatch.setenv("TERM", "dumb")
    assert weiquan("start", "--dir", tmp_path / "案卷").code == 130
    [folder] = (tmp_path / "案卷").iterdir()
    assert "证据/" in (folder / "说明.txt").read_text(encoding="utf-8")
    assert (folder / "证据").is_dir()


def test_two_programs_on_one_case(rules, case):
    with pytest.raises(CaseError, match="另一个窗口"):
        open_case(Path(case.folder))


def test_a_full_disk_stops_with_the_case_intact(rules, case, monkeypatch):
    import errno
    import os

    session = CaseSession(rules, case, lambda: NOW)
    session.answer("scope", "online")
    before = files_of(case.folder)

    def full(*_args, **_kw):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CaseError) as caught:
        session.answer("platform", "douyin")
    monkeypatch.undo()
    assert "空间" in caught.value.message or "满" in caught.value.message
    assert {k: v for k, v in files_of(case.folder).items() if k == "case.json"} \
        == {k: v for k, v in before.items() if k == "case.json"}
