from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from weiquan.core.language.likeness import bare, groups, learned, likeness

SAID = [
    ("一直不发货", ["late"]), ("拍下半个月还没发货", ["late"]),
    ("打开是碎的", ["broken"]), ("杯子碎成两半", ["broken"]),
    ("客服让我等", []), ("我想退货", []),
]


def test_a_text_is_like_what_was_said_of_a_label_in_other_words():
    like = likeness(learned(SAID), "等了一个月都没发货")
    assert max(like, key=lambda x: like[x]) == "late"
    like = likeness(learned(SAID), "收到的碗碎了")
    assert max(like, key=lambda x: like[x]) == "broken"


def test_nothing_speaks_for_a_label_but_what_was_said_of_it():
    assert likeness(learned(SAID), "客服让我等") == {}
    assert likeness({}, "一直不发货") == {}


def test_what_every_text_has_speaks_for_none():
    weights = learned([(f"我的{x}", [x]) for x in ("甲", "乙", "丙")])
    assert all("我的" not in speaking for speaking in weights.values())
    assert "甲" in weights["甲"]


def test_numbers_are_one_thing_and_marks_divide():
    assert groups("12.5元") == groups("7元")
    assert "甲乙" not in groups("甲，乙")


def test_a_cue_is_learned_without_its_marks():
    assert bare("!{merchant}收到…{faulty}").split() == ["收到"]


@given(st.lists(st.tuples(st.text("碎发货退款的一了", max_size=8),
                          st.sets(st.sampled_from("abc")))), st.text("碎发货退款的一了"))
def test_likeness_names_only_labels_that_were_learned_and_is_never_below_nothing(said, text):
    like = likeness(learned(said), text)
    assert like.keys() <= {x for _, labels in said for x in labels}
    assert all(v > 0 for v in like.values())
