"""What was lost or spent besides the price: 检测费300, 被骗4800, 去医院三次，花了两千."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from weiquan.core.asking.choices import counts, widened
from weiquan.core.asking.cueing import VALUE, Hit, find
from weiquan.core.asking.heard import Proposal
from weiquan.core.asking.sumroles import spent_on
from weiquan.core.asking.told import Told
from weiquan.core.case.items import kind_of
from weiquan.core.language.operators import Item
from weiquan.core.model import Choice, Fact
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.said_sums import SaidSum
from weiquan.core.values.zh import HAN

_COST = ("费", "费用", "的钱", "误工", "机票", "医药", "路费", "账单")   # how a cost is named
_LOSS_BEFORE = frozenset(":：是为的约共花了付垫交出掉掏去用我自己先,，一总")
_SPENT_THEN = lazy_re(r"了?[,，]?(?:一共|总共|前后)?(?:花|用了)")
_LISTED = lazy_re(r"[。！？!?;；\n、]|[,，](?!\d{3})|(?<![\d.])\d[.、)） ]\s*" rf"(?={HAN})")
_ROUGHLY = lazy_re(r"大概|大约|差不多|合计|总共|加起来")
LABEL = 16                                     # characters between a label and its sum
_LOSS_AFTER = frozenset({"", "的", "多", "左右", "块", "元"})
FREIGHT = "freight"
# Of what is paid or lost by the day: what tells how many days, the surest first.
_BY_DAY = {"care": ("护理|护工|陪护|照顾", "住院|住了院|住"),
           "lost_work": ("误工|请假|没上班|休息|病假|歇", "住院|住了院")}
_SO_MANY = r"[^，。；,;\d]{0,4}(\d{1,3})[天日](?!前)"
_SPENDS = lazy_re(r"(?:花|付|交|掏|用)了?\Z")
_TO_HAVE = lazy_re(r"(?:元|块钱?)?(?:去|拿去|送去|找人|请人|又)?"
                   r"(?:做|办|搞|弄|买|跑)了?(?:个|一次|一份|份)?")
_A_DAY = lazy_re(r"(?:一|每)[天日]\D{0,3}\Z")
_EACH_DAY = lazy_re(r"(?:元|块钱?)?(?:[/每一]|一)[天日]")
# 运费险只赔了8块: that much of the freight is no loss any more.
_COVERED = lazy_re(r"(?:运?费?险|退货宝|保险公司?|理赔)[^，。；,;\d]{0,6}"
                   r"(?:[给赔付退补到][付给我了账]*了?|到账)(?:我|了)*$")
_NOT_YET = lazy_re(r"不|没|未|应该|本来|最多|能|会|要|才(?:能|会)")


def read_items(fact: Fact, told: Told, free: list[SaidSum], bought: str = "") -> list[Proposal]:
    """The entries of a list of sums: 检测费花了300, 46.5的路费; takes them out of those free.

    What was bought is no loss by its name: 买了机票540.
    """
    out = []
    found = [*_named_items(fact, told, free), *_labelled_items(fact, told, free),
             *_spent_items(fact, told, free), *_daily_items(fact, told, free)]
    for kind, place, rounded in found:
        if rounded not in free or (told.flat[slice(*place)] in bought and told.between(
                "buying", told.sentence(place[0])[0] - 1, place[0])):
            continue
        said = _of_all_days(told, _exactly(told, rounded, free), kind)
        if said is None:
            continue           # so much a day, and nobody knows how many
        for used in {rounded, said} & {*free}:
            free.remove(used)
        start, end = widened(told, min(place[0], said.start), max(place[1], said.end))
        name = told.raw[place[0]:place[1]]
        named = name.endswith(_COST) and kind_of(fact, name) == kind.id   # not 确诊 17415.1
        rest = said.value - (_covered(told, said, free) if kind.id == FREIGHT else 0)
        item = Item(kind.id, name if named else kind.label, rest)
        out.append(Proposal(fact.id, (item,), told.words(start, end), start, end,
                            said.vague, said.note))
    return out


def _covered(told: Told, said: SaidSum, free: list[SaidSum]) -> Decimal:
    """What an insurance has paid of the freight, taken out of the free sums; 0 where nothing."""
    for other in free:
        begin = told.clause(other.start)[0]
        before = told.flat[begin:other.start]
        if other.value < said.value and _COVERED.search(before) and not _NOT_YET.search(before):
            free.remove(other)
            return other.value
    return Decimal(0)


Entry = tuple[Choice, tuple[int, int], SaidSum]    # its kind, the word that names it, the sum


def _named_items(fact: Fact, told: Told, sums: Sequence[SaidSum]) -> Iterator[Entry]:
    """Sums beside the name of a cost: 检测费300; and where a cue itself holds one: 被骗#."""
    places = [(s.start, s.end) for s in sums]
    for choice in fact.choices:
        for cue in sorted(choice.cues, key=len, reverse=True):
            for found in find(cue, told, {VALUE: places}):
                if VALUE in cue:
                    hit, said = found, next(s for s in sums if (s.start, s.end) == found.value)
                else:
                    named = _named(told, found)
                    beside = _beside(told, named, sums) if named is not None else None
                    if named is None or beside is None:
                        continue
                    hit, said = named, beside
                if counts(fact, told, hit) and not _claimed(told, hit):
                    yield choice, (hit.start, hit.end), said


def _labelled_items(fact: Fact, told: Told, sums: Sequence[SaidSum]) -> Iterator[Entry]:
    """Sums in a line that the name of a cost begins: 医药费：票据15800元, 护理交通4200.

    What stands between is what is told of it; a line with a second sum is not read so.
    """
    for start, end in told.spans("cost_heads"):
        line, stop = _line(told, start)
        here = [s for s in sums if end <= s.start < stop]
        if start != line or not here:
            continue
        between = told.flat[end:here[0].start]
        labelled = between[:1] == ":" and len(here) == 1 and len(between) <= LABEL
        if not labelled and not _LOSS_BEFORE.issuperset(_ROUGHLY.sub("", between)):
            continue
        kind = kind_of(fact, told.flat[start:end])
        choice = next((c for c in fact.choices if c.id == kind), None)
        hit = Hit(start, end, told.flat[start:end])
        if choice is not None and counts(fact, told, hit) and not _claimed(told, hit):
            yield choice, (start, end), here[0]


def _line(told: Told, at: int) -> tuple[int, int]:
    """Where a line or an entry of a list begins and ends."""
    begin = max((m.end() for m in _LISTED.finditer(told.flat, 0, at)), default=0)
    end = next((m.start() for m in _LISTED.finditer(told.flat, at)), len(told.flat))
    return begin, end


def _exactly(told: Told, said: SaidSum, free: Sequence[SaidSum]) -> SaidSum:
    """The sum of the receipts in place of a rounded one: 治了一万六千多，发票加起来 16240."""
    if not said.vague:
        return said
    return next((s for s in free if not s.vague and said.value <= s.value < said.value * 3 / 2
                 and told.between("receipts_total", told.clause(s.start)[0] - 1, s.start)), said)


def _spent_items(fact: Fact, told: Told, sums: Sequence[SaidSum]) -> Iterator[Entry]:
    """Sums that were spent on what the clauses before them tell: 去医院两次，前后花了两万."""
    for said in sums:
        after = _spent_to(fact, told, said)
        if after is not None:
            yield after
            continue
        word = spent_on(told, said)
        if word is None or _by_others(told, said):
            continue
        # 送去宠物医院治疗: who was treated stands before the word in its clause.
        where = told.flat[told.clause(word[0])[0]:word[1]]
        kinds = [(cue, choice) for choice in fact.choices for cue in choice.cues
                 if VALUE not in cue and cue in (where if len(cue) > 2 else
                                                 told.flat[word[0]:word[1]])]
        if kinds:
            cue, kind = max(kinds, key=lambda k: len(k[0]))
            hit = Hit(word[0], word[1], cue)
            if counts(fact, told, hit) and counts(fact, told, Hit(said.start, said.end, cue)) \
                    and not _claimed(told, Hit(said.start, said.end, cue)):
                yield kind, word, said


def _spent_to(fact: Fact, told: Told, said: SaidSum) -> Entry | None:
    """A sum that was spent to have something done, which stands behind it: 花120做了鉴定."""
    begin, end = told.clause(said.start)
    to = _TO_HAVE.match(told.flat, said.end, end)
    if to is None or not _SPENDS.search(told.flat, begin, said.start):
        return None
    rest = told.flat[to.end():min(end, to.end() + LABEL)]
    kinds = [(rest.find(cue), -len(cue), cue, choice) for choice in fact.choices
             for cue in choice.cues if VALUE not in cue and cue in rest]
    if not kinds:
        return None
    at, _, cue, kind = min(kinds, key=lambda k: k[:2])
    return kind, (to.end() + at, to.end() + at + len(cue)), said


def _by_others(told: Told, said: SaidSum) -> bool:
    """Whether the other side has paid it: 商场垫付了 5000."""
    begin = told.clause(said.start)[0]
    who = next(iter(told.between("payers", begin - 1, said.start)), None)
    return who is not None and bool(told.between("advancing", who[1] - 1, said.start))


def _daily_items(fact: Fact, told: Told, sums: Sequence[SaidSum]) -> Iterator[Entry]:
    """Sums a day beside who was paid or what was lost: 请了护工一天200, 误工每天300."""
    for said in sums:
        begin = told.clause(said.start)[0]
        before = told.flat[begin:said.start]
        kinds = [(before.rfind(cue), cue, choice) for choice in fact.choices
                 if choice.id in _BY_DAY for cue in choice.cues if cue in before]
        if kinds and (_A_DAY.search(before) or _EACH_DAY.match(told.flat, said.end)):
            at, cue, kind = max(kinds, key=lambda x: x[0])
            yield kind, (begin + at, begin + at + len(cue)), said


def _of_all_days(told: Told, said: SaidSum, kind: Choice) -> SaidSum | None:
    """What it comes to where it is so much a day; None where the days were not told."""
    if not _A_DAY.search(told.flat, told.clause(said.start)[0], said.start) \
            and not _EACH_DAY.match(told.flat, said.end):
        return said
    days = [int(m[1]) for words in _BY_DAY.get(kind.id, ())
            for m in re.finditer(f"(?:{words}){_SO_MANY}", told.flat)]
    if not days:
        return None
    note = f"{said.value.normalize():f} × {days[0]} 天"
    return replace(said, value=said.value * days[0], note=note)


def _claimed(told: Told, hit: Hit) -> bool:
    """Whether it is what the other side asks for: 要我赔运费12."""
    return bool(told.between("claiming", told.clause(hit.start)[0] - 1, hit.start))


def _named(told: Told, hit: Hit) -> Hit | None:
    """The name of a cost with its 费, None for a word that names something else here."""
    end = hit.end
    for more in ("费用", "费", "的钱", "账单"):
        if told.flat.startswith(more, end):
            end += len(more)
            break
    named = told.flat[:end].endswith(_COST) or _SPENT_THEN.match(told.flat, end) is not None
    return Hit(hit.start, end, hit.cue) if named else None


def _beside(told: Told, hit: Hit, sums: Iterable[SaidSum]) -> SaidSum | None:
    for said in sums:
        after = hit.end <= said.start <= hit.end + 6 \
            and _LOSS_BEFORE.issuperset(told.flat[hit.end:said.start])
        before = said.end <= hit.start and told.flat[said.end:hit.start] in _LOSS_AFTER
        if after or before:
            return said
    return None
