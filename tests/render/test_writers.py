"""Text and Markdown: the same words in every format, and all of them literal."""

import html
import io
import re
from collections import Counter
from datetime import datetime
from html.parser import HTMLParser

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.render.plain import plain_text
from weiquan.render.blocks import Document, Enclosures, Items, Para, Sign, Table, Title, printable
from weiquan.render.docx import to_docx
from weiquan.render.html import to_html
from weiquan.render.md import to_markdown
from weiquan.render.txt import to_text
from weiquan.render.wrap import width

HOSTILE = [
    "{{7*7}}",
    "<b>粗</b><script>",
    "=cmd",
    "张三\n# 伪造标题",
    "😀",
    "䶮",
    "\x1b[31m红",
    "\u202e倒",
    "*a* _b_ `c` [d](http://e) ![f](g) ~~h~~ ^i^ $j$",
    "a|b\\|c\\\\",
    "&lt; &#60; A&B",
    "1. 甲",
    "2) 乙",
    "- 丙",
    "+ 丁",
    "> 戊",
    "# 己 #",
    "---",
    "***",
    "===",
    "http://x.cn/a_b?c=1&copy;=2 www.x_y.cn",
    "[甲]: http://x",
    "\ud800",
]


def squeeze(text: str) -> str:
    return "".join(text.split())


def markdown_text(source: str) -> str:
    """What a reader of the Markdown sees, with the numbers of its lists."""
    page = MarkdownIt("commonmark").enable("table").render(source)
    for numbers in re.findall(r"<ol>.*?</ol>", page, re.DOTALL):
        parts = numbers.split("<li>")
        page = page.replace(
            numbers, parts[0] + "".join(f"{n}.{part}" for n, part in enumerate(parts[1:], 1)), 1
        )
    return html.unescape(re.sub(r"<!--.*?-->|<[^>]+>", "", page))


class _Reader(HTMLParser):
    """What a reader of the page sees, and every tag and attribute of it."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        if not {"style", "title"} & set(self.tags[-1:]) or "body" in self.tags:
            self.texts.append(data)


def html_text(source: str) -> str:
    return "".join(_Reader(source).texts)


def docx_text(document: Document) -> str:
    data = to_docx(document, created=datetime(2026, 11, 22))
    body = docx.Document(io.BytesIO(data)).element.body
    return "".join(piece.text or "" for piece in body.iter(qn("w:t")))


def test_every_format_says_the_same(letter):
    plain = squeeze(plain_text(letter))
    assert squeeze(to_text(letter, None)) == plain
    assert squeeze(markdown_text(to_markdown(letter))) == plain
    assert squeeze(docx_text(letter)) == plain
    assert squeeze(html_text(to_html(letter))) == plain


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_literal_in_every_format(text):
    document = Document(
        text,
        (Title(text), Para(text), Items((text, text)), Table(((text, "乙"), ("丙", text)), (1, 1)),
         Sign((text, "某")), Enclosures((text, text))),
    )  # fmt: skip
    plain = squeeze(plain_text(document))
    assert squeeze(to_text(document, None)) == plain
    assert squeeze(markdown_text(to_markdown(document))) == plain
    assert squeeze(docx_text(document)) == plain
    assert squeeze(html_text(to_html(document))) == plain


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_adds_a_tag_to_a_page(text):
    def page(words: str) -> _Reader:
        return _Reader(to_html(Document(words, (
            Title(words), Para(words), Items((words, words)), Table(((words,), (words,)), (1,)),
            Sign((words,)), Enclosures((words, words))))))

    tame, hostile = page("甲"), page(text)
    assert hostile.tags == tame.tags
    assert hostile.attributes == tame.attributes


def test_a_page_asks_for_nothing_and_runs_nothing(letter):
    page = to_html(Document("题", (*letter.blocks, Para("见 https://x.cn/a"))))
    read = _Reader(page)
    assert not {"a", "img", "script", "link", "iframe", "form", "base"} & set(read.tags)
    assert not {"src", "href", "action", "srcset"} & read.attributes
    assert not re.search(r"url\(|@import", page)
    assert "default-src 'none'" in page
    assert page == to_html(Document("题", (*letter.blocks, Para("见 https://x.cn/a"))))


VISIBLE = st.text(st.characters(exclude_categories=["Cs", "Z"]), min_size=1, max_size=30)


@given(VISIBLE)
def test_any_text_is_literal_in_markdown(text):
    document = Document("", (Para(text), Items((text,)), Table((("甲",), (text,)), (1,))))
    assert squeeze(markdown_text(to_markdown(document))) == squeeze(plain_text(document))


def test_an_address_carries_no_backslash_that_a_reader_would_show():
    source = to_markdown(Document("", (Para("见 https://x.cn/a?b=1&c=2 和 138****1234"),)))
    assert source == "见 https\\://x.cn/a?b=1&c=2 和 138\\*\\*\\*\\*1234\n"


def test_two_numbered_lists_in_a_row_both_begin_with_one():
    document = Document("", (Items(("甲",)), Items(("乙",))))
    assert squeeze(markdown_text(to_markdown(document))) == "1.甲1.乙"


@pytest.mark.parametrize("columns", [40, 50, 72, 80, 120])
def test_no_line_of_text_is_wider_than_asked(letter, columns):
    assert max(map(width, to_text(letter, columns).splitlines())) <= columns


@pytest.mark.parametrize("columns", [50, 72, 120])
def test_layout_changes_no_character(letter, columns):
    laid_out = re.sub(r"(?m)^[- ]+$", "", to_text(letter, columns))  # without table rules
    assert Counter(squeeze(laid_out)) == Counter(squeeze(plain_text(letter)))


def test_text_for_pasting_has_one_line_per_paragraph(letter):
    lines = to_text(letter, None).splitlines()
    assert next(line for line in lines if line.startswith("投诉人于")).endswith("并非全新。")


def test_text_is_laid_out_like_a_letter():
    document = Document(
        "告", (Title("告"), Para("正文" * 12), Sign(("张三",)), Enclosures(("图",)))
    )
    assert to_text(document, 40) == (
        "                   告\n\n"
        "　　正文正文正文正文正文正文正文正文正文\n正文正文正文\n\n"
        "                                张三\n\n"
        "　　附件：图\n"
    )


def test_columns_of_a_table_stand_under_each_other():
    table = Table((("序号", "经过"), ("1", "付款")), (1, 1))
    assert to_text(Document("", (table,)), 40) == "序号  经过\n----  ----\n1     付款\n"


def test_a_table_too_wide_for_the_screen_becomes_a_list():
    row = ("很长的一段话" * 3,) * 5
    table = Table((("甲", "乙", "丙", "丁", "戊"), row), (1,) * 5)
    lines = to_text(Document("", (table,)), 40).splitlines()
    assert lines[0] == f"甲：{row[0]}"
    assert len(lines) == 5


def test_an_empty_cell_makes_no_line_in_such_a_list():
    row = ("很长的一段话" * 3,) * 4
    table = Table((("甲", "乙", "丙", "丁", "戊"), (*row, "")), (1,) * 5)
    assert "戊" not in to_text(Document("", (table,)), 40)


def test_an_empty_document_is_an_empty_line():
    assert to_text(Document("", ())) == to_markdown(Document("", ())) == "\n"


@pytest.mark.parametrize(("text", "shown"), [
    ("\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f468\u200d\U0001f469\u200d\U0001f467"),
    ("\u2764\ufe0f\u200d\U0001f525", "\u2764\ufe0f\u200d\U0001f525"),
    ("张\u200d三", "张三"), ("\u200d\U0001f468\u200d", "\U0001f468"), ("a\u200d\u202eb", "ab"),
])
def test_a_picture_of_several_stays_one_and_nothing_else_invisible_stays(text, shown):
    assert printable(text) == shown
    assert shown in to_text(Document("题", (Para(text),)), None)
