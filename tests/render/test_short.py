"""Texts for the boxes of forms: never longer, never half a sentence, and the rest is somewhere."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weiquan.errors import RenderFailed
from weiquan.render.blocks import Document, Heading, Items, Para, Title, block_lines
from weiquan.render.short import box_length, fit, shortened
from weiquan.render.txt import to_text

STORY = "我在店里买了一双鞋。第二天鞋底就开了；商家不理！我要求退款。"


def drawn(*texts):
    """A form that says less the tighter it is drawn."""
    return lambda tight: Document("", tuple(map(Para, texts[:max(1, len(texts) - tight)])))


def test_a_text_that_has_room_is_left_alone():
    short = fit(drawn(STORY), 500, "投诉", annex=True)
    assert (short.text, short.whole, short.annex) == (STORY, True, None)


def test_what_matters_least_goes_first_and_the_annex_is_named():
    short = fit(drawn(STORY, "其次。" * 20), 80, "投诉", annex=True)
    assert short.text == f"{STORY}\n其余见附件「投诉」。"
    assert not short.whole
    assert short.annex is not None
    assert "其次。" in to_text(short.annex)
    assert short.annex.title == "附件：投诉"


def test_without_an_annex_none_is_named():
    short = fit(drawn(STORY, "其次。" * 20), 80, "投诉")
    assert (short.text, short.annex) == (STORY, None)


def test_the_annex_has_one_title_and_all_of_the_text():
    full = Document("请判退款", (Title("请判退款"), Items(("甲" * 30, "乙" * 30))))
    annex = fit(lambda _: full, 50, "平台介入", annex=True).annex
    assert annex is not None
    assert [b for b in annex.blocks if isinstance(b, Title)] == [Title("附件：平台介入")]
    assert annex.blocks[1:] == (Heading("请判退款"), full.blocks[1])


@pytest.mark.parametrize("limit", [40, 41, 50, 55, 60, 100])
def test_the_tightest_text_ends_with_a_whole_sentence(limit):
    sentences = STORY * 6
    short = fit(lambda _: Document("", (Para(sentences),)), limit, "投诉", annex=True)
    body = short.text.removesuffix("其余见附件「投诉」。").strip()
    assert box_length(short.text) <= limit
    assert sentences.replace("；", "。").startswith(body.replace("；", "。"))
    assert not body or body[-1] in "。！"


def test_one_endless_sentence_is_in_the_annex_only():
    short = fit(lambda _: Document("", (Para("甲" * 300 + "。"),)), 100, "投诉", annex=True)
    assert short.text == "其余见附件「投诉」。"


def test_a_box_for_nothing_is_refused():
    with pytest.raises(RenderFailed, match="至少要 40 字"):
        fit(drawn(STORY), 39, "投诉")


@given(st.lists(st.text("甲乙，。；！😊\n", max_size=60), min_size=1, max_size=5),
       st.integers(40, 120))
def test_no_text_is_longer_than_its_box(texts, limit):
    short = fit(drawn(*texts), limit, "投诉", annex=True)
    assert box_length(short.text) <= limit
    assert short.length == box_length(short.text)
    assert short.whole == (short.annex is None)


def test_a_small_picture_counts_twice_as_it_does_on_pages():
    assert [box_length(x) for x in ("甲", "😊", "䶮", "𠮷")] == [1, 2, 1, 2]


@pytest.mark.parametrize(("text", "limit", "kept"), [
    ("男鞋", 5, "男鞋"),
    ("男鞋", None, "男鞋"),
    ("某某 男士运动鞋 42码", 7, "某某"),
    ("某某 男士运动鞋 42码", 8, "某某 男士运动鞋"),
    ("某某 男士运动鞋 42码", 11, "某某 男士运动鞋"),
    ("某某 男士运动鞋 42码", 12, "某某 男士运动鞋 42码"),
    ("一二三四五六七", 3, "一二三"),
])
def test_an_answer_for_a_field_keeps_whole_words(text, limit, kept):
    assert shortened(text, limit) == kept


def test_lines_of_an_annex_are_those_of_the_full_text():
    full = drawn(STORY, "其次。" * 30)(0)
    annex = fit(drawn(STORY, "其次。" * 30), 60, "投诉", annex=True).annex
    assert annex is not None
    said = [line for b in annex.blocks[1:] for line in block_lines(b)]
    assert said == [line for b in full.blocks for line in block_lines(b)]
    assert not re.search("其余见", "".join(said))
