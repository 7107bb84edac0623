"""What was lost or spent besides the price: 检测费300, 被骗4800, 去医院三次，花了两千."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from weiquan.core.asking.choices import counts, widened
from weiquan.core.asking.cueing import VALUE, Hit, find
from weiquan.core.asking.heard import Proposal
from weiquan.core.asking.sumroles import spent_on
from weiquan.core.asking.told import Told
from weiquan.core.case.items import kind_of
from weiquan.core.language.operators import Item
from weiquan.core.model import Choice, Fact
from weiquan.core.values.said_sums import SaidSum

_COST = ("费", "费用", "的钱", "误工", "机票", "医药", "路费", "账单")   # how a cost is named
_LOSS_BEFORE = frozenset(":：是为的约共花了付垫交出掉掏去用我自己先,，一总")
_SPENT_THEN = re.compile(r"了?[,，]?(?:一共|总共|前后)?(?:花|用了)")
_LOSS_AFTER = frozenset({"", "的", "多", "左右", "块", "元"})


def read_items(fact: Fact, told: Told, free: list[SaidSum]) -> list[Proposal]:
    """The entries of a list of sums: 检测费花了300, 46.5的路费; takes them out of those free."""
    out = []
    for kind, place, said in [*_named_items(fact, told, free), *_spent_items(fact, told, free)]:
        if said not in free:
            continue
        free.remove(said)
        start, end = widened(told, min(place[0], said.start), max(place[1], said.end))
        name = told.raw[place[0]:place[1]]
        named = name.endswith(_COST) and kind_of(fact, name) == kind.id   # not 确诊 17415.1
        item = Item(kind.id, name if named else kind.label, said.value)
        out.append(Proposal(fact.id, (item,), told.words(start, end), start, end,
                            said.vague, said.note))
    return out


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


def _spent_items(fact: Fact, told: Told, sums: Sequence[SaidSum]) -> Iterator[Entry]:
    """Sums that were spent on what the clauses before them tell: 去医院两次，前后花了两万."""
    for said in sums:
        word = spent_on(told, said)
        if word is None:
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
