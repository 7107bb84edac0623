"""Days and moments from text, relative to a given now.

`past` says that the fact cannot lie in the future; it decides what an incomplete date means:
the latest day that fits and is not after today. Otherwise the nearest day that fits is taken.
Weeks begin on Monday. A weekday alone (周三) is the most recent one, today included, if `past`,
else the one of this week; 本周三 is always this week's, 上周三 last week's.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta

from weiquan.core.values.typed import Unclear
from weiquan.core.values.zh import WEEKDAYS, zh_date, zh_weekday

FURTHEST = 3660  # days; more is a slip of the finger
DAY_WORDS = {
    "今天": 0, "今日": 0, "刚刚": 0, "刚才": 0, "现在": 0,
    "昨天": -1, "昨日": -1, "前天": -2, "前日": -2, "大前天": -3,
    "明天": 1, "明日": 1, "后天": 2, "大后天": 3,
}  # fmt: skip
YEAR_WORDS = {"前年": -2, "去年": -1, "今年": 0, "明年": 1}
MONTH_WORDS = {"上": -1, "本": 0, "这": 0, "当": 0, "下": 1}
NUMERALS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}

_WEEKDAY = r"(?:周|星期|礼拜)([一二三四五六日天])"
_NUMERAL = (
    r"(?<![周期拜])[〇零一二两三四五六七八九十]+(?=个?(?:年|月|日|号|天|周|星期|礼拜|小时|时|分|点|刻|秒))"
)
_NIGHT = r"^(昨|今|明|前)(晚上?|夜里?|早上?|晨)"
_WITH_WEEKDAY = rf"(.*\d.*?)\(?{_WEEKDAY}\)?"
_AGO = r"(\d+)个?(天|日|周|星期|礼拜)(?:以|之)?(前|后)"
_ON_WEEKDAY = rf"(上+|本|这|下+|)个?{_WEEKDAY}"
_FULL = r"(\d+)[-/.年](\d+)[-/.月](\d+)[日号]?"
_COMPACT = r"(\d{4})(\d{2})(\d{2})"
_MONTH_DAY = r"(\d{1,2})[-/.月](\d{1,2})[日号]?"
_OF_MONTH = r"([上本这当下])个?月(\d{1,2})[日号]?"
_DAY = r"(\d{1,2})[日号]"


def spell(text: str) -> str:
    """A plain_line with numerals, 半 and 昨晚 spelled in one way."""
    text = re.sub(_NUMERAL, lambda m: str(numeral(m[0])), text)
    text = re.sub(r"半个?小时", "30分", text).replace("点半", "点30分")
    text = re.sub(r"点([13])刻", lambda m: f"点{int(m[1]) * 15}分", text)
    return re.sub(_NIGHT, lambda m: f"{m[1]}天{'晚上' if m[2][0] in '晚夜' else '早上'}", text)


def numeral(run: str) -> int:
    """The number that digits or 汉字 up to 九十九 stand for; raises Unclear."""
    if "十" not in run:
        return int("".join(str(NUMERALS.get(c, c)) for c in run))
    tens, _, ones = run.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        raise Unclear("看不懂是哪一天")
    return (NUMERALS[tens] if tens else 1) * 10 + (NUMERALS[ones] if ones else 0)


def read_day(text: str, today: date, *, past: bool) -> date:
    """The day that `text` (from `spell`) names; raises Unclear."""
    text = text.replace(" ", "")
    with_weekday = re.fullmatch(_WITH_WEEKDAY, text)
    if with_weekday:
        day = read_day(with_weekday[1], today, past=past)
        if day.weekday() != _weekday(with_weekday[2]):
            raise Unclear(f"{zh_date(day)}是{zh_weekday(day)}，星期对不上")
        return day
    if text in DAY_WORDS:
        return today + timedelta(DAY_WORDS[text])
    if match := re.fullmatch(_AGO, text):
        return _days_off(today, int(match[1]) * (1 if match[2] in "天日" else 7), match[3])
    if match := re.fullmatch(_ON_WEEKDAY, text):
        return _on_weekday(match[1], _weekday(match[2]), today, past=past)
    if text[:2] in YEAR_WORDS:
        text = f"{today.year + YEAR_WORDS[text[:2]]}年{text[2:]}"
    if match := re.fullmatch(_FULL, text):
        return _full(*match.groups())
    if match := re.fullmatch(_COMPACT, text):
        return _full(*match.groups())
    return _incomplete(text, today, past=past)


def _incomplete(text: str, today: date, *, past: bool) -> date:
    if match := re.fullmatch(_MONTH_DAY, text):
        month, day = int(match[1]), int(match[2])
        years = range(today.year - 1, today.year + 2)
        return _fitting([(y, month, day) for y in years], today, past=past)
    if match := re.fullmatch(_OF_MONTH, text):
        year, month = _month(today, MONTH_WORDS[match[1]])
        return real_date(year, month, int(match[2]))
    if match := re.fullmatch(_DAY, text):
        day = int(match[1])
        if not 1 <= day <= 31:
            raise Unclear("日期应在 1–31")
        months = [_month(today, n) for n in range(-2, 2)]
        return _fitting([(y, m, day) for y, m in months], today, past=past)
    raise Unclear("看不懂是哪一天")


def real_date(year: int, month: int, day: int) -> date:
    """The date, or Unclear with what is wrong with it."""
    if not 1990 <= year <= 2100:
        raise Unclear("年份应是四位数，例如 2026")
    if not 1 <= month <= 12:
        raise Unclear("月份应在 1–12")
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise Unclear(f"{year} 年 {month} 月只有 {days} 天" if day else "日期应从 1 日算起")
    return date(year, month, day)


def _full(year: str, month: str, day: str) -> date:
    if len(year) != 4:
        raise Unclear("年份要写在最前面" if len(day) == 4 else "年份应是四位数，例如 2026")
    if len(month) > 2 or len(day) > 2:
        raise Unclear("月份和日期最多两位数")
    return real_date(int(year), int(month), int(day))


def _fitting(wanted: list[tuple[int, int, int]], today: date, *, past: bool) -> date:
    found = [date(*w) for w in wanted if 1 <= w[1] <= 12 and 1 <= w[2] <= monthrange(*w[:2])[1]]
    if past:
        found = [day for day in found if day <= today]
    if not found:
        this_year = next(w for w in wanted if w[0] == today.year)
        return real_date(*this_year)
    return max(found) if past else min(found, key=lambda day: abs((day - today).days))


def _month(today: date, offset: int) -> tuple[int, int]:
    year, month = divmod(today.year * 12 + today.month - 1 + offset, 12)
    return year, month + 1


def _weekday(name: str) -> int:
    return 6 if name == "天" else WEEKDAYS.index(name)


def _on_weekday(which: str, weekday: int, today: date, *, past: bool) -> date:
    day = today + timedelta(weekday - today.weekday())
    if not which:
        return day - timedelta(7) if past and day > today else day
    weeks = len(which) * {"上": -1, "下": 1}.get(which[0], 0)
    return day + timedelta(weeks * 7)


def _days_off(today: date, days: int, direction: str) -> date:
    if days > FURTHEST:
        raise Unclear("离今天太远")
    return today + timedelta(-days if direction == "前" else days)


# ---------------------------------------------------------------- moments

_PART = r"(?P<part>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜|am|pm)"
_CLOCK = (
    rf"(?i){_PART}? ?(?<!\d)(?P<hour>\d{{1,2}})"
    r"(?::(?P<minute>\d{2})(?P<seconds>:\d{2}(?:\.\d+)?)?"
    r"|(?:点|时)(?:(?P<minute_zh>\d{1,2})分?)?(?:\d+秒)?[钟整]?)$"
)
_ONLY_PART = rf"(?i){_PART}$"
_LEFT = r"(?P<left>还剩下?|剩余时间|剩余|剩下|剩|还有|倒计时)?:?"
_TURN = r"(?P<turn>(?:以|之)?[前后])?"
_SPAN = (
    rf"{_LEFT}(?=.*\d)(?:(?P<days>\d+)天)?(?:(?P<hours>\d+)(?P<unit>个?小时|时))?"
    rf"(?:(?P<minutes>\d+)分钟?)?(?:\d+秒)?{_TURN}"
)
_DIGITAL = (
    rf"{_LEFT}(?:(?P<days>\d+)天)?(?P<hours>\d+):(?P<minutes>\d{{2}})(?::\d{{2}})?{_TURN}"
)
# (parts of the day, the hours that they can mean, what is added to reach 24-hour time)
_HOURS = (
    (("凌晨", "半夜"), range(7), 0), (("凌晨", "半夜"), range(12, 13), -12),
    (("清晨", "早上", "早晨", "上午", "am"), range(13), 0),
    (("中午",), range(11, 14), 0), (("中午",), range(1, 3), 12),
    (("下午", "傍晚", "pm"), range(1, 12), 12), (("下午", "傍晚", "pm"), range(12, 24), 0),
    (("晚上", "夜里"), range(5, 13), 12), (("晚上", "夜里"), range(17, 25), 0),
)  # fmt: skip


def read_date(text: str, now: datetime, *, past: bool) -> date:
    """The day that a plain_line names; a time of day after it is dropped; raises Unclear."""
    head, _ = _split(_iso(spell(text)))
    return read_day(head, now.date(), past=past)


def read_moment(text: str, now: datetime, *, past: bool) -> datetime:
    """The minute that a plain_line names; raises Unclear.

    A countdown (还剩1天3小时) counts from `now`; seconds are dropped, which is the earlier
    reading. A day without a time is its first minute if `past`, again the earlier reading of
    every period that begins there; a moment to come needs its time.
    """
    text = _iso(spell(text))
    if text in {"刚刚", "刚才", "现在"}:
        return _minute(now)
    counted = _countdown(text.replace(" ", ""), now, past=past)
    if counted:
        return counted
    head, clock = _split(text)
    if clock is None and not past:
        read_day(head, now.date(), past=past)
        raise Unclear("没有写几点")
    day = read_day(head, now.date(), past=past) if head else now.date()
    return datetime.combine(day, time()) + timedelta(minutes=clock or 0)


def _iso(text: str) -> str:
    return re.sub(r"(?<=\d)[Tt](?=\d)", " ", text)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _split(text: str) -> tuple[str, int | None]:
    """The day and the minute of the day, None without a time."""
    match = re.search(_CLOCK, text)
    if not match:
        return re.sub(_ONLY_PART, "", text).strip(), None
    return text[: match.start()].strip(" ,的"), _minute_of_day(match)


def _minute_of_day(match: re.Match[str]) -> int:
    hour = int(match["hour"])
    minute = int(match["minute"] or match["minute_zh"] or 0)
    if part := (match["part"] or "").lower():
        fitting = [add for parts, hours, add in _HOURS if part in parts and hour in hours]
        if not fitting:
            raise Unclear(f"看不懂{part} {hour} 点是几点，请用 24 小时制写")
        hour += fitting[0]
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise Unclear("时间应在 00:00–24:00")
    return hour * 60 + minute


def _countdown(text: str, now: datetime, *, past: bool) -> datetime | None:
    digital = re.fullmatch(_DIGITAL, text)
    match = digital or re.fullmatch(_SPAN, text)
    if not match:
        return None
    said = match["left"] or match["turn"]
    if digital:
        if not said and not match["days"] and (past or text.count(":") == 1):
            return None
        if not match["days"] and (text.count(":") == 1 or not said):
            raise Unclear("分不清是钟点还是倒计时，倒计时请写成 还剩3小时20分")
    elif not said and (past or not (match["days"] or "小时" in (match["unit"] or ""))):
        return None
    turn = (match["turn"] or "后")[-1]
    if turn == "前" and (match["left"] or not (match["hours"] or match["minutes"])):
        return None
    delta = timedelta(minutes=_total_minutes(match))
    return _minute(now - delta if turn == "前" else now + delta)


def _total_minutes(match: re.Match[str]) -> int:
    days, hours, minutes = (int(match[k] or 0) for k in ("days", "hours", "minutes"))
    total = (days * 24 + hours) * 60 + minutes
    if total > FURTHEST * 24 * 60:
        raise Unclear("离今天太远")
    return total
