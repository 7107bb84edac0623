"""The .pdf: its text, its bytes, its pages, and what it says when it cannot be made."""

import importlib.util
import io
import re
import sys

import pytest
from pypdf import PdfReader

from tests.render.plain import plain_text
from weiquan.errors import RenderFailed
from weiquan.render import fonts
from weiquan.render.blocks import (
    Document,
    Enclosures,
    Heading,
    Items,
    Para,
    Sign,
    Table,
    Title,
)
from weiquan.render.pdf import to_pdf

HOSTILE = [
    '#import "@preview/cetz:0.2.0": *',
    '#eval("1+1") #read("/etc/passwd")',
    "$x^2$ *粗* _斜_ `码` <标签> @引用 \\ ~ -- --- ...",
    "= 标题 + 项 - 项 / 词: 义 // 注 /* 注 */",
    "<script>alert(1)</script> & &amp; {{ 7*7 }} | 甲 |",
    "fi ffl ﬁ 'a' \"b\"",
    "亲😊这款👍是❤️好的 ✅",
    "䶮㛃镕喆堃祎玥翀犇",
]


def squeeze(text: str) -> str:
    return "".join(text.split())


def pages_of(data: bytes) -> list[str]:
    """The text of every page, without its number."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    assert all(re.search(r"—\s*\d+\s*—\s*$", page) for page in pages)
    return [re.sub(r"—\s*\d+\s*—\s*$", "", page) for page in pages]


def pdf_text(document: Document) -> str:
    return "".join(pages_of(to_pdf(document)))


def of(*blocks) -> Document:
    return Document("题", blocks)


def test_the_text_of_the_pdf_is_the_text_of_the_letter(letter):
    assert squeeze(pdf_text(letter)) == squeeze(plain_text(letter))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_users_type_is_literal(text):
    document = Document(text, (
        Title(text), Heading(text), Para(text), Items((text, text)),
        Table(((text, "乙"), ("丙", text)), (1, 1)), Sign((text, "某")), Enclosures((text, text))))
    assert squeeze(pdf_text(document)) == squeeze(plain_text(document))


def test_the_same_letter_gives_the_same_bytes(letter):
    data = to_pdf(letter)
    assert data == to_pdf(letter)
    assert data != to_pdf(of(Para("别的")))
    assert not re.search(rb"/CreationDate|/ModDate", data)


def test_its_fonts_travel_with_it(letter):
    reader = PdfReader(io.BytesIO(to_pdf(letter)))
    shown = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    assert len(shown) >= 2
    for font in shown:
        about = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert "/FontFile3" in about or "/FontFile2" in about
        assert re.match(r"/[A-Z]{6}\+Noto", font["/BaseFont"])  # a part of it, and ours


def test_it_is_a4_and_names_its_title_and_nobody(letter):
    reader = PdfReader(io.BytesIO(to_pdf(letter)))
    assert [round(float(x) / 72 * 25.4) for x in reader.pages[0].mediabox[2:]] == [210, 297]
    assert reader.metadata.title == letter.title
    assert reader.metadata.author is None


def test_a_signature_never_stands_alone_on_a_page():
    for count in range(28, 36):
        document = of(Title("题"), *[Para(f"第{n}行") for n in range(count)],
                      Sign(("张三", "2026年11月22日")))
        last = pages_of(to_pdf(document))[-1]
        assert "第" in last.split("张三")[0], count


def test_a_small_table_takes_its_announcement_along():
    table = Table((("甲", "乙"), *[(str(n), "丙") for n in range(6)]), (1, 1))
    two_pages = 0
    for count in range(20, 34):
        pages = pages_of(to_pdf(of(*[Para(f"第{n}行") for n in range(count)],
                                   Heading("证据"), Para("如下："), table)))
        two_pages += len(pages) == 2
        page = next(page for page in pages if "丙" in page)
        assert "证据" in page
        assert page.count("丙") == 6
    assert two_pages > 2


def test_a_long_table_repeats_its_header_and_loses_nothing():
    rows = [(f"证据{n}", f"名称{n}" * 8) for n in range(80)]
    pages = pages_of(to_pdf(of(Title("证据目录"), Table((("序号", "名称"), *rows), (1, 5)))))
    assert len(pages) > 2
    assert all("序号" in page for page in pages)
    text = squeeze("".join(pages))
    assert all(squeeze("".join(row)) in text for row in rows)


@pytest.mark.parametrize("token", ["9" * 120, "https://x.cn/" + "a?b=1&" * 30, "x" * 200])
@pytest.mark.parametrize(("make", "most"), [
    (Title, 60), (Para, 90), (lambda token: Table((("甲", "乙"), (token, token)), (1, 1)), 50)])
def test_a_long_number_or_address_is_broken_before_the_edge(token, make, most):
    document = of(make(token))
    (page,) = pages_of(to_pdf(document))
    assert squeeze(page) == squeeze(plain_text(document))
    assert 9 < max(len(squeeze(line)) for line in page.split("\n")) <= most


def test_without_typst_the_message_says_what_to_do(letter, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(RenderFailed, match=r"typst.*python3 run\.py.*--format docx") as caught:
        to_pdf(letter)
    assert caught.value.exit_code == 6


@pytest.fixture
def no_packages(monkeypatch):
    """As where the packages with fonts are not installed."""
    real = importlib.util.find_spec
    monkeypatch.setattr(fonts, "find_spec", lambda name: None if name in {
        fonts.CHINESE, fonts.PICTURES} else real(name))


def only(monkeypatch, faces) -> None:
    """Let the system have these fonts and no others."""
    real = fonts._listed

    def listed(folders, *, system):
        found, known = real(folders, system=False)
        return found, {**known, **(faces if system else {})}

    monkeypatch.setattr(fonts, "_listed", listed)


@pytest.mark.usefixtures("no_packages")
def test_without_a_chinese_font_the_message_says_what_to_do(letter, monkeypatch):
    only(monkeypatch, {})
    with pytest.raises(RenderFailed, match=r"中文字体.*python3 run\.py.*--format docx"):
        to_pdf(letter)


@pytest.mark.usefixtures("no_packages")
def test_a_font_that_only_has_a_chinese_name_does_not_count(letter, monkeypatch, tmp_path):
    empty = tmp_path / "a.ttf"
    empty.write_bytes(b"\0" * 400)
    only(monkeypatch, {"SimSun": fonts._Face(str(empty), 0)})
    with pytest.raises(RenderFailed, match="中文字体"):
        to_pdf(letter)


def test_a_character_that_no_font_has_is_named_and_nothing_is_written(monkeypatch):
    only(monkeypatch, {})
    with pytest.raises(RenderFailed, match=r"「𠮷」（U\+20BB7）.*--format docx"):
        to_pdf(of(Para("姓名：𠮷某")))


def test_the_fonts_of_the_package_are_asked_character_by_character():
    folder = importlib.util.find_spec(fonts.CHINESE).submodule_search_locations[0]
    serif = f"{folder}/NotoSerifSC-Regular.otf"
    wanted = [ord(c) for c in "张䶮㛃①𠮷☐😊A，"]
    assert "".join(map(chr, sorted(fonts.covered(serif, 0, wanted)))) == "A①㛃䶮张，"


def test_a_broken_font_file_covers_nothing(tmp_path):
    for name, data in (("a", b""), ("b", b"\0\1\0\0" + b"\xff" * 90), ("c", b"ttcf")):
        (tmp_path / name).write_bytes(data)
        assert fonts.covered(str(tmp_path / name), 0, [0x5F20]) == frozenset()
    assert fonts.covered(str(tmp_path / "none"), 0, [0x5F20]) == frozenset()
