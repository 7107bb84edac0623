"""What a sum is for, by the words around it: whether it may be the price, what else it paid.

The last word before a sum that says what it is for decides: 买的鞋退了 50 is a refund, 退了又花 299
买的 a price. The words are entries of rules/speech.yaml: `paying` and `no_price` within the clause,
`buying` and `harm_cost` within the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from weiquan.core.asking.told import Told
from weiquan.core.values.said_sums import SaidSum

CLAUSES = 3        # from what a loss was for to its sum: 去医院手术，是鱼刺，花了两万
NAME = 8           # characters from a sum to the deposit that it is: 3000“购车意向金”
TOLD = 4           # characters from a test to what it found: 鉴定出来是假的
_ONE = "[个台件双只条把张部瓶盒箱套袋包桶罐支根颗份对副床本枚串组片斤单次人节课晚天月位]"
_A_PIECE = re.compile(rf"\s?[一每/](?:{_ONE}|公斤)(?!的)")
_EACH = re.compile(rf"(?:单价|均价|每[^\W\d]{{1,2}}|一{_ONE}|/)[:是要卖]{{0,2}}$")
_LISTED = re.compile(r"(?:\d、|\d(?:元|块钱?)?[和跟与及]|、)$")
_MORE = re.compile(r"(?:元|块钱?)?[,，]?(?:再|还要|还有|外加|加|另外|以及|并|和)"
                   r"[^。\n]{0,8}?(?:\d|[两三十百千万]|赔|倍|费|损失)")
_UNIT = re.compile(r"[元块的钱 “\"「]*")


def may_be_price(told: Told, said: SaidSum, sums: Sequence[SaidSum]) -> bool:
    """Whether nothing around a sum says that it is something else than the price."""
    clause, end = told.clause(said.start)
    # A word before another sum speaks of that one: 吊牌价2000的大衣我800拍下的.
    begin = max([clause, *(s.end for s in sums if s.end <= said.start)])
    if _last(told, ("no_price", "want"), begin, said.start) \
            > _last(told, ("paying",), begin, said.start):
        return False
    if _EACH.search(told.flat, clause, said.start) or _A_PIECE.match(told.flat, said.end, end) \
            or _LISTED.search(told.flat[:said.start]):
        return False
    unit = _UNIT.match(told.flat, said.end)
    after = unit.end() if unit else said.end
    if any(told.starts_with(name, at) for name in ("no_price_after", "harm_cost")
           for at in (said.end, after)):
        return False
    bought = told.between("buying", said.end - 1, after + 1)     # 17999买的
    deposits = told.between("deposit", said.end - 1, min(end, said.end + NAME))
    return not deposits and (bool(bought) or cost_word(told, said) is None)


def cost_word(told: Told, said: SaidSum) -> tuple[int, int] | None:
    """The last word before a sum that says 医院 or 检测, when no buying is told after it."""
    begin, _ = told.sentence(said.start)
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


def is_all(told: Told, said: SaidSum) -> bool:
    """Whether nothing is added to a sum: not 我要退 600 再赔 2000, nor 250 加运费."""
    return not _MORE.match(told.flat, said.end)


def _last(told: Told, entries: Iterable[str], begin: int, until: int) -> int:
    """Where the last word of the entries before a place ends, -1 where there is none."""
    return max((b for name in entries for _, b in told.between(name, begin - 1, until)
                if b <= until), default=-1)
