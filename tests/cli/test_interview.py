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

from tests.cli.conftest import AS_OF, FACTS, TOLD, flags, sets
from tests.cli.interview import files_of, interview, typed_facts
from tests.explore import walk
from weiquan.cli.session import CaseSession
from weiquan.core.asking.interview import MOST
from weiquan.core.case.answers import dump_value
from weiquan.core.language.condition import Special
from weiquan.errors import BadValue, CaseError
from weiquan.store.folder import create_case, open_case, read_case

NOW = datetime.fromisoformat(AS_OF)
LETTERS = ["merchant_demand", "complaint_12315"]


@pytest.fixture
def case(tmp_path):
    with create_case(tmp_path / "案卷", NOW) as made:
        yield made


def test_wizard_flags_and_file_write_the_same_bytes(rules, case, weiquan, tmp_path):
    facts = typed_facts(rules, TOLD, NOW)
    interview(rules, case, facts, NOW, LETTERS)
    written = {n.split("-", 1)[1]: b for n, b in files_of(case.folder / "文书").items()}
    said = {k: a.value for k, a in read_case(case.folder).facts.items()}
    (tmp_path / "案情.json").write_text(json.dumps(said), encoding="utf-8")
    plain = {k: v for k, v in said.items() if k in FACTS}
    rest = {k: as_typed(v) for k, v in said.items() if k not in FACTS}
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


def as_typed(value):
    """A stored value as --set takes it."""
    if isinstance(value, dict):
        return "不清楚" if "unsure" in value else "没有"
    return "、".join(value) or "都没有" if isinstance(value, list) else str(value)


def test_every_answer_is_on_disk_before_the_next_question(rules, case):
    facts = typed_facts(rules, TOLD, NOW)
    seen = []

    def look(fact_id):
        stored = json.loads((case.folder / "case.json").read_text(encoding="utf-8"))["facts"]
        if not seen or seen[-1][0] != fact_id:  # what happened is chosen in two steps
            seen.append((fact_id, len(stored)))

    interview(rules, case, facts, NOW, typed=look)
    assert [n for _, n in seen] == list(range(len(seen)))
    assert len(seen) > 10


def quitting_at(stop, asked):
    return lambda fact_id: "q" if fact_id == stop else asked.append(fact_id)


def test_a_stopped_interview_goes_on_where_it_stopped(rules, tmp_path):
    from weiquan.wizard.prompter import Stopped

    facts = typed_facts(rules, TOLD, NOW)
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
    asked.remove("happened")  # chosen in two steps
    assert len(asked) == len(set(asked))


def test_going_back_keeps_later_answers(rules, case):
    facts = typed_facts(rules, TOLD, NOW)
    backs = iter(["<"])

    def once(fact_id):
        return next(backs, None) if fact_id == "return_signed_on" else None

    _, screen = interview(rules, case, facts, NOW, typed=once)
    assert "现在的答案：" in screen
    assert "没有改动：" in screen
    stored = {k: a.value for k, a in read_case(case.folder).facts.items()}
    for k, v in facts.items():
        if k in stored:
            assert stored[k] == dump_value(rules.specs[k], v)


def test_changing_an_answer_and_changing_it_back_changes_nothing(rules, case):
    facts = typed_facts(rules, TOLD, NOW)
    interview(rules, case, facts, NOW)
    session = CaseSession(rules, case, lambda: NOW)
    before = session.facts()
    session.answer("refund_status", "rejected")
    assert session.facts() != before
    session.answer("refund_status", "return_signed")
    assert session.facts() == before


def test_what_was_told_at_once_does_not_use_up_the_questions_nor_after_a_stop(rules, case):
    told = typed_facts(rules, TOLD, NOW)
    CaseSession(rules, case, lambda: NOW).adopt(told, {})
    again = CaseSession(rules, case, lambda: NOW)
    first = again.current()
    assert first is not None
    assert "再问第 1 题" in again.counted(len(told) + 1)
    asked = 0
    while (question := again.current()) is not None:
        assert question.fact_id not in told
        again.unsure(question.fact_id)
        asked += 1
    assert len(told) + asked > MOST >= asked


def test_exhibit_numbers_stay_when_evidence_comes_later(rules, case):
    facts = typed_facts(rules, TOLD, NOW)
    interview(rules, case, facts, NOW, ["evidence_list"])
    name = "01-证据目录.txt"
    first = (case.folder / "文书" / name).read_text(encoding="utf-8")
    session = CaseSession(rules, case, lambda: NOW)
    session.answer("evidence_have", ("order_page", "return_waybill", "chat"))
    later = typed_facts(rules, {**TOLD, "evidence_have": "order_page、chat、return_waybill"}, NOW)
    interview(rules, case, later, NOW, ["evidence_list"])
    second = (case.folder / "文书" / name).read_text(encoding="utf-8")
    assert (case.folder / "文书" / "旧" / name).read_text(encoding="utf-8") == first
    for text in (first, second):
        assert re.search(r"(证据)?1[.、 　]*订单详情", text)
        assert re.search(r"(证据)?2[.、 　]*退货", text)
    assert re.search(r"(证据)?3[.、 　]*", second)


@pytest.mark.parametrize("seed", range(8))
def test_random_answers_through_real_prompts_give_the_facts_back(rules, tmp_path, seed):
    rng = random.Random(500 + seed)
    some = rng.sample(list(rules.happened), 1 + seed % 3)
    # The screen offers only reasons near the case; a random one may not be among them.
    fixed = {"happened": tuple(x for x in rules.happened if x in some), "losses": (),
             "excuse": Special.UNSURE}
    facts = walk(rules, rng, fixed=fixed).facts
    with create_case(tmp_path / str(seed), NOW) as made:
        person, screen = interview(rules, made, facts, NOW)
        expected = {f: person.facts.get(f, Special.UNSURE) for f in person.asked}
        assert CaseSession(rules, made, lambda: NOW).facts() == expected
        assert len(expected) == len(person.asked)
        assert len(set(expected) & set(facts)) > len(facts) // 2
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


class Terminal(io.TextIOWrapper):
    """A stream that passes for a terminal."""

    def isatty(self):
        return True


@pytest.fixture
def typing(monkeypatch):
    """Answer the plain wizard with these lines; then the input ends."""
    def run(*lines):
        text = "".join(f"{x}\n" for x in lines).encode()
        monkeypatch.setattr(sys, "stdin", Terminal(io.BytesIO(text), encoding="utf-8"))
        monkeypatch.setattr(sys, "stdout", Terminal(io.BytesIO(), encoding="utf-8"))
        monkeypatch.setenv("TERM", "dumb")

    return run


def test_there_is_no_folder_before_the_first_answer(weiquan, tmp_path, typing):
    typing()
    got = weiquan("start", "--dir", tmp_path / "案卷")
    assert got.code == 130
    assert "没有新建案件" in got.err
    assert not (tmp_path / "案卷").exists()


def test_a_new_case_has_the_folder_that_its_readme_speaks_of(weiquan, tmp_path, typing):
    typing("", "4", "2")
    assert weiquan("start", "--dir", tmp_path / "案卷", "--as-of", AS_OF).code == 130
    [folder] = (tmp_path / "案卷").iterdir()
    text = (folder / "说明.txt").read_text(encoding="utf-8")
    assert "证据/" in text
    assert (folder / "证据").is_dir()
    for name in ("先做什么.txt", "依据.txt", "证据清单.txt"):
        assert name in text
        assert (folder / name).is_file()


@pytest.mark.parametrize("end", ["q", ""])
def test_who_stops_has_on_disk_what_can_be_said_so_far(weiquan, tmp_path, typing, end):
    typing("", "4", "2", *filter(None, [end]))
    got = weiquan("start", "--dir", tmp_path / "案卷", "--as-of", AS_OF)
    assert got.code == 130
    [folder] = (tmp_path / "案卷").iterdir()
    card = (folder / "先做什么.txt").read_text(encoding="utf-8")
    assert "先做一件" in card or "先做两件" in card
    assert "resume 1" in got.err
    assert str(folder) in "".join(got.err.split())


def test_what_somebody_wrote_into_our_files_stays(rules, case):
    facts = typed_facts(rules, TOLD, NOW)
    interview(rules, case, facts, NOW, [])
    note = case.folder / "先做什么.txt"
    mine = note.read_text(encoding="utf-8") + "自己记的：明天打电话\n"
    note.write_text(mine, encoding="utf-8")
    session = CaseSession(rules, case, lambda: NOW)
    session.answer("merchant_response", "refused")
    interview(rules, case, {**facts, "merchant_response": "refused"}, NOW, [])
    assert note.read_text(encoding="utf-8") == mine
    assert (case.folder / "先做什么-2.txt").is_file()


def test_a_letter_written_again_unchanged_stays_one_file(rules, case):
    facts = typed_facts(rules, TOLD, NOW)
    interview(rules, case, facts, NOW, LETTERS)
    before = files_of(case.folder / "文书")
    interview(rules, case, facts, NOW.replace(hour=23, minute=9), LETTERS)
    assert files_of(case.folder / "文书") == before


def test_letters_lie_in_every_kept_format_and_beside_them_the_page_for_the_phone(rules, case):
    facts = typed_facts(rules, TOLD, NOW)
    interview(rules, case, facts, NOW, LETTERS)
    names = {n.rpartition("/")[2] for n in files_of(case.folder / "文书")}
    whole = {n.rpartition(".")[0] for n in names if "短文本" not in n}
    assert whole
    assert {f"{stem}.{fmt}" for stem in whole for fmt in ("docx", "pdf", "txt")} <= names
    page = case.folder / "手机复制页.html"
    text = page.read_text(encoding="utf-8")
    assert "复制" in text
    page.write_text(text + "自己写的", encoding="utf-8")
    interview(rules, case, facts, NOW.replace(hour=23, minute=9), LETTERS)
    assert page.read_text(encoding="utf-8").endswith("自己写的")


def test_without_typst_the_other_formats_are_in_the_case(rules, case, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    _, screen = interview(rules, case, typed_facts(rules, TOLD, NOW), NOW, LETTERS)
    assert screen.count("没有装好写 pdf 的组件") == 1
    assert {n.rpartition(".")[2] for n in files_of(case.folder / "文书")} == {"docx", "txt"}


def test_one_bad_letter_keeps_no_other_from_being_written(rules, case, monkeypatch):
    from weiquan.cli import writing
    from weiquan.errors import RulesInvalid

    real = writing.drafts

    def broken(root, rules_, facts_, result, kinds, *rest):
        if kinds == ["merchant_demand"]:
            raise RulesInvalid((), "模板写坏了。")
        return real(root, rules_, facts_, result, kinds, *rest)

    monkeypatch.setattr(writing, "drafts", broken)
    _, screen = interview(rules, case, typed_facts(rules, TOLD, NOW), NOW, LETTERS)
    assert "没有写成：" in screen
    assert "模板写坏了" in screen
    assert [n for n in files_of(case.folder / "文书") if "投诉书" in n]
    assert (case.folder / "先做什么.txt").is_file()


def test_letters_are_not_written_through_a_link(rules, case, tmp_path):
    (tmp_path / "别处").mkdir()
    (case.folder / "文书").symlink_to(tmp_path / "别处", target_is_directory=True)
    _, screen = interview(rules, case, typed_facts(rules, TOLD, NOW), NOW, LETTERS)
    assert "是一个链接" in "".join(screen.split())
    assert not list((tmp_path / "别处").iterdir())


def test_a_vague_day_and_sum_are_taken_and_marked_and_the_sum_left_open_in_letters(rules, case):
    session = CaseSession(rules, case, lambda: NOW)
    assert session.answer("ordered_on", "11月初") == \
        "2026年11月初（写的是“11月初”，知道哪一天再改）"
    assert session.answer("paid", "三百多").startswith("大约 300.00 元")
    with pytest.raises(BadValue):   # a sum that somebody else paid is no answer
        session.answer("paid", "保险公司直接付给修理厂的，我没掏，换件这部分7459元")
    assert set(session.facts()) - set(session.facts(exact=True)) == {"paid"}
    assert session.answer("paid", "312.5") == "312.50 元"
    assert "paid" in session.facts(exact=True)
    again = CaseSession(rules, read_case(case.folder), lambda: NOW)
    shown = {a.fact_id: a.shown for a in again.answers()}
    assert "写的是“11月初”" in shown["ordered_on"]


def test_a_day_that_has_not_come_is_asked_about_instead_of_moved_to_last_year(rules, case):
    from weiquan.wizard.session import Doubt

    session = CaseSession(rules, case, lambda: NOW)
    with pytest.raises(Doubt) as doubt:
        session.answer("ordered_on", "12月5日")
    assert "2025年12月5日" in doubt.value.message
    assert session.answer("ordered_on", doubt.value.instead) == "2025年12月5日（周五）"


def test_there_is_none_and_i_do_not_know_are_different_answers(rules, case):
    session = CaseSession(rules, case, lambda: NOW)
    assert session.answer("page_deadline", "没有") == "没有"
    session.unsure("applied_on")
    assert session.facts()["page_deadline"] is Special.NOT_APPLICABLE
    assert session.facts()["applied_on"] is Special.UNSURE
    stored = read_case(case.folder).facts
    assert (stored["page_deadline"].value, stored["applied_on"].value) == (
        {"none": True}, {"unsure": True})


def test_two_programs_on_one_case(rules, case):
    with pytest.raises(CaseError, match="另一个窗口"):
        open_case(Path(case.folder))


def test_a_full_disk_stops_with_the_case_intact(rules, case, monkeypatch):
    import errno
    import os

    session = CaseSession(rules, case, lambda: NOW)
    session.answer("paid", "299")
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


def test_not_yet_is_an_answer_where_a_day_is_asked_for(rules, case):
    session = CaseSession(rules, case, lambda: NOW)
    for typed in ("还没收到", "一直没到货呢", "没有收到", "未签收"):
        case.facts.pop("received", None)
        assert session.answer("received_on", typed) == "还没有，先放着"
        assert session.facts()["received"] is False
        assert session.facts()["received_on"] is Special.UNSURE
    with pytest.raises(BadValue):
        session.answer("received_on", "没过多久就到了，大概八点")
