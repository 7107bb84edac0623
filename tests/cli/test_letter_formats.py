"""weiquan letter: formats, boxes, the page for the phone, and what a missing format leaves."""

from __future__ import annotations

import io
import re
import sys

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from weiquan.cli.app import main

EXAMPLE = ("--example", "returned")
WECHAT = ("--example", "returned", "--set", "platform=wechat_shop")


@pytest.fixture
def run(rules, capsys):
    def call(*words):
        code = main(["letter", *words])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return call


def squeeze(text: str) -> str:
    return "".join(text.split())


def test_all_formats_of_all_letters_in_one_run(run, tmp_path):
    folder = tmp_path / "文书"
    code, out, _ = run("--all", *EXAMPLE, "-f", "txt,md、html docx，pdf", "-o", str(folder))
    files = sorted(folder.iterdir())
    assert (code, out) == (0, "")
    assert len(files) % 5 == 0
    stems = {}
    for file in files:
        stems.setdefault(file.stem, set()).add(file.suffix)
    assert len(stems) > 5
    assert set(map(frozenset, stems.values())) == {
        frozenset({".txt", ".md", ".html", ".docx", ".pdf"})}


def test_the_formats_of_a_letter_have_the_same_words(run, tmp_path):
    folder = tmp_path / "文书"
    assert run("complaint_12315", *EXAMPLE, "-f", "txt,docx,pdf", "-o", str(folder))[0] == 0
    text = squeeze(next(folder.glob("*.txt")).read_text(encoding="utf-8"))
    pages = PdfReader(io.BytesIO(next(folder.glob("*.pdf")).read_bytes())).pages
    shown = squeeze("".join(re.sub(r"—\s*\d+\s*—\s*$", "", p.extract_text()) for p in pages))
    assert text == shown
    body = docx.Document(str(next(folder.glob("*.docx")))).element.body
    assert squeeze("".join(t.text or "" for t in body.iter(qn("w:t")))) == text
    assert len(pages) == 1


def test_written_again_nothing_changes(run, tmp_path):
    words = ("--all", *EXAMPLE, "-f", "html,docx,pdf", "-o", str(tmp_path / "文书"))
    run(*words)
    before = {p.name: p.read_bytes() for p in (tmp_path / "文书").iterdir()}
    _, _, err = run(*words)
    assert {p.name: p.read_bytes() for p in (tmp_path / "文书").iterdir()} == before
    assert err.count("（内容没有变化）") == len(before)


@pytest.mark.parametrize(("name", "begins"), [
    ("函.pdf", b"%PDF-"), ("函.docx", b"PK"), ("函.html", b"<!DOCTYPE html>"), ("函.md", b"# "),
    ("函.TXT", "　".encode()), ("函", b" ")])
def test_the_name_of_the_file_says_the_format(run, tmp_path, name, begins):
    assert run("merchant_demand", *EXAMPLE, "-o", str(tmp_path / name))[0] == 0
    data = (tmp_path / name).read_bytes()
    assert data.startswith(begins) or (begins in {b" ", "　".encode()} and data[:1] in b" \xe3")


@pytest.mark.parametrize(("words", "said"), [
    (("-f", "doc"), "没有格式「doc」"),
    (("-f", "txt,doc"), "没有格式「doc」"),
    (("-f", "pdf"), "pdf 不能印在屏幕上"),
    (("-f", "txt,md"), "几种格式要写成文件"),
])
def test_a_format_that_cannot_be_had_is_said_in_one_sentence(run, words, said):
    code, out, err = run("merchant_demand", *EXAMPLE, *words)
    assert (code, out) == (2, "")
    assert said in err


def test_a_missing_library_takes_its_own_format_only(run, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    folder = tmp_path / "文书"
    code, _, err = run("--all", *EXAMPLE, "-f", "txt,pdf,docx", "-o", str(folder))
    assert code == 6
    assert err.count("没有装好写 pdf 的组件") == 1
    assert {p.suffix for p in folder.iterdir()} == {".txt", ".docx"}
    assert len(list(folder.iterdir())) > 10


# ---------------------------------------------------------------- boxes

def test_fields_that_the_rules_know_are_filled_one_by_one(run):
    code, out, _ = run("complaint_12315", *EXAMPLE, "--short")
    assert code == 0
    assert [x for x in out.splitlines() if x.startswith("【")] == [
        "【商品名称】", "【订单号】", "【投诉内容】"]


def test_a_platform_with_two_boxes_has_a_text_for_each_within_its_limit(run, rules):
    limits = {b.field: b.max_chars for b in (*rules.platforms["wechat_shop"].boxes,
                                             *rules.channels["payment"].boxes)}
    _, out, _ = run("platform_intervention", *WECHAT, "--short")
    parts = dict(re.findall(r"【(.+?)】\n(.*?)\n(?=\n【|\Z)", out, re.S))
    assert {"纠纷单里的说明", "微信支付投诉的详情"} == set(parts)
    for name, text in parts.items():
        assert 40 < len(text) <= limits[name]


def test_on_another_platform_there_is_one_box_without_a_name(run):
    _, out, _ = run("platform_intervention", *EXAMPLE, "--short")
    assert out.startswith("请判")


@pytest.mark.parametrize("most", [60, 100, 200])
def test_a_limit_of_the_page_counts_and_the_rest_is_in_the_annex(run, tmp_path, most):
    code, _, err = run("platform_intervention", *EXAMPLE, "--short", "--max-chars", str(most),
                       "-f", "docx", "-o", str(tmp_path / "短"))
    assert code == 0
    text = next((tmp_path / "短").glob("*短文本.txt")).read_text(encoding="utf-8").strip()
    annex = next((tmp_path / "短").glob("*附件.docx"))
    assert len(text) <= most
    assert text.endswith("其余见附件「平台介入」。")
    assert annex.name == "01-平台介入-附件.docx"
    whole = "".join(docx.Document(str(annex)).element.body.itertext())
    assert "附件：平台介入" in whole
    assert all(squeeze(line) in squeeze(whole) for line in text.splitlines()[:1])
    assert "写不下的在附件里" in err


def test_on_a_screen_no_annex_is_named(run):
    _, out, err = run("platform_intervention", *EXAMPLE, "--short", "--max-chars", "100")
    assert "附件" not in out
    assert "加 -o 写到文件夹" in err


# ---------------------------------------------------------------- the phone

def test_the_page_for_the_phone_holds_every_letter_and_the_evidence(run, tmp_path, rules):
    code, _, err = run("--phone", *EXAMPLE, "-o", str(tmp_path))
    assert code == 0
    assert "用浏览器打开" in err
    source = (tmp_path / "手机复制页.html").read_text(encoding="utf-8")
    _, listed, _ = run("--list", *EXAMPLE)
    now = listed.split("眼下能写的：")[1].split("现在不写的")[0]
    offered = re.findall(r"^  (\S.*?)：", now, re.M)
    assert len(offered) > 5
    assert all(f"<h2>{name}</h2>" in source for name in offered)
    assert 'data-limit="49"' in source
    assert source.count("data-tick=") >= 5


def test_the_page_for_the_phone_takes_the_letters_that_are_named(run):
    code, out, _ = run("--phone", "merchant_demand", *EXAMPLE)
    assert code == 0
    assert re.findall(r"<h2>(.+?)</h2>", out) == ["催告函", "证据清单"]
