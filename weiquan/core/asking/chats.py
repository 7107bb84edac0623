"""Chat logs: 名字 2026-11-16 10:03:22 and what was said, as WeChat, 旺旺 and 抖音 export them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache

from weiquan.core.asking.told import Told, Voice
from weiquan.core.model import Speech
from weiquan.core.values.records import result

LEAST = 2                        # messages that make a log
LONGEST_NAME = 25
_DAY = r"(?:(?P<year>20\d\d)[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
_TIME = r"(?P<hour>\d{1,2})[:：](?P<minute>\d{2})(?:[:：]\d{2})?"
_WHEN = (
    rf"[\[(（]?(?:{_DAY}|(?P<word>昨天|今天|前天|星期.|周.))?[ T]*"
    rf"(?:上午|下午|凌晨|晚上)?\s*{_TIME}[\])）]?"
)
_NAME = r"(?P<name>[^\s:：\d\[(（][^:：\n\[(（]{0,24}?)"
_DESK = r"[^\s:：，。]{1,12}[:：][ \t　]+"
_PLAIN = r"^(?P<name>[^\s:：\d]{1,16})[:：][ \t　]*(?P<rest>\S.*)$"


@result
class Message:
    """One message: who wrote it, when as far as the log says, and where its words stand."""

    name: str
    day: date | None
    at: datetime | None
    start: int
    end: int
    merchant: bool = False


@cache
def _heads() -> tuple[re.Pattern[str], ...]:
    """Heads: name and time in either order, or the time below the name; made when needed."""
    return (re.compile(rf"^{_NAME}[ \t　]*{_WHEN}[ \t　]*[:：]?[ \t　]*(?P<rest>.*)$"),
            re.compile(rf"^{_WHEN}[ \t　]*{_NAME}(?:[ \t　]*[:：][ \t　]*(?P<rest>.*))?$"),
            re.compile(rf"^{_WHEN}$"))


def messages_of(raw: str, today: date, speech: Mapping[str, Speech]) -> list[Message]:
    """The messages of a chat log; none where the text is something else."""
    if raw.strip().count("\n") + 1 < LEAST:
        return []
    found = _by_heads(raw, today) or _by_names(raw, speech)
    names = {m.name for m in found}
    if len(found) < LEAST or (len(names) < 2 and not _dated(found)):
        return []
    sellers = {n for n in names if _is_merchant(n, speech)}
    if not sellers and len(names) == 2:
        sellers = _by_manner(raw, found, names)
    return [Message(m.name, m.day, m.at, m.start + _signed(raw, m, sellers), m.end,
                    m.name in sellers) for m in found]


def _signed(raw: str, message: Message, sellers: set[str]) -> int:
    """How long the name of the person at the shop's desk is: 某某旗舰店:客服小白: 亲."""
    match = re.match(_DESK, raw[message.start:message.end])
    return len(match[0]) if match and message.name in sellers else 0


def _dated(found: Sequence[Message]) -> bool:
    return all(m.day is not None for m in found)


def _by_heads(raw: str, today: date) -> list[Message]:
    """Messages with a line that names who and when, whatever the order of the two."""
    heads: list[tuple[int, int, str, date | None, datetime | None]] = []
    at, before = 0, None
    above = (0, "")   # the line before this one, where it may be a name
    for line in raw.splitlines(keepends=True):
        text = line.strip("\r\n\ufeff")
        match = next((m for p in _heads() if (m := p.match(text.strip()))), None)
        name = (match.groupdict().get("name") or above[1]).strip() if match else ""
        if match and name:
            day, moment = _moment(match, today, before)
            before = day or before
            lead = len(text) - len(text.lstrip())
            rest = match.groupdict().get("rest")
            start = at + lead + match.start("rest") if rest else at + len(line)
            first = at if match.groupdict().get("name") else above[0]
            heads.append((first, start, name, day, moment))
        above = (at, text.strip() if len(text) < LONGEST_NAME else "")
        at += len(line)
    if not heads or (len(heads) < LEAST):
        return []
    ends = [*(h[0] for h in heads[1:]), len(raw)]
    return [Message(name, day, moment, start, end)
            for (_, start, name, day, moment), end in zip(heads, ends, strict=True) if start < end]


def _moment(match: re.Match[str], today: date,
            before: date | None) -> tuple[date | None, datetime | None]:
    day = before
    try:
        if match["month"]:
            year = int(match["year"]) if match["year"] else today.year
            day = date(year, int(match["month"]), int(match["day"]))
            if not match["year"] and day > today:
                day = day.replace(year=year - 1)
        elif match["word"] in {"昨天", "今天", "前天"}:
            day = today - timedelta({"今天": 0, "昨天": 1, "前天": 2}[match["word"]])
        if day is None:
            return None, None
        return day, datetime(day.year, day.month, day.day, int(match["hour"]) % 24,
                             int(match["minute"]))
    except ValueError:
        return before, None


def _by_names(raw: str, speech: Mapping[str, Speech]) -> list[Message]:
    """Messages without times: lines that begin with one of two or three names and a colon."""
    out: list[Message] = []
    at = 0
    for line in raw.splitlines(keepends=True):
        match = re.match(_PLAIN, line.strip("\r\n"))
        if match:
            out.append(Message(match["name"], None, None, at + match.start("rest"), at + len(line)))
        elif line.strip():
            return []
        at += len(line)
    names = {m.name for m in out}
    known = [n for n in names if _is_merchant(n, speech) or n in _words(speech, "self_name")]
    return out if len(out) >= LEAST and 2 <= len(names) <= 3 and known else []


def _is_merchant(name: str, speech: Mapping[str, Speech]) -> bool:
    return any(w in name for w in _words(speech, "merchant_name")) \
        and name not in _words(speech, "self_name")


def _words(speech: Mapping[str, Speech], entry: str) -> tuple[str, ...]:
    return speech[entry].words if entry in speech else ()


def _by_manner(raw: str, found: Sequence[Message], names: set[str]) -> set[str]:
    """The one of two who says 亲 or 您: nobody else gives it away."""
    polite = {n: sum(raw[m.start:m.end].count(w) for m in found if m.name == n
                     for w in ("亲", "您", "小店", "本店")) for n in names}
    best = max(polite, key=lambda n: polite[n])
    others = [v for n, v in polite.items() if n != best]
    return {best} if polite[best] and not any(others) else set()


def told_chat(raw: str, speech: Mapping[str, Speech], messages: Sequence[Message]) -> Told:
    """A chat log as it is listened to: the merchant's lines are what he said."""
    voices = [Voice(m.start, m.end, "merchant", quoted=True) for m in messages if m.merchant]
    own = [(m.start, m.end) for m in messages if not m.merchant]
    return Told(raw, speech, voices, own)
