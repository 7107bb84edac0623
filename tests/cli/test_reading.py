"""plan, checklist, letter and explain: the same answers give the same result, however given."""

from __future__ import annotations

import io
import json
import re
import sys

import pytest

from tests.cli.conftest import AS_OF, FACTS, MORE, flags, sets

AT = ("--as-of", AS_OF)


def test_flags_sets_and_files_give_the_same_plan(weiquan, tmp_path, monkeypatch):
    by_flags = weiquan("plan", *flags(FACTS), *sets(MORE), *AT, "--json")
    assert by_flags.code == 0, by_flags.err
    by_sets = weiquan("plan", *sets({**FACTS, **MORE}), *AT, "--json")
    (tmp_path / "案情.yaml").write_text(
        "".join(f'{k}: "{v}"\n' for k, v in {**FACTS, **MORE}.items()), encoding="utf-8")
    by_yaml = weiquan("plan", "--facts", "案情.yaml", *AT, "--json")
    (tmp_path / "案情.json").write_text(
        json.dumps({**FACTS, **MORE}, ensure_ascii=False), encoding="utf-8")
    by_json = weiquan("plan", "--facts", "案情.json", *AT, "--json")
    text = json.dumps({**FACTS, **MORE}, ensure_ascii=False).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text), encoding="utf-8"))
    by_stdin = weiquan("plan", "--facts", "-", *AT, "--json")
    assert by_flags.out == by_sets.out == by_yaml.out == by_json.out == by_stdin.out


def test_a_flag_beats_set_and_set_beats_the_file(weiquan, tmp_path):
    (tmp_path / "f.yaml").write_text("paid: 100\n", encoding="utf-8")
    rest = {k: v for k, v in {**FACTS, **MORE}.items() if k not in {"paid", "loss"}}
    for more, total in ((("--paid", "300", "--set", "paid=200"), "300.00"),
                        (("--set", "paid=200"), "200.00"), ((), "100.00")):
        got = weiquan("plan", "--facts", "f.yaml", *sets(rest), *more, *AT, "--json")
        assert json.loads(got.out)["total"] == total, got.err


def test_the_plan_begins_with_the_card(weiquan):
    got = weiquan("plan", *flags(FACTS), *sets(MORE), *AT)
    now = weiquan("now", *flags(FACTS), *sets(MORE), *AT)
    assert got.out.splitlines()[0] == now.out.splitlines()[0]
    head, *rest = now.out.splitlines()
    assert "抖音" in head
    assert any(re.match("(今晚|接下来)先做[一两]件", line) for line in rest)


def test_a_plan_needs_the_story_or_what_happened_and_nothing_else(weiquan):
    nothing = weiquan("plan", *AT)
    assert (nothing.code, nothing.out) == (5, "")
    assert "--story" in nothing.err
    assert "happened=" in nothing.err
    for words in (("--dispute", "returned_not_refunded"), ("--set", "happened=mismatch"),
                  ("--platform", "抖音")):
        got = weiquan("plan", *words, *AT)
        assert got.code == 0, got.err
        assert "先做" in got.out



@pytest.mark.parametrize(("argv", "code", "said"), [
    (("plan", "--platform", "抖阴"), 2, "抖音"),
    (("plan", "--dispute", "returned_not_refund"), 2, "returned_not_refunded"),
    (("plan", "--set", "payed=3"), 2, "paid"),
    (("plan", "--set", "paid"), 2, "--set 名称=值"),
    (("plan", "--piad", "3"), 2, "--paid"),
    (("plna",), 2, "plan"),
    (("plan", "--facts", "没有.yaml"), 2, "没有文件"),
    (("plan", "--as-of", "2026-13-01"), 2, "--as-of"),
    (("plan", "没有这个案件"), 4, "没有案件"),
    (("letter", "complaint"), 2, "--list"),
    (("letter", "complaint_12135", "--set", "x=1"), 2, "x"),
    (("letter",), 2, "--list"),
    (("explain", "apply_interventoin"), 2, "apply_intervention"),
    (("explain",), 2, "--help"),
    (("plan", "--rules", "x"), 2, "--trust"),
    (("law", "消发"), 2, "消法"),
    (("law", "消法", "999"), 2, "999"),
    (("platform", "抖因"), 2, "抖音"),
])
def test_what_is_wrong_is_said_once_in_chinese(weiquan, argv, code, said):
    got = weiquan(*argv)
    assert got.code == code, got.err
    assert said in got.err
    assert got.out == ""
    assert "Traceback" not in got.err
    assert "您" not in got.err
    assert "！" not in got.err


@pytest.mark.parametrize(("fact", "value", "said"), [
    ("ordered_on", "2026-13-02", "月份"),
    ("ordered_on", "2026-02-30", "2026-02-30"),
    ("received_on", "2026-12-25", "还没到"),
    ("received_on", "2026-10-01", "早于"),
    ("paid", "0", "实付金额"),
    ("paid", "-5", "实付金额"),
    ("paid", "1e9", "实付金额"),
    ("paid", "99999999999", "实付金额"),
    ("paid", "299.999", "实付金额"),
    ("paid", "三百", "实付金额"),
    ("product", "长" * 5000, "商品"),
    ("product", "", "商品"),
])
def test_a_bad_value_is_one_sentence_that_names_the_fact(weiquan, fact, value, said):
    got = weiquan("plan", *flags({**FACTS, fact: value}), *AT)
    assert got.code == 2, got.out[:200]
    assert said in got.err
    assert len(got.err.strip().split("\n")) == 1, got.err


@pytest.mark.parametrize("text", [
    "{{ 7*7 }}", "{% raw %}", "<b>粗</b>", "=cmd|' /C calc'!A0", "[bold red]红[/我们]",
    "\x1b[31m红\x1b[0m", "张三\n# 伪造标题", "䶮🎉", "../../etc/passwd", "a|b|c", "`rm -rf`",
])
def test_user_text_stays_text(weiquan, text):
    facts = {**FACTS, "product": text}
    got = weiquan("letter", "merchant_demand", *flags(facts), *sets(MORE), *AT)
    assert got.code == 0, got.err
    assert "\x1b" not in got.out
    assert "49" not in got.out.replace("2026", "").split("计算")[0] or "{{" not in text
    lines = got.out.split("\n")
    assert not any(line.strip() == "伪造标题" for line in lines)


def test_explain_says_why_not_and_what_would_change_it(weiquan):
    got = weiquan("explain", "triple", *flags({**FACTS, "dispute": "counterfeit"}),
                  "--set", "fake_signs=said_genuine", "--set", "inspection=none", *AT)
    assert got.code == 0, got.err
    assert "rules/theories/" in got.out
    assert "不成立" in got.out
    assert "会改变它的" in got.out


def test_help_of_every_command_has_an_example(weiquan):
    from weiquan.cli.app import COMMANDS

    for name in COMMANDS:
        got = weiquan(name, "--help")
        assert got.code == 0
        assert "示例" in got.out, name
    assert "weiquan" in weiquan("--help").out


def test_letters_are_listed_written_and_never_overwritten(weiquan, tmp_path):
    assert "complaint_12315" in weiquan("letter", "--list").out
    args = ("letter", "complaint_12315", *flags(FACTS), *sets(MORE), *AT, "-f", "docx",
            "-o", "a.docx")
    assert weiquan(*args).code == 0
    first = (tmp_path / "a.docx").read_bytes()
    assert weiquan(*args).code == 0
    assert (tmp_path / "a.docx").read_bytes() == first
    assert not (tmp_path / "a-2.docx").exists()
    (tmp_path / "a.docx").write_bytes(b"mine")
    assert weiquan(*args).code == 0
    assert (tmp_path / "a.docx").read_bytes() == b"mine"
    assert (tmp_path / "a-2.docx").read_bytes() == first


def test_a_folder_that_is_not_there_is_said_so(weiquan):
    got = weiquan("letter", "complaint_12315", *flags(FACTS), *AT, "-o", "没有/a.txt")
    assert got.code == 6
    assert "没有文件夹" in got.err


def test_several_letters_go_into_a_folder_that_is_made_for_them(weiquan, tmp_path):
    got = weiquan("letter", "--all", *flags(FACTS), *sets(MORE), *AT, "-o", "新的/文书")
    assert got.code == 0, got.err
    written = sorted(p.name for p in (tmp_path / "新的" / "文书").iterdir())
    assert len(written) > 1
    assert all(name.endswith(".txt") for name in written)


def test_several_letters_do_not_go_where_a_file_is(weiquan, tmp_path):
    (tmp_path / "文书").write_bytes(b"mine")
    got = weiquan("letter", "--all", *flags(FACTS), *sets(MORE), *AT, "-o", "文书", "--force")
    assert (got.code, got.out) == (6, "")
    assert got.err.count("\n") == 1
    assert "路径里有一级不是文件夹" in got.err
    assert [p.name for p in tmp_path.iterdir()] == ["文书"]
    assert (tmp_path / "文书").read_bytes() == b"mine"


def test_what_is_missing_in_a_letter_is_visible_and_listed(weiquan):
    got = weiquan("letter", "complaint_12315", *flags(FACTS), *AT)
    assert got.code == 0, got.err
    assert "【姓名】" in got.out
    assert "姓名" in got.err
    assert "--set user_name=" in got.err


def test_without_a_terminal_nothing_asks(weiquan, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("1\n1\n"))
    for argv in (("start",), ("resume", "x")):
        got = weiquan(*argv)
        assert got.code == 4
    got = weiquan()
    assert got.code == 0
    assert "weiquan" in got.out
