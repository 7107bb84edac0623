"""One letter with every kind of block, for all writers."""

import pytest

from weiquan.render.blocks import Document
from weiquan.render.markup import parse

LETTER = """# 关于退还货款的投诉书
. 致：【待补：受理机关名称】
- 投诉人于10月3日在“某某店”（订单号：6920381745519284736）购买手机，实付6,999.00元，收到的并非全新。
## 一、请求
- 请求事项如下：
1. 退还货款人民币6,999.00元；
2. 承担运费【待补：运费金额】元。
## 二、经过
| 序号 | 日期 | 经过 |
| 1 | 2026-10-03 | 下单并付款 |
| 2 | 2026-10-07 | 商家以“已激活不予退货”为由拒绝，此后没有再回复投诉人的任何消息 |
! 金额以订单页面为准。
- 请依法处理。
> 投诉人：【待补：签名】
> 2026年11月22日
+ 订单截图
+ 聊天记录
"""


@pytest.fixture
def letter() -> Document:
    return parse(LETTER, "letter")
