"""Who speaks, where the word alone does not say: 拿去鞋店，老板说 is not who sold it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from weiquan.core.values.patterns import lazy_re

if TYPE_CHECKING:
    from weiquan.core.asking.told import Told

Speaker = tuple[int, int, str]    # where a word stands and whose it is
BEHIND = 4                        # characters between a maker's name and its people: 戴森官方售后
# Words for the seller that are also used of whoever was named last.
_ANYONE = frozenset({"人家", "他们", "她们", "他", "她", "老板", "店员", "对方", "店长", "那边",
                     "老师", "公司"})
_PEOPLE = frozenset({"售后", "客服", "门店", "店员", "店里", "公司", "老师", "公众号"})
# Where it was bought from the maker, its people are the seller's.
_SOLD_BY_IT = lazy_re(r".{0,4}(?:旗舰|官旗|自营|专卖|专营|直播|官方店|官方商城"
                      r"|官网(?:买|下单|订|购|拍))")
_TAKEN = lazy_re(r"(?:拿|送|带|抱|寄|推|开)(?:去|到|给|过去)(?:了|一家|家|附近|楼下|街上"
                 r"|市里|县里)?[^,，。;；!！?？\n]{0,10}?(?:店|行|所|站|院|中心|柜|厂|局|的|师傅|[那这]里|那边)")


def speakers_in(told: Told, kinds: Sequence[str],
                no_speakers: Sequence[tuple[int, int]]) -> list[Speaker]:
    """Who is named, in order; 售后 behind a maker's name is the maker's: 戴森售后说."""
    found = sorted((a, b, who) for who in kinds for a, b in told.spans(who)
                   if not any(c <= a and b <= d for c, d in no_speakers))
    return [(a, b, "brand") if who == "merchant" and told.flat[a:b] in _PEOPLE
            and _behind_a_maker(told, a) else (a, b, who) for a, b, who in found]


def _behind_a_maker(told: Told, at: int) -> bool:
    names = [s for s in told.between("maker", at - BEHIND - 8, at) if at - BEHIND <= s[1] <= at]
    return any("," not in told.flat[b:at] for _, b in names) and not any(
        _SOLD_BY_IT.match(told.flat, b) for _, b in told.spans("maker"))


def who_is(told: Told, speaker: Speaker, speakers: Sequence[Speaker]) -> str:
    """Whose word it is: 人家 after 专柜 is who works there, unless the seller was named since."""
    at, end, who = speaker
    if who != "merchant" or told.flat[at:end] not in _ANYONE:
        return who
    begin = told.sentence(at)[0]
    named = [s for s in speakers if begin <= s[0] and s[1] <= at
             and not (s[2] == "merchant" and told.flat[s[0]:s[1]] in _ANYONE)]
    examined = [(b, "brand" if told.between("maker_staff", a - 1, b) else "expert")
                for a, b in told.between("examiner", begin - 1, at)]
    examined += [(m.end(), "expert") for m in _TAKEN.finditer(told.flat, begin, at)
                 if not any(m.start() < s[1] and s[0] < m.end()
                            and s[2] not in {"brand", "expert"} for s in speakers)]
    last = max(examined, default=(-1, who))
    return last[1] if last[0] >= 0 and not any(
        last[0] <= s[0] for s in named if s[2] not in {"brand", "expert"}) else who
