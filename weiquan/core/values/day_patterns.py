"""How days are written in Chinese texts: 9月8号, 8.22, 上周三, 前几天, 过了两天, 第5天."""

from __future__ import annotations

import re

from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.zh import HAN, WEEKDAYS

_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_NOT_AFTER = r"(?![\d.]*\d)"
_YEAR = r"(?:(?P<year>\d{4}|(?<!\d)2\d)年|(?P<yearword>去年|今年|前年|明年)的?)"
_DAY_END = r"(?:[日号]|(?![\d个天元块次%.点时分折月年件]))"
_PART = r"(?P<part>初|中旬|上旬|下旬|中(?!秋|国)|底|末|份)"
_AFTER_DAY = r"(?!内|以内|之内|均|常|用品|历|报|子|记|租|游|[楼店线库机链车院码铺门桌床])"
# After 7天后 a term, no day that has gone by.
_TERM = "就?不|付|发货|自动|才能|到期|过期|无|没法|可|再退|给|处理|到账|交货|送"
# What was done at once was done on the day told before it; 马上退 is only promised.
_AT_ONCE = ("(?:当场|第一时间|马上|立马|立刻|立即)"
            "(?=就?(?:去|又|再)?(?:联系|找|跟|和|反馈|反映|告诉|告知|打电话|说要|申请))")
PATTERNS = "|".join((
    r"(?<!\d)(?P<y8>20\d\d)(?P<m8>0[1-9]|1[0-2])(?P<d8>[0-3]\d)(?!\d)",
    rf"(?<![\d.])(?P<yf>\d{{4}}|2\d)\s?[年./-]\s?(?P<mf>\d{{1,2}})\s?[月./-]\s?"
    rf"(?P<df>\d{{1,3}})(?:\s?[日号]|{_NOT_AFTER})",
    r"(?<!\d)(?P<yg>20\d\d)(?P<mg>1[0-2]|0?[1-9])月(?P<dg>\d{1,3})[日号]?",
    rf"(?<![\d个第])(?:{_YEAR})?(?P<m>{_N})月(?:(?P<d>\d{{1,3}}|{_N}){_DAY_END}|{_PART})?"
    r"(?!龄|经|饼|嫂|球|亮|票|销|租)",
    # 红包抵了2.6, 评分4.8 are no days.
    r"(?<![\d.¥a-z第~至到价抵减省返扣付赔补差惠宜值评分-])(?<![抵减省返扣充花付退赔降涨收差惠宜打]了)"
    r"(?P<mdot>1[0-2]|0?[1-9])[./](?P<ddot>[0-3]?\d)(?P<dotend>[日号])?"
    r"(?![\d.]|[元块折%倍万wkgm克斤升寸厘米年级分度公千吨毫秒]|小时|平[方米]|个|包邮)",
    r"(?<![\d第每近这几型编单货门款小大前])(?P<mw>本月|这个月|上个?月|当月|下个?月)?"
    rf"(?P<day>\d{{1,2}}|{_N})[号日]{_AFTER_DAY}",
    r"(?P<word>今天|今日|昨天|昨日|大前天|前天|前日|昨晚|昨夜|今早|今晚|前晚|明天|后天)",
    rf"(?P<then>当天|当日|当晚|次日|隔天|{_AT_ONCE})",
    r"(?<!后)第(?P<nth>\d{1,3}|[一二两三四五六七八九十]{1,3})天(?!内|以内|无理由)",
    rf"(?P<later>(?:又|才)?过了?(?P<gone>{_N})天(?!,?(?:{_TERM}|没|商家))"
    rf"|(?P<on>\d{{1,3}}|{_N})(?P<onunit>天|个?月|周|个?星期|个?礼拜)(?:之|以)?后(?!{_TERM}))",
    rf"(?<!提)(?P<few>前几天|前两天|前些天|(?:(?P<n>\d{{1,3}}|{_N}|几|半)(?P<half>半)?个?"
    r"(?P<more>多)?(?P<unit>天|日|周|星期|礼拜|月|年)(?P<half2>半|多)?)(?:之|以)?前(?!通知|告知|提))",
    rf"(?P<week>上+|这|本|下)?个?(?:周|星期|礼拜)(?P<weekday>[{WEEKDAYS}天])",
    rf"(?P<whole>上个?(?:周|星期|礼拜|月)(?P<wholepart>初|中旬|上旬|下旬|底|末)?)(?!{HAN}?\d)",
))
CLOCK = lazy_re(
    r"\s?(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|夜里|晚|早)?\s?\d{1,2}(?::\d{2}(?::\d{2})?|[点时](?!间)"
    r"(?:\d{1,2}分?|半|多|左右)?)")


# A day as letters write it.
WRITTEN = lazy_re(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日")

# Beside a number of 日, these make it a length of time: 超过30日, 7日无理由. 超过15号 is a day.
_LASTS_BEFORE = lazy_re(
    r"(?:超过|[未期]?满|逾期?|达到?|连续|不足|累计|最[长短多少晚迟]|至少|[少多]于|提前|为期|保质期|间隔"
    r"|[等用拖住停晚迟]了|质保期?|共|限期?|仅有?)\s?$")
_LASTS_AFTER = lazy_re(r"(?:以上|期限|试用|无理由|有余|之久|质保|包[退换])")

# Before a day, these make it one of many: 每月的8号, 每周三.
_EACH_BEFORE = lazy_re(
    r"(?:每个?(?:月|周|星期|礼拜|年)?|月月|周周|年年|按月|按年)(?:的|到|逢)?\s?$")

# Beside a day, these make it one known about.
ROUGHLY_AFTER = lazy_re(r"\s?(?:左右|前后|上下|那几天|那会儿?|的样子)")
ROUGHLY_BEFORE = lazy_re(r"(?:大概|大约|差不多|好像|应该|可能|约)(?:是|在)?\s?$")


def roughly(text: str, start: int, end: int) -> bool:
    """Whether the words around a day say that it is known about: 8月22日左右, 大概22号."""
    return bool(ROUGHLY_AFTER.match(text, end) or ROUGHLY_BEFORE.search(text[:start]))


def only_until(text: str, match: re.Match[str]) -> bool:
    """Whether a month only says how long something went on: 到9月又坏了 names no day of it."""
    return match["m"] is not None and match["d"] is None and match["part"] in {None, "份"} \
        and text[:match.start()].endswith(("到", "至"))


def recurs(text: str, match: re.Match[str]) -> bool:
    """Whether a day comes again and again, so that it is no day of the calendar: 每个月6号."""
    return _EACH_BEFORE.search(text, max(match.start() - 6, 0), match.start()) is not None


def lasts(text: str, match: re.Match[str]) -> bool:
    """Whether a number of 日 says how long something is, not which day."""
    return match["day"] is not None and match[0].endswith("日") and bool(
        _LASTS_BEFORE.search(text, max(match.start() - 6, 0), match.start())
        or _LASTS_AFTER.match(text, match.end()))
