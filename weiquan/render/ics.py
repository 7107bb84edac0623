"""Deadlines as a calendar file (RFC 5545) with alarms, for any calendar program."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from weiquan.core.judging.views import Clock

CHINA = timedelta(hours=8)        # no summer time; written as UTC, which every program reads
ALARMS = (timedelta(days=1), timedelta(hours=3))
LINE = 75                         # octets


def calendar_text(clocks: Iterable[Clock], now: datetime, title: str) -> str:
    """The dated deadlines that are still to come, each with two alarms."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//weiquan//CN", "CALSCALE:GREGORIAN"]
    for clock in clocks:
        if clock.due is not None and clock.due >= now:
            lines += _event(clock, clock.due, now, title)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(clock: Clock, due: datetime, now: datetime, title: str) -> list[str]:
    key = f"{title}|{clock.rule.id}|{due.isoformat()}".encode()
    mine = clock.rule.who == "buyer"
    summary = clock.rule.name if mine else f"{clock.rule.name}（到这天还没有，就逾期了）"
    lines = [
        "BEGIN:VEVENT", f"UID:{hashlib.sha256(key).hexdigest()[:24]}@weiquan",
        f"DTSTAMP:{_utc(now)}", f"DTSTART:{_utc(due)}", f"DTEND:{_utc(due)}",
        f"SUMMARY:{_text(f'{title}：{summary}')}",
        f"DESCRIPTION:{_text(f'到时：{clock.rule.on_expiry}' + (clock.note or ''))}",
    ]
    for before in ALARMS if mine else ():
        minutes = int(before.total_seconds() // 60)
        lines += ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_text(summary)}",
                  f"TRIGGER:-PT{minutes}M", "END:VALARM"]
    return [*lines, "END:VEVENT"]


def _utc(moment: datetime) -> str:
    return f"{moment - CHINA:%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, written)
    return text


def _folded(line: str) -> list[str]:
    """A content line in pieces of at most 75 octets; the later ones begin with a space."""
    out: list[str] = []
    piece = ""
    for char in line:
        if len((piece + char).encode()) > LINE:
            out.append(piece)
            piece = " "
        piece += char
    return [*out, piece]
