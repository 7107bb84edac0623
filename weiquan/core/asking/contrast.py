"""What was said to be one measure and turned out to be another: 写续航90公里…不到35公里."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from weiquan.core.asking.heard import Proposal
from weiquan.core.asking.told import Told
from weiquan.core.values.patterns import lazy_re

MISMATCH = "mismatch"
SAID_SO = frozenset({MISMATCH, "wrong_missing"})
SENTENCES = 3        # from what was said to what was found
# Pieces are no measure: too few of them are missing, not otherwise than said.
_UNITS = (r"公里|千米|厘米|毫米|平米|平方|米|公斤|千克|毫克|克|斤|毫升|升|英寸|寸"
          r"|瓦时|千瓦|瓦|毫安|安时|度电|小时|k金|倍速"
          r"|kg|km|cm|mm|ml|mah|gb|tb|wh|kw|hz|g|t|w|v|l|%")
_MEASURE = lazy_re(rf"(?<![\d.])(\d+(?:\.\d+)?)\s?({_UNITS})(?![a-z])")
_SAID = lazy_re(r"写|标|注明|说|称|宣传|承诺|介绍|参数|号称")
_FOUND = lazy_re(r"只有|不到|才|仅|实际|实测|测出|测下来|量[了出]|称[了出]"
                 r"|一量|一称|一测|到手|收到|却|跑不")
# What the seller says of the thing itself, and what the buyer finds.
_DESCRIBED = lazy_re(
    r"(?:写|标|注明|宣传|承诺|介绍|保证|号称|讲好|说好|答应)(?:的是|着是|的|着|明|是|了|过)"
    r"|(?:客服|店员|老板|老板娘|卖家|主播|销售员?|商家|店家|店里)(?:跟我|也|都)?[说称](?:是|都是)?")
_FINDING = lazy_re(
    r"一量|量了|量下来|一称|称了|一摸|一看|一查|一测|一验|拆开|打开|剪开|剖开|里面露|收到|到手|拿到"
    r"|送检|检测|检验|鉴定|化验|送去检|拿去[检鉴测验]|懂行|内行|朋友说|师傅说|别人说|发现")
_OTHER = lazy_re(
    r"不像|不是|只有|不到|却是|才是|结果是|结果为|结论是|原来是|其实是|竟是|竟然是|很多.{0,4}是"
    r"|全是|都是|就是(?!不)|有的是|变成|放不[进下]|塞不[进下]|装不[进下]|戴不[上进]|写的是|写着")
_BY_ME = lazy_re(r"(?<![跟给对向和问让])我(?!妈|爸|老公|老婆|家|朋友)")   # 跟我保证 is theirs
_OF_DEALING = lazy_re(r"退|换|赔|发货|到货|送到|保修|维修|质保|人为|没[发到收有货]"
                      r"|不[给管理认让在肯能]|我们|骗|假|价|钱|元|券")
_SAME = {"gb": "g", "tb": "t", "km": "公里", "千米": "公里", "千克": "公斤", "kg": "公斤",
         "cm": "厘米", "mm": "毫米", "ml": "毫升", "l": "升", "w": "瓦", "mah": "毫安",
         "平方": "平米"}


def read_contrast(told: Told, found: Iterable[Proposal]) -> list[Proposal]:
    """That the thing is not as it was said to be, where two measures of one kind differ.

    Not where that is read already, nor where less came than was bought.
    """
    if any(p.fact == "happened" and p.value[0] in SAID_SO for p in found):
        return []
    for at, value, unit in _measures(told):
        start, end = told.clause(at)
        if not _SAID.search(told.flat, told.sentence(at)[0], at) or _FOUND.search(
                told.flat, start, at):
            continue
        stop = told.sentence(at)[1]
        for _ in range(SENTENCES - 1):
            stop = told.sentence(stop)[1] if stop < len(told.flat) else stop
        for later, other, same in _measures(told, end, stop):
            a, b = told.clause(later)
            if same == unit and other != value and told.voice(later) is None \
                    and _FOUND.search(told.flat, told.sentence(later)[0], later):
                return [Proposal("happened", (MISMATCH,), told.words(a, b), a, b)]
    return _turned_out(told)


def _turned_out(told: Told) -> list[Proposal]:
    """What was said of the thing, and another thing that was found: 写的头层牛皮…不像真皮."""
    for said in _DESCRIBED.finditer(told.flat):
        begin, end = told.clause(said.start())
        if _OF_DEALING.search(told.flat, said.start(), end) or told.supposed(said.start()) \
                or _BY_ME.search(told.flat, begin, said.start()):
            continue
        stop = end
        for _ in range(SENTENCES):
            stop = told.sentence(stop)[1] if stop < len(told.flat) else stop
        for found in _FINDING.finditer(told.flat, end, stop):
            a, b = told.clause(found.start())
            b = b if _OTHER.search(told.flat, found.start(), b) else \
                told.clause(b)[1] if b < stop else b
            if (other := _OTHER.search(told.flat, found.start(), b)) \
                    and not _OF_DEALING.search(told.flat, other.start(), b) \
                    and not told.between("faulty", other.start() - 1, b) \
                    and not told.supposed(found.start()):
                return [Proposal("happened", (MISMATCH,), told.words(a, b), a, b)]
    return []


def _measures(told: Told, start: int = 0, end: int | None = None,
              ) -> Iterator[tuple[int, float, str]]:
    """Where a measure stands, its number and its unit."""
    for m in _MEASURE.finditer(told.flat, start, len(told.flat) if end is None else end):
        yield m.start(), float(m[1]), _SAME.get(m[2], m[2])
