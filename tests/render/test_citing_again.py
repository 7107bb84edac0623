"""An instrument that is cited twice running is named once."""

from __future__ import annotations

import pytest

from weiquan.render.citing import cited_again

LONG = "《最高人民法院关于审理预付式消费民事纠纷案件适用法律若干问题的解释》"
FOOD = "《最高人民法院关于审理食品安全民事纠纷案件适用法律若干问题的解释（一）》"


@pytest.mark.parametrize(("text", "shown"), [
    ("甲（《消费者权益保护法》第二十三条）。乙（《消费者权益保护法》第二十四条）。",
     "甲（《消费者权益保护法》第二十三条）。乙（同法第二十四条）。"),
    (f"甲（{LONG}第十三条）。乙（{LONG}第十五条）。",
     f"甲（{LONG}第十三条）。乙（同一解释第十五条）。"),
    (f"甲（{FOOD}第六条）。乙（{FOOD}第八条）。", f"甲（{FOOD}第六条）。乙（同一解释第八条）。"),
    # Another one between: 同法 would be that.
    ("（《电子商务法》第二十条）（《消费者权益保护法》第八条）（《电子商务法》第四十九条）",
     "（《电子商务法》第二十条）（《消费者权益保护法》第八条）（《电子商务法》第四十九条）"),
    # A book or a list is no article.
    ("买了《新华字典》一本，《新华字典》少页。", "买了《新华字典》一本，《新华字典》少页。"),
    ("《民法典》第七条，《民法典》第九条", "《民法典》第七条，《民法典》第九条"),
])
def test_the_same_instrument_is_named_once(text, shown):
    assert cited_again(text) == shown
