"""Tables from disk: every encoding and separator that people have, and rows that are broken."""

from __future__ import annotations

import json

import pytest

from weiquan.errors import BadValue
from weiquan.store import records
from weiquan.store.sheets import open_sheet

HEADER, FIRST, SECOND = "平台,实付金额", "抖音,299", "淘宝,18.5"


def read(path):
    with open_sheet(path, lambda name: name in {"平台", "实付金额"}) as sheet:
        return sheet.header, list(sheet.rows)


@pytest.fixture
def table(tmp_path):
    def write(data, name="表.csv"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return write


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "，", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encoding_and_separator_are_found(table, encoding, separator, end):
    text = end.join([HEADER, FIRST, SECOND, ""]).replace(",", separator)
    header, rows = read(table(text.encode(encoding)))
    assert header == ("平台", "实付金额")
    assert [(r.line, r.cells) for r in rows] == [(2, ("抖音", "299")), (3, ("淘宝", "18.5"))]


def test_empty_rows_and_the_mark_of_the_separator_are_no_rows(table):
    _, rows = read(table(f"sep=;\n\n{HEADER};\n;;\n{FIRST};\n,,\n;;\n\n".replace(",", ";")))
    assert [(r.line, r.cells) for r in rows] == [(5, ("抖音", "299", ""))]


def test_a_quotation_mark_that_is_never_closed_costs_its_own_row_only(table):
    text = "\n".join([HEADER, '"抖音,299', *[SECOND] * 500])
    _, rows = read(table(text))
    assert [r.line for r in rows if r.problem] == [2]
    assert "引号" in rows[0].problem
    assert len(rows) == 501
    assert rows[-1].line == 502


def test_a_cell_of_several_lines_is_one_cell(table):
    _, rows = read(table(f'{HEADER}\n"抖音\n直播间",299\n{SECOND}\n'))
    assert [(r.line, r.cells[0]) for r in rows] == [(2, "抖音\n直播间"), (4, "淘宝")]


def test_a_line_without_end_is_a_broken_row_and_the_others_are_read(table):
    _, rows = read(table(f"{HEADER}\n{'长' * (records.LONGEST + 10)}\n{SECOND}\n"))
    assert [(r.line, bool(r.problem)) for r in rows] == [(2, True), (3, False)]


def test_broken_bytes_in_one_row_do_not_turn_the_others_into_other_characters(table):
    data = f"{HEADER}\n{FIRST}\n".encode() + b"\xe6\x8a,1\n" + f"{SECOND}\n".encode()
    _, rows = read(table(data))
    assert rows[0].cells == ("抖音", "299")
    assert "�" in rows[1].cells[0]
    assert rows[2].cells == ("淘宝", "18.5")


@pytest.mark.parametrize(("data", "said"), [
    (b"PK\x03\x04abc", "另存为"), (b"\xd0\xcf\x11\xe0\xa1\xb1", "另存为"),
    (b"a,b\0\n1,2\n", "另存为"),
    (b"", "空的"), (b"\n\n", "空的"),
])
def test_what_is_no_table_is_said(table, data, said):
    with pytest.raises(BadValue, match=said):
        read(table(data))


def test_a_missing_file_and_a_folder_are_said(tmp_path):
    with pytest.raises(BadValue, match="没有文件"):
        read(tmp_path / "无.csv")
    with pytest.raises(BadValue, match="不是文件"):
        read(tmp_path)


def test_lines_of_json(table):
    lines = ['{"平台": "抖音", "实付金额": 299.5}', "", "{坏", "[1]", '{"a": 1, "a": 2}',
             "[" * 100_000]
    _, rows = read(table("\n".join(lines), "a.jsonl"))
    assert rows[0].record == {"平台": "抖音", "实付金额": "299.5"}
    assert [(r.line, bool(r.problem)) for r in rows] == \
        [(1, False), (3, True), (4, True), (5, True), (6, True)]


def test_a_list_of_json_is_read_piece_by_piece(table, monkeypatch):
    many = [{"平台": f"第{n}", "实付金额": n} for n in range(200)]
    for text in (json.dumps(many), json.dumps(many, ensure_ascii=False, indent=2)):
        for chunk in (1, 7, 1 << 16):
            monkeypatch.setattr(records, "CHUNK", chunk)
            _, rows = read(table(text, "a.json"))
            assert [r.record for r in rows] == many
    assert [r.line for r in rows][:3] == [2, 6, 10]


@pytest.mark.parametrize("text", ['[{"a": 1} {"b": 2}]', '[{"a": 1}, {"b"', '[{"a": 1}'])
def test_a_list_that_breaks_off_gives_what_came_before(table, text):
    _, rows = read(table(text, "a.json"))
    assert rows[0].record == {"a": 1}
    assert rows[-1].problem


def test_an_object_is_no_list(table):
    with pytest.raises(BadValue, match="方括号"):
        read(table('{"a": 1}', "a.json"))
