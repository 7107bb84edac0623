"""What a sum is for, by the words around it: whether it may be the price, what else it paid.

The last word before a sum that says what it is for decides: 买的鞋退了 50 is a refund, 退了又花 299
买的 a price. The words are entries of rules/speech.yaml: `paying` and `no_price` within the clause,
`buying` and `harm_cost` within the sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from weiquan.core.asking.told import Told
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.said_sums import DIGITS, SaidSum
from weiquan.core.values.zh import HAN

CLAUSES = 3        # from what a loss was for to its sum: 去医院手术，是鱼刺，花了两万
NAME = 8           # characters from a sum to the deposit that it is: 3000“购车意向金”
TOLD = 4           # characters from a test to what it found: 鉴定出来是假的
_AT = frozenset("在从去")
_OF_A_PLACE = ("上", "平台", "网", "app")
_ONE = "[个台件双只条把张部瓶盒箱套袋包桶罐支根颗份对副床本枚串组片斤单次人节课晚天月位]"
_A_PIECE = lazy_re(rf"\s?[一每/](?:{_ONE}|公斤)(?!的)")
_EACH = lazy_re(rf"(?:单价|均价|每[^\W\d]{{1,2}}|(?<![买拍订购抢了下到入])一{_ONE}|/)"
                r"[:是要卖]{0,2}$")
_LISTED = lazy_re(r"(?:\d、|\d(?:元|块钱?)?[和跟与及]|、)$")
# What is wanted besides, in a part of the sentence after the sum: 再赔 2000, 、洗费三倍 930.
_SPLIT = lazy_re(r"[,，、;]|再|还要|还有|外加|加上?|另外|以及|并"
                 r"|和(?=[^,，、]{0,8}?(?:\d|[一二两三四五六七八九十百千万]))")
_BESIDE = lazy_re(r"[,，、;]?(?:能|可以|也|再|还|并|且|另外?|外加|加上?|以及|和|跟|及|要|想"
                  rf"|给我?|我|把|按)*(?:退|赔|补|还我|付我|{HAN}{{1,6}}费|{HAN}{{0,4}}损失"
                  rf"|{HAN}{{0,4}}[一二两三四五十\d]倍)")
_ADDED = lazy_re(r"(?:元|块钱?)?[,，]?(?:再|还要|还有|外加|加|另外|以及|并|和)")
_UNSIZED = lazy_re(r"倍|一半|半数|费|损失|误工|工资|利息")
TIMES = lazy_re(r"[两二三四几\d][次单笔回](?!元)|先后|分别")     # several orders
_LIST_ON = lazy_re(r"(?:元|块钱?)?、\s?\d")
_PIECES = lazy_re(rf"([两二三四五六2-6]){_ONE}")
_LINK = lazy_re(rf"[,，、和跟与及]?(?:另外?)?(?:一{_ONE})?是?")
_OPENS = lazy_re(rf"(?:[,，、:]|分别|一{_ONE}|的)(?:是|花了?|为)?$")
_ON_A_CARD = lazy_re(r"(?:卡里面?|卡上|卡内|账户里?|账上|余额|里面)(?:还|仅|只)?"
                     r"(?:剩下?|有|余)?(?:余额)?[是为:]?\Z")
_PENAL = lazy_re(r"元?(?:整|人民币)?的?(?:惩罚|罚金|罚款)")
_PENAL_BEFORE = lazy_re(r"(?:惩罚性?赔偿金?|罚款)(?:为|共|计|即)?\Z")
_UNIT = lazy_re(r"[元块的钱 “\"「]*")


def on_a_card(told: Told, said: SaidSum) -> bool:
    """Whether a sum is what is left on a card or in an account: 卡里还剩 958."""
    return _ON_A_CARD.search(told.flat, told.clause(said.start)[0], said.start) is not None


def of_a_multiple(told: Told, said: SaidSum) -> bool:
    """Whether a sum is what is wanted as a penalty: it says nothing of the price."""
    return _PENAL.match(told.flat, said.end) is not None \
        or _PENAL_BEFORE.search(told.flat, told.clause(said.start)[0], said.start) is not None


def is_a_name(told: Told, said: SaidSum, names: Iterable[str]) -> bool:
    """Whether a number is what a place is called: 在1688下单; 花了1688 is a sum."""
    return said.bare and told.flat[said.start:said.end] in names and (
        told.flat[said.start - 1:said.start] in _AT
        or told.flat.startswith(_OF_A_PLACE, said.end))


def may_be_price(told: Told, said: SaidSum, sums: Sequence[SaidSum]) -> bool:
    """Whether nothing around a sum says that it is something else than the price."""
    clause, end = told.clause(said.start)
    # A word before another sum speaks of that one: 吊牌价2000的大衣我800拍下的.
    begin = max([clause, *(s.end for s in sums if s.end <= said.start)])
    if _nearest(told, ("no_price", "want"), begin, said.start) \
            > _nearest(told, ("paying",), begin, said.start):
        return False
    if _EACH.search(told.flat, clause, said.start) or _A_PIECE.match(told.flat, said.end, end) \
            or _LISTED.search(told.flat[:said.start]):
        return False
    more = _LIST_ON.match(told.flat, said.end)
    if more and any(s.start == more.end() - 1 for s in sums) \
            and not TIMES.search(told.flat, *told.sentence(clause)):
        return False   # but 60.8，25号签收: what goes on is a day
    unit = _UNIT.match(told.flat, said.end)
    after = unit.end() if unit else said.end
    if any(told.starts_with(name, at) for name in ("no_price_after", "harm_cost")
           for at in (said.end, after)):
        return False
    bought = told.between("buying", said.end - 1, after + 1)     # 17999买的
    deposits = told.between("deposit", said.end - 1, min(end, said.end + NAME))
    return not deposits and (bool(bought) or cost_word(told, said) is None)


def cost_word(told: Told, said: SaidSum) -> tuple[int, int] | None:
    """The last word before a sum that says 医院 or 检测, when no buying is told after it.

    In its sentence; where that says only 前后花了, in the one before.
    """
    begin, _ = told.sentence(said.start)
    if begin and told.between("spent_in_all", begin - 1, said.start) \
            and not told.between("harm_cost", begin - 1, said.start):
        begin = told.sentence(begin - 1)[0]
    costs = [s for s in told.between("harm_cost", begin - 1, said.start) if s[1] <= said.start]
    if not costs or _last(told, ("buying",), begin, said.start) > costs[-1][1]:
        return None
    return costs[-1]


def spent_on(told: Told, said: SaidSum) -> tuple[int, int] | None:
    """The word that says what loss a sum was spent on: 去医院两次，花了两万.

    Only where the clause of the sum says 花了 or 一共, and the word stands near; not where it only
    tells what was found out: 鉴定是假的.
    """
    word = cost_word(told, said)
    clause, _ = told.clause(said.start)
    if word is None or not told.between("spending", clause - 1, said.start):
        return None
    if told.starts_with("testing", word[0]) and told.between(
            "found_out", word[1] - 1, min(word[1] + TOLD, told.clause(word[0])[1])):
        return None
    return word if len(list(told.clauses_in(word[0], said.start + 1))) < CLAUSES else None


def several_prices(told: Told, sums: Sequence[SaidSum]) -> SaidSum | None:
    """The prices of as many pieces as were bought, added up: 抢了两件，388和399.

    None where their number is another, or where a word says that they are something else.
    """
    for count in _PIECES.finditer(told.flat):
        begin, end = told.sentence(count.start())
        number = DIGITS.get(count[1]) or int(count[1])
        row = [s for s in sums if count.end() <= s.start < end][:number]
        if len(row) < number or not told.between("buying", begin - 1, count.start()) \
                or not _OPENS.search(told.flat[count.end():row[0].start] or ",") \
                or not all(_LINK.fullmatch(told.flat, a.end, b.start) for a, b in pairwise(row)):
            continue
        if any(_last(told, ("no_price", "want"), told.clause(s.start)[0], s.start) >= 0
               for s in row):
            continue
        note = "加起来的：" + "、".join(f"{p.value.normalize():f}" for p in row)
        return SaidSum(row[0].start, row[-1].end, sum((p.value for p in row), Decimal(0)),
                       row[0].bare, any(p.vague for p in row), note)
    return None


def whole_of(told: Told, said: SaidSum, sums: Sequence[SaidSum]) -> SaidSum | None:
    """A sum with all that is wanted besides it in its sentence: 退 600 再赔 2000 is 2600.

    None where a part of it has no sum: 250 加运费, 赔三万、治疗费一半.
    """
    parts, at = [said], said.end
    stop = told.sentence(said.start)[1]
    while at < stop:
        end = _next_part(told.flat, at, stop)
        text = told.flat[at:end]
        joined = _ADDED.match(told.flat, at, end)
        here = [s for s in sums if at <= s.start and s.end <= end]
        if not joined and not _BESIDE.match(told.flat, at, end):
            break
        if any(at <= v.start < end for v in told.voices) or told.asked(at):
            break
        if len(here) == 1:
            parts.append(here[0])
        elif here or _UNSIZED.search(text):
            return None
        elif not joined:
            break
        at = max(end, here[0].end if here else 0)
    whole = len(parts) > 2 and sum(p.value for p in parts[1:]) == said.value
    if len(parts) == 1 or whole:
        return said            # 1958，运费 58，误工 1900: the first is the sum of the rest
    note = "加起来的：" + "、".join(f"{p.value.normalize():f}" for p in parts)
    return SaidSum(said.start, parts[-1].end, sum((p.value for p in parts), Decimal(0)), said.bare,
                   any(p.vague for p in parts), note)


def _next_part(text: str, at: int, stop: int) -> int:
    """Where the next part of an enumeration ends, that begins at a place."""
    begin = at
    while opening := _SPLIT.match(text, begin, stop):
        begin = opening.end()
    found = _SPLIT.search(text, max(begin, at + 1), stop)
    return found.start() if found else stop


def _nearest(told: Told, entries: Iterable[str], begin: int, until: int) -> tuple[int, int]:
    """Where the last word before a place ends, and how long it is: 还要支付 outdoes its own 付."""
    return max(((b, b - a) for name in entries for a, b in told.between(name, begin - 1, until)
                if b <= until), default=(-1, 0))


def _last(told: Told, entries: Iterable[str], begin: int, until: int) -> int:
    """Where the last word of the entries before a place ends, -1 where there is none."""
    return max((b for name in entries for _, b in told.between(name, begin - 1, until)
                if b <= until), default=-1)
