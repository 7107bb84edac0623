"""One sentence of a story: which of its clauses tell what happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from weiquan.core.asking.demands import demands_in
from weiquan.core.asking.heard import Proposal
from weiquan.core.asking.told import OTHERS, Spans, Told
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.said_days import SaidDay
from weiquan.core.values.typed import clean_text

NAMED = 8                      # characters of words that hold a reading and no more
OPENING, SHORT = 26, 6         # characters of a first clause that only buys; of one that asks
# What says only that something was bought, when and where: letters say it from these answers.
BOUGHT = frozenset({"platform", "where_bought", "ordered_on", "received_on", "product", "paid",
                     "goods_kind", "seller_name"})
_NOT_TOLD = BOUGHT | {"wishes", "own_wishes", "merchant_said", "excuse", "merchant_response"}
_WISHED = frozenset({"wishes", "asked_sum", "losses"})
_FILLING = frozenset("在买的了下单购拍一个件台双只瓶盒箱袋套块条部元花钱到手收我们家店铺旗舰"
                     "专营卖号月日年今去天共总价于从给网上里中用款，、 “”\"")
_AMOUNT = frozenset("一二两三四五六七八九十百千万几多来每共计约合")
MARKS = "，,。；;：: 、！!~…"
_NUMBER = lazy_re(r"\d+(?:\.\d+)?")
_LISTED = lazy_re(r"[、:：]\s*$|\d\s+$")   # the next clause belongs to its list
_OPEN = {"“": "”", "「": "」", "『": "』", "(": ")", "（": "）", "【": "】", "《": "》"}
# How a clause begins that only wants something, where a wish was read from it.
_WANTING = lazy_re(
    r"(?:所以|那么?|如今|现在|现|今天|我们?|本人|就|只|也|还|再|但|可|到底|不[退换修赔]就)*"
    r"(?:要(?!不是)|想|求|请|望|希望|退|还|理?赔|换|补|把|能|该|给我|让|凭|按|照|有权|申请|诉求|全[额部]|必须|应)")
_DONE = lazy_re(r"[了过被没拒未]|不[给让肯同]")
# What is agreed, promised or printed goes on after these: 协议写找不回，全额退款.
_PAPER = lazy_re(r"协议|合同|条款|页面|订单|公告|规则|广告|承诺|保证|说好|答应")
_OWN = lazy_re(r"求|要|请|希望|现|诉求|恳请")
# Before what is demanded they say that it was demanded then: 发现后我要求平台退.
_THEN = lazy_re(r"[后时]|当[天场即晚]|第[二三]天|马上|随即|多次|一直|[几两三]次")
# How a clause goes on with what is wanted: 还有看病的钱.
_ALSO = ("还有", "再赔", "再加", "外加", "另外", "以及", "加上", "并")
_GOES_ON = (*_ALSO, "对", "同时", "根据", "依据", "按照", "依照", "给", "赔", "退")


class Sentence:
    """One sentence, as the clauses that it can be cut between."""

    def __init__(self, told: Told, found: Sequence[Proposal], days: Sequence[SaidDay],
                 start: int, end: int) -> None:
        self.told = told
        self.found = found
        self.days = days
        self.paid = {_plain(str(p.value)) for p in found if p.fact == "paid"}
        self.said = [(p.start, p.end) for p in found if p.fact == "merchant_said"]
        self.own = [w for p in found if p.fact == "own_wishes" for w in demands_in(p.value)]
        self.units = _units(told, start, end)

    def telling(self) -> list[tuple[int, int]]:
        """The stretches of it that tell what happened; none where only wishes and the like do."""
        units = self._after_the_opening()
        while units and (self._is_no_event(*units[-1]) or self._only_quotes(*units[-1])
                         or self._goes_on(units)):
            units = units[:-1]
        units = [u for u in units if not self._only_heats(*u)]
        if not any(self._says_something(*u) for u in units):
            return []
        return _stretches(units)

    def _after_the_opening(self) -> list[tuple[int, int]]:
        told, units = self.told, list(self.units)
        demanded = False
        while units:
            a, b = units[0]
            demands = self._is_no_event(a, b)
            if not (demands or self._only_bought(a, b)
                    or (demanded and told.flat.startswith(_GOES_ON, a)
                        and not _tells(told, self.found, a, b))):
                break
            if not demands and len(units) > 1 and told.flat[units[1][0]].isdigit():
                break   # 抢了两件上衣，388和399: numbers of what was bought
            demanded = demanded or demands
            units = units[1:]
        return units

    def _goes_on(self, units: Spans) -> bool:
        """Whether the last clause only goes on with what the one before demands."""
        told = self.told
        return len(units) > 1 and told.flat.startswith(_GOES_ON, units[-1][0]) \
            and self._demands(*units[-2])

    def _demands(self, start: int, end: int) -> bool:
        told = self.told
        before = told.clause(max(start - 1, 0))
        printed = start > self.units[0][0] and not _OWN.match(told.flat, start) \
            and _PAPER.search(told.flat, before[0], start) and "我" not in told.flat[start:end]
        return not printed and (_begins_to_demand(told, start, end)
                                or self._only_wishes(start, end))

    def _is_no_event(self, start: int, end: int) -> bool:
        told = self.told
        return self._demands(start, end) or _asks(told, start, end) or told.of_another(end - 1) \
            or self._only_heats(start, end)

    def _only_quotes(self, start: int, end: int) -> bool:
        """Whether a clause is the refusal that letters quote anyway: 教练说不退."""
        return any(start <= a and b <= end and end - start - (b - a) <= NAMED
                   for a, b in self.said)

    def _only_wishes(self, start: int, end: int) -> bool:
        """Whether a clause says what the person wants and no more: 退我运费, 还有看病的钱."""
        told = self.told
        words = told.flat[start:end]
        if any(clean_text(told.raw[start:end]).strip(MARKS).endswith(w) for w in self.own):
            return told.voice(start) is None
        wished = any(start <= p.start < end and p.fact in _WISHED for p in self.found)
        if words.startswith("申请") and end < self.units[-1][1]:
            return False   # 申请退货，商家要我出运费: it was done
        return wished and told.voice(start) is None and not _DONE.search(words) \
            and (words.startswith(_ALSO) or bool(_WANTING.match(words)))

    def _only_heats(self, start: int, end: int) -> bool:
        """Whether a clause is an outburst: no number in it, and nobody else speaks."""
        told = self.told
        return bool(told.between("venting", start - 1, end)) and told.voice(start) is None \
            and not _NUMBER.search(told.flat[start:end])

    def _says_something(self, start: int, end: int) -> bool:
        """Whether a clause is more than what was bought, a lead-up or the refusal quoted anyway."""
        return end - start > 1 and not self._only_bought(start, end) \
            and not _only_leads_up(self.told, start, end) \
            and not any(start < e and s < end for s, e in self.said)

    def _only_bought(self, start: int, end: int) -> bool:
        """Whether a clause says no more than what was bought, where, when and for how much."""
        told = self.told
        if self._other_numbers(start, end):
            return False
        rest = [True] * (end - start)
        if all(c in _FILLING or c in _AMOUNT or c.isdigit() or c in MARKS or c == "."
               for c in told.flat[start:end]):
            return True
        about = [p for p in self.found if p.fact in BOUGHT and p.start < end and start < p.end]
        for p in (p for p in about if p.fact != "goods_kind"):
            name = p.value if p.fact in {"product", "seller_name"} else p.words
            at = told.raw.find(name, start, end)
            if at >= 0 and (len(name) <= NAMED or p.fact in {"product", "seller_name"}):
                rest[at - start:at - start + len(name)] = [False] * len(name)
        left = [c for c, free in zip(told.flat[start:end], rest, strict=True)
                if free and c not in _FILLING and not c.isdigit() and c not in MARKS and c != "."]
        if about and len(left) <= 1:
            return True
        # 在一家专卖二手包的网店下单一个手提包: the first clause, and it ends with the thing.
        named = next((p for p in about if p.fact == "product"), None)
        at = told.raw.find(named.value, start, end) if named is not None else -1
        return start == 0 and end <= OPENING and named is not None and at >= 0 and all(
            c in _FILLING or c.isdigit() or c in MARKS or c == "."
            for c in told.flat[at + len(named.value):end])

    def _other_numbers(self, start: int, end: int) -> bool:
        """Whether it has numbers that are neither the price, nor of a day or of the name."""
        names = [(at, at + len(p.value)) for p in self.found if p.fact == "product"
                 for at in [self.told.raw.find(p.value, start, end)] if at >= 0]
        known = [*((d.start, d.end) for d in self.days), *names]
        return any(_plain(m[0]) not in self.paid
                   and not any(a <= m.start() < b for a, b in known)
                   for m in _NUMBER.finditer(self.told.flat, start, end))


def _plain(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number


def _units(told: Told, start: int, end: int) -> list[tuple[int, int]]:
    """The clauses of a sentence; those of one list, quotation or bracket are one."""
    out: list[tuple[int, int]] = []
    for a, b in told.clauses_in(start, end):
        before = out[-1] if out else (a, a)
        if out and ((_LISTED.search(told.flat, *before)
                     and not told.between("venting", before[0] - 1, before[1]))
                    or _is_open(told.flat[slice(*before)])):
            out[-1] = out[-1][0], b
        else:
            out.append((a, b))
    return out


def _is_open(text: str) -> bool:
    """Whether a quotation or a bracket begins in it and does not end."""
    return any(text.count(a) > text.count(b) for a, b in _OPEN.items()) or text.count('"') % 2 == 1


def _stretches(units: Spans) -> list[tuple[int, int]]:
    """Clauses that follow each other put together again."""
    out: list[tuple[int, int]] = []
    for a, b in units:
        if out and out[-1][1] == a:
            out[-1] = out[-1][0], b
        else:
            out.append((a, b))
    return out


def _demands(told: Told, start: int, end: int) -> bool:
    """Whether the person says what they want; 商家要求… is what another wants."""
    return any(told.voice(a) is None and not _within_a_word(told, a)
               and "了" not in told.flat[b:b + 3] and not any(
        not told.has_before("towards", s, 0) for o in OTHERS
        for s, _ in told.between(o, start - 1, a))
        for a, b in told.between("demanding", start - 1, end))


def _within_a_word(told: Told, at: int) -> bool:
    """Whether a place is within a longer word for wanting: 申请平台介入 is no 请平台."""
    return any(a < at < b for a, b in told.between("want", at - 4, at))


def _tells(told: Told, found: Iterable[Proposal], start: int, end: int) -> bool:
    """Whether something was read from a clause, or it says how the thing or the page is."""
    return any(start <= p.start < end and p.fact not in _NOT_TOLD for p in found) \
        or bool(told.between("describing", start - 1, end))


def _begins_to_demand(told: Told, start: int, end: int) -> bool:
    """Whether the demand is all that a clause is about, not what it ends with."""
    first = next(iter(told.between("demanding", start - 1, end)), None)
    return first is not None and first[0] - start <= SHORT and _demands(told, start, end) \
        and not _THEN.search(told.flat, start, first[0])


def _asks(told: Told, start: int, end: int) -> bool:
    """Whether a clause only asks; one that somebody else asks tells what he said."""
    return told.voice(start) is None and (
        "?" in told.flat[start:end] or bool(told.between("wondering", start - 1, end)))


def _only_leads_up(told: Told, start: int, end: int) -> bool:
    """问店家: a clause that only leads up to what was answered."""
    return end - start <= SHORT and bool(told.between("asks", start - 1, end))
