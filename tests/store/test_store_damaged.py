"""A case file that cannot be read: said where, and never touched."""

from __future__ import annotations

import json

import pytest

from weiquan.errors import CaseError
from weiquan.store.folder import open_case, read_case, save_case


def edit(case, change):
    path = case.folder / "case.json"
    doc = json.loads(path.read_text(encoding="utf-8"))
    change(doc)
    path.write_text(json.dumps(doc), encoding="utf-8")


def message_for(case):
    """The error on opening `case`, which must leave the file as it is."""
    case.close()
    path = case.folder / "case.json"
    before = path.read_bytes()
    with pytest.raises(CaseError) as caught:
        open_case(case.folder)
    assert path.read_bytes() == before
    return caught.value.message


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (b"", "第 1 行第 1 列"),
        (b'{\n  "schema": 1,\n', "第 3 行第 1 列"),
        (b'{\n  "id": "\xff"}', "第 2 行第 10 个字节不是 UTF-8 文字"),
        (b"[]", "最外层"),
        (b'{"schema": 1, "id": "a", "id": "b"}', "「id」写了两次"),
        (b'{"schema": NaN}', "「NaN」"),
        (b'{"schema": 1e999}', "「1e999」"),
        (b'{"schema": ' + b"9" * 5000 + b"}", "数字太长"),
        (b'{"schema": 1, "x": ' + b"[" * 300 + b"]" * 300 + b"}", "套得太深"),
        (b"[" * 100_000, "套得太深"),
        (b'{"schema": true}', "「schema」应是整数"),
        (b'{"schema": 0}', "「schema」"),
        (b'{"schema": 1}', "缺少字段「id」"),
    ],
)
def test_a_file_that_is_no_case_is_refused_with_its_place(case, text, where):
    (case.folder / "case.json").write_bytes(text)
    assert where in message_for(case)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda d: d.pop("facts"), "缺少字段「facts」"),
        (lambda d: d.update(facts=[]), "「facts」应是花括号"),
        (lambda d: d.update(asked="paid"), "「asked」应是列表"),
        (lambda d: d.update(exhibits=[1]), "「exhibits」里应全是文字"),
        (lambda d: d.update(finished="yes"), "「finished」应是true 或 false"),
        (lambda d: d.update(created="昨天"), "「created」写成了 昨天"),
        (lambda d: d.update(updated="2026-11-22T23:05:00+08:00"), "「updated」"),
        (lambda d: d["facts"]["paid"].update(value=299.5), "「facts.paid.value」写成了小数"),
        (lambda d: d["facts"]["paid"].update(value=None), "「facts.paid.value」"),
        (lambda d: d["facts"]["paid"].update(value={"a": 1}), "「facts.paid.value」"),
        (lambda d: d["facts"]["paid"].update(value="\ud800"), "「facts.paid.value」里有残缺的字符"),
        (lambda d: d["facts"]["paid"].update(by="me"), "「facts.paid.by」"),
        (lambda d: d["facts"]["paid"].pop("at"), "缺少字段「facts.paid.at」"),
        (lambda d: d["facts"].update(paid="299"), "「facts.paid」"),
        (lambda d: d.update(history=[{"id": "paid"}]), "「history.1.old」"),
        (lambda d: d.update(notes={"\udc00": 1}), "残缺的字符"),
    ],
)
def test_a_field_edited_by_hand_is_named(case, change, where):
    edit(case, change)
    assert where in message_for(case)


@pytest.mark.parametrize("file", ["/etc/passwd", "../x", "文书/../../x", "C:/x", "文书\\x"])
def test_a_letter_outside_the_folder_is_refused(case, file):
    letter = {"kind": "k", "format": "txt", "at": "2026-11-22T23:05:00", "sha256": "0"}
    edit(case, lambda d: d.update(letters=[letter | {"file": file}]))
    assert "案件文件夹里面" in message_for(case)


def test_the_backup_is_offered_when_it_can_be_read(case):
    (case.folder / "case.json").write_bytes(b"{")
    message = message_for(case)
    assert "把 case.json 改个名字留底" in message
    assert "case.json.bak 复制成 case.json" in message


def test_the_backup_really_is_the_version_before(case):
    backup = case.folder / "case.json.bak"
    backup.replace(case.folder / "case.json")
    assert read_case(case.folder).facts == {}  # before the first answer


def test_a_damaged_backup_is_not_offered(case):
    (case.folder / "case.json").write_bytes(b"{")
    (case.folder / "case.json.bak").write_bytes(b"{")
    message = message_for(case)
    assert "也没有能用的备份" in message
    assert "复制" not in message


def test_a_missing_case_file_is_told_apart_from_a_damaged_one(case):
    case.close()
    (case.folder / "case.json").unlink()
    with pytest.raises(CaseError, match=r"里没有 case\.json") as caught:
        open_case(case.folder)
    assert "留底" not in caught.value.message
    assert "case.json.bak 复制成 case.json" in caught.value.message


def test_a_case_of_a_newer_program_is_not_called_damaged(case):
    edit(case, lambda d: d.update(schema=2, facts="another shape"))
    message = message_for(case)
    assert "更新版本" in message
    assert "升级 weiquan" in message
    assert "case.json.bak" not in message


def test_a_damaged_case_can_be_opened_again_once_it_is_mended(case):
    path = case.folder / "case.json"
    good = path.read_bytes()
    path.write_bytes(good[:-5])
    message_for(case)
    path.write_bytes(good)
    with open_case(case.folder) as mended:
        assert mended.facts["paid"].value == "299.00"


def test_the_mark_that_windows_editors_put_in_front_is_accepted(case):
    path = case.folder / "case.json"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_case(case.folder).facts == case.facts


def test_keys_that_this_version_does_not_know_survive_a_save(case, now):
    edit(case, lambda d: d.update(events=[{"id": "refused", "n": 1.5}]))
    edit(case, lambda d: d["facts"]["paid"].update(note="看过"))
    case.close()
    with open_case(case.folder) as opened:
        opened.set_answer("paid", "199.00", "wizard", now)
        save_case(opened)
    doc = json.loads((case.folder / "case.json").read_text(encoding="utf-8"))
    assert doc["events"] == [{"id": "refused", "n": 1.5}]
    assert doc["facts"]["paid"]["note"] == "看过"


def test_nothing_in_a_message_can_move_the_cursor(case):
    (case.folder / "case.json").write_bytes(b'{"\\u001b[2J": 1, "\\u001b[2J": 2}')
    assert "\x1b" not in message_for(case)
