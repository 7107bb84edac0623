"""What is wanted, by the way people build the sentence: 运费他出, 补我一包, 能都退不.

Frames only add to what the cues of rules/wishes.yaml have heard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from weiquan.core.asking.choices import counts, widened
from weiquan.core.asking.cueing import Hit
from weiquan.core.asking.heard import Proposal
from weiquan.core.asking.served import once, renamed
from weiquan.core.asking.told import Told
from weiquan.core.model import Fact
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.records import result

RETURN, MONEY = "refund_return", "refund_only"
# With one of these the thing is in the person's hands, so that money back means sending it back.
HAD = frozenset({"arrived_bad", "fault_later", "mismatch", "fake_or_used", "unwanted"})
SENT = frozenset({"returned_no_refund", "lost_back", "repair_kept", "not_arrived", "not_shipped",
                  "cancelled", "service_bad", "prepaid", "booking", "food", "wrong_missing"})
_N = r"[\d一二两三四五六七八九十几半俩仨百千]"
_MEASURE = r"[个件只双条包袋箱盒瓶罐台套张把支根块片颗斤份桶棵盆樘]"
_HIM = r"(?:他|她|他们|商家|卖家|店家?|店里|厂家|对方|客服|快递|平台)"
_THINGS = (r"(?:木?地板|瓷砖|墙[面纸]?|天花板|吊顶|柜子|床头柜|橱柜|桌[子面]?|茶几|沙发|床[垫单]?"
           r"|被子|地毯|窗帘|衣[服物]|裤子?|裙子|毛衣|外套|鞋子?|手机|电脑|主板|硬盘|车漆|插座|插排|灶台"
           r"|台面|马桶|家具|电视|楼下|邻居|镜[面片])")
_SPARE = (r"(?:螺丝|配件|零件|说明书|充电[头器线]|数据线|遥控器?|电源线|插头|适配器|滤芯|底座"
          r"|盖子|支架|把手|门套线?|五金|电池|工具|手柄|少的|缺的)")


@result
class _Frame:
    """A way of asking for something; `after` must stand somewhere before it, where it is given."""

    wish: str
    pattern: re.Pattern[str]
    after: re.Pattern[str] | None = None


_MENDED = lazy_re(r"修|保养|检测|换货|返厂|趴|押")
_FINED = lazy_re(r"(?:要|让|叫)我[^。,，]{0,4}(?:赔|还|付|退|补)")
_SHORT = lazy_re(r"扣|只退|少退|才退")
_FRAMES = (
    _Frame(RETURN, lazy_re(
        r"(?:能|可以|可)(?:不能|不可以|否)?(?:都|全|给|帮|把[^。,，]{1,6})?我?退(?:掉|货|款|钱|了)?"
        r"(?:吗|不(?!了)|么|嘛|呢|\?)")),
    _Frame(RETURN, lazy_re(
        r"退(?:款|货|钱|了|掉)?(?:不过分|过分吗|应该吧|合理吧|行不|算了|拉倒|得了)")),
    _Frame(RETURN, lazy_re(
        r"(?:钱|款)(?:他|得|要|该|必须|都)*(?:还|退)(?:给)?我")),
    _Frame("exchange", lazy_re(
        r"(?:(?<![就说肯能意应])给我?|(?<![就说肯能意应])帮我?|想|求|让他们?|叫他们?|我要|要他们?|要求)(?:再|重新|免费|上门|直接|给)?(?:我)?"
        r"换(?!货?(?:了|过|来|回|走|掉的))")),
    _Frame("exchange", lazy_re(
        rf"重新?(?:给我)?(?:发|寄|做|补)(?:我)?{_N}?{_MEASURE}?"
        r"(?:好的|新的|对的|没毛病)")),
    _Frame("repair", lazy_re(
        r"免费(?:给我|帮我|上门)?(?:修|改|维修|保修|换屏|处理)"
        r"|(?:给我|帮我|上门来?|[叫让][^。,，]{1,4}来)(?:免费)?(?:修|改好|弄好|调好)")),
    _Frame("parts", lazy_re(
        rf"(?:少|缺|没|漏)[^。]{{0,4}}{_SPARE}[^。]{{0,10}}?(?:补|寄|发)(?:给|我|上|过来|一|个|来)")),
    _Frame("deliver", lazy_re(
        rf"(?<!没)补(?:给|发)?(?:给)?我{_N}?{_MEASURE}"
        r"|(?:差|少|缺)的[^。,，]{0,6}(?:发|补|寄)(?:给|我|来|过来)")),
    _Frame("give_back", lazy_re(
        r"(?:手机|车|表|电脑|东西|机器|货|相机|衣服|首饰|金子)[^。,，]{0,3}(?:还|寄|拿|送)(?:回|给)(?:我|来)"
        r"|(?:拿|取|要)回我的(?!钱|款)"), _MENDED),
    _Frame("price_cut", lazy_re(
        rf"(?:便宜|少收|补偿?|返|退)我?(?:点|一点|些|{_N}+元?块?|一半|{_N}成)[^。]{{0,6}}(?:留|算了|就行|就算)"
        rf"|退(?:那|坏的|烂的|死的|这|坏了的)?{_N}{_MEASURE}的"
        r"|退[^。,，]{0,4}(?:坏|烂|死|碎)(?:掉|了)?的(?:那)?")),
    _Frame("property", lazy_re(
        rf"{_THINGS}(?:的?钱|的)?[^。,，]{{0,5}}(?:得|要|让|该|必须|也|叫)[^。,，]{{0,4}}(?:赔|出|承担)"
        rf"|赔(?:我|偿)?(?:家)?[^。,，]{{0,3}}{_THINGS}")),
    _Frame("repair_cost", lazy_re(
        r"(?:修|换件|换蒸发器|修理费|维修费|收我)[^。]{0,14}?(?:不该我|凭[什啥]么?我?[^。,，]{0,2}(?:出|掏|付)"
        r"|[让叫]他[^。,，]{0,3}(?:报|出|承担)|他们?出|报销|给我报)")),
    _Frame("freight", lazy_re(
        rf"(?:运费|邮费|检测费|鉴定费|快递费)[^。]{{0,8}}?(?:{_HIM}(?:们|家)?(?:得|要|该|来|自己)?"
        r"(?:出|掏|付|承担|报)|报销)")),
    _Frame("not_pay", lazy_re(
        r"(?:我)?(?:不想|不愿意?|不会|凭[什啥]么?|能不能不|可以不|不用|就?不)(?:给|赔|还|付|掏)"
        r"(?:他|她|钱|这个?钱|了)?(?:吗|行吗)?(?=$|[,，。?!;])"), _FINED),
    _Frame("refund_rest", lazy_re(
        rf"(?:剩下?的?|剩余的?|余下的?|那{_N}+块?元?|扣的[^。,，]{{0,4}}|少的)(?:钱)?(?:也|得|要|都|该|必须)"
        r"[^。,，]{0,3}(?:给|退|还)"), _SHORT),
)
_NOTHING_BACK = lazy_re(r"仅退款|只退款|不退货|不用退|不寄回|货不退|东西不退")


def read_asked(fact: Fact, told: Told, wished: Sequence[Proposal],
               known: Mapping[str, Any]) -> list[Proposal]:
    """The wishes with what the sentences ask for besides; money back of a thing at hand as that."""
    heard = {v for p in wished if p.fact == fact.id for v in p.value}
    out = list(wished)
    for key, start, end in _found(fact, told):
        if key == RETURN and heard & {RETURN, MONEY, "refund_rest", "price_cut"}:
            continue
        if key not in heard:
            heard.add(key)
            a, b = widened(told, start, end)
            out.append(Proposal(fact.id, (key,), told.words(a, b), a, b))
    happened = set(known.get("happened", ()))
    if happened & SENT:
        return [renamed(p, {RETURN: MONEY}) for p in out] if RETURN not in {
            v for p in wished for v in p.value} else out
    if happened & HAD and not _NOTHING_BACK.search(told.flat):
        return once([renamed(p, {MONEY: RETURN}) for p in out])
    return out


def _found(fact: Fact, told: Told) -> Iterator[tuple[str, int, int]]:
    for frame in _FRAMES:
        for m in frame.pattern.finditer(told.flat):
            if frame.after is not None and not frame.after.search(told.flat, 0, m.end()):
                continue
            if frame.wish == "property" and _FINED.search(
                    told.flat, told.clause(m.start())[0], m.end()):
                continue   # 商家要我赔他的地板: what they want
            if told.voice(m.start()) is None and counts(
                    fact, told, Hit(m.start(), m.end(), "frame"), "own"):
                yield frame.wish, m.start(), m.end()
                break
