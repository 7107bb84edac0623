"""What spreadsheets do to what was typed into them: undone where nothing is lost, else named."""

from __future__ import annotations

import re
from datetime import date, timedelta

from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.typed import excerpt, plain_line

BLANKS = frozenset({"", "-", "--", "—", "——", "/", "\\", "n/a", "null", "nan", "nil"})
_WRAPPED = lazy_re(r'\s*="(.*)"\s*', re.S)
_SCIENTIFIC = lazy_re(r"\d(\.\d+)?[eE]\+?\d+")
_CUT_SHORT = lazy_re(r"[1-9]\d{14}0{3,}")       # a number of a spreadsheet has 15 digits
_SERIAL = lazy_re(r"(\d{1,5})(\.\d+)?")
_ZERO_DAY = lazy_re(r"(1899|1900|1904)[-/.年](0?1|12)[-/.月](0?[01]|3[01])日?( .*)?")
_BARE_ZERO = lazy_re(r"0?0:00(:00)?")
_ERRORS = lazy_re(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)", re.I)
_HASHES = lazy_re(r"#{2,}")
_ALL_WIDE = lazy_re(r"[！-～　]+")
BEGIN = date(1899, 12, 30)                         # day 0 of the serial dates since March 1900
SERIALS = range(36526, 65381)                      # 2000-01-01 to 2078-12-31
BROKEN = "�"
_FORMULA = frozenset("=+-@|%")
AS_TEXT = "把这一列设成“文本”格式，再从原处重新复制"


def cell_text(raw: str) -> str:
    """What stands in a cell, without what only kept it from being changed; "" for a blank.

    Undone: the wrapper of ="…", an apostrophe before and tabs around a number, full-width
    digits and signs where there is nothing else.
    """
    text = raw
    if (match := _WRAPPED.fullmatch(text)) is not None:
        text = match[1].replace('""', '"')
    text = text.strip().strip("\ufeff\u200b")
    if text[:1] in {"'", "`", "’"} and len(text) > 1 and text[1:].strip().isascii():
        text = text[1:].strip()
    if _ALL_WIDE.fullmatch(text):
        text = plain_line(text)
    return "" if text.casefold() in BLANKS else text


def damage(kind: str, text: str) -> str:
    """What a spreadsheet made of a cell of a fact of this type, and what to do; else "".

    A Chinese sentence or two without the name of the fact.
    """
    shown = excerpt(text)
    if BROKEN in text:
        return f"写成了 {shown}，里面有认不出的字。请把表格另存为“CSV UTF-8”再试。"
    if _ERRORS.fullmatch(text):
        return f"写成了 {shown}，是表格公式出错的标记。请在表格里改好，或者留空。"
    if _HASHES.fullmatch(text):
        return f"写成了 {shown}，是列太窄时显示的井号。请把列拉宽，再复制或另存一次。"
    bare = plain_line(text).replace(",", "")
    if _SCIENTIFIC.fullmatch(bare):
        lost = "后面的数字已经丢了。" if kind == "text" else ""
        return f"写成了 {shown}，像是被表格软件改成了科学计数，{lost or '读不准。'}请{AS_TEXT}。"
    if kind == "text" and _CUT_SHORT.fullmatch(bare):
        return (f"写成了 {shown}，末尾的 0 像是表格软件填的：它只留得住 15 位数字。请{AS_TEXT}。")
    return _day_damage(shown, bare) if kind in {"date", "datetime"} else ""


def _day_damage(shown: str, bare: str) -> str:
    if _ZERO_DAY.fullmatch(bare) or _BARE_ZERO.fullmatch(bare) or bare == "0":
        return f"写成了 {shown}，像是空白格被表格软件当成了日期。没有这一天就留空，有就重新填写。"
    serial = _SERIAL.fullmatch(bare)
    if serial and int(serial[1]) in SERIALS:
        day = BEGIN + timedelta(days=int(serial[1]))
        return (f"写成了 {shown}，像是表格软件里日期的序号（多半是 {day}）。"
                "请把这一列设成“日期”格式，显示成 2026-03-02 的样子再另存。")
    return ""


def column_letter(index: int) -> str:
    """The name that spreadsheets give to a column, counted from 0: A, B, … AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def defused(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; other text as it is."""
    return f"'{text}" if plain_line(text)[:1] in _FORMULA else text
