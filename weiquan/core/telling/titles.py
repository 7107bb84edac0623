"""What a letter is about, for its title: the thing and what went wrong with it, in a few words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from weiquan.core.asking.sounding import sounds_like
from weiquan.core.case.context import ticked
from weiquan.core.language.condition import Context, Tri, evaluate, facts_in
from weiquan.core.language.holes import facts_of_holes
from weiquan.core.model import Label, Theory
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.parties import Parties
from weiquan.core.telling.progress import of_claim
from weiquan.core.telling.rebuttals import refuses
from weiquan.core.telling.saying import Sayer
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.quoting import balanced

NAME = 10                      # characters of a thing's name that a title has room for
_LEAST, _MOST = 4, 20          # of a clause that says what went wrong
_TITLED = 30                   # of a title's second half that a rule words, or that has two clauses
_CLAUSE = lazy_re(r"[^，。；：]+")
_VAGUE = lazy_re(r"^(?:前几天|半夜|晚上|第二天|早上|当天|去年|今年|前两天|这几天|最近|后来|结果"
                 r"|近几个月|当时|当晚|现在|就是|发现|都|又|还|才|也|家里|一直|是|但是|但|这"
                 r"|到(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?"
                 r"|(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:收到|到货|签收)?(?=.{4}))+")
# What is no fault of the thing: who did or said something, what was promised, how one was treated.
_NOT = lazy_re(r"[我你他她说称问找让“”\uff08\uff09\uff1f标写]|商家|卖家|客服|平台|店|快递|申请"
               r"|联系|退|赔|投诉"
               r"|[元\d.]$|(?<![坏烂假旧空裂新破])的$"
               r"|质保|保修|价保|保质期|定金|尾款|宣传|承诺|同意|医院|手术|差太多|返厂|期被"
               r"|^请|约了|预约|下单|报了|订了|买了|寄了|品控|性价比|只[能肯给]|维修|费用|人[来给]|鉴定|检测|师傅|喉咙|肚子|食道|脸上|皮肤|打赏|充[了值]"
               r"|没有?(?:坏|损|破|用过|拆|裂)|不是(?:坏|我)|\d日.*来|来了[一两俩三几]|走了$|口头|阿姨|工人"
               r"|没有?[写标说]|都没有?$|没人|好好的")
# 页面写20卷, 到手就6卷: what was said, and how it is.
_SAID = lazy_re(r"^(?!.*[我你他她])(?!.*没有?[写标说注称]).*(?:写|标|宣传|称|描述|展示|显示|注明"
                r"|说好|承诺|[收订买定]的)")
_FOUND = lazy_re(r"到手|收到|实际|其实|只有|却|能被|测|量|到货|结果|最后|发来|发的|给的|出的|装的"
                 r"|用的")

_BARE = lazy_re(r"[的了我你是在都就给出最后一]|\d")
_UNLIKE = frozenset({"mismatch", "fake_or_used", "wrong_missing", "food"})


class Matter(str):
    """What a letter is about, with the facts that it is told from."""

    __slots__ = ("facts",)
    facts: tuple[str, ...]

    def __new__(cls, text: str = "", facts: Iterable[str] = ()) -> Matter:
        """The text with those facts, each once."""
        made = super().__new__(cls, text)
        made.facts = tuple(dict.fromkeys(facts))
        return made


def matter_of(rules: RuleSet, ctx: Context, sayer: Sayer, sides: Parties,
              told: Sequence[Mapping[str, Any]], theory: Theory | None = None) -> Matter:
    """The thing and what happened: 手机壳用到第23天卡扣断了; empty where nothing is named.

    What went wrong is told in the person's own clause, else by the rules where they count or quote
    (退货9月3日签收，14天没有退款), else by what it is called.
    """
    labels = [x for h in ticked(ctx, "happened") if (x := rules.happened.get(h)) and x.title]
    if not labels:
        return Matter()
    main = max(of_claim(labels, ctx, theory), key=lambda x: (x.leads, x.faulty))
    faults = {x.id for x in labels if x.faulty}
    said = Matter("" if main.leads else _fault(rules, faults, sides, told), ("problem",))
    unlike = Matter("" if main.leads else _contrast(faults, told), ("problem",))
    worded = (words for x in ([main] if main.leads else [main, *labels])
              if (words := _worded(x, ctx, sayer)))
    said = unlike or said or next(worded, Matter(main.title))
    thing = ctx.facts.get("product")
    named = _unquoted(thing) if isinstance(thing, str) and _wide(thing) <= NAME else ""
    whole = said if unlike and any(named[i:i + 2] in said for i in range(len(named) - 1)) \
        else _named(named, said)       # 订的公务舱，出的经济舱 names it already
    return Matter(whole,
                  ("happened", *(("product",) if named else ()), *said.facts))


def _wide(thing: str) -> float:
    """How much room a name takes: iPhone13 as much as four characters."""
    return sum(0.5 if c.isascii() else 1 for c in thing)


def _unquoted(thing: str) -> str:
    return thing.strip("“”") if thing[:1] + thing[-1:] == "“”" else balanced(thing)


def _named(thing: str, said: str) -> str:
    """What went wrong, with the thing by its whole name."""
    if not thing or thing in said:
        return said
    kind = thing[-2:]
    if len(thing) > len(kind) and kind in said:
        return said.replace(kind, thing, 1)
    # 气垫跑鞋 and 气垫鞋爆了: what names the thing again is left out.
    if "“" in said:
        return thing + said
    if said[:1] == thing[-1:]:
        return thing + said[1:]
    # Its last sign is what it is: 辅食机 is not named again by 宝宝辅食.
    again = max((m for m in re.finditer(f"[{re.escape(thing)}]+{re.escape(thing[-1])}", said)
                 if len(said) - m.end() > 1), key=lambda m: len(m.group()), default=None)
    return thing + (said if again is None else said[again.end():])


def _worded(label: Label, ctx: Context, sayer: Sayer) -> Matter:
    for one in label.titles:
        said = ctx.facts.get("merchant_said")
        if "{merchant_said}" in one.say and not (isinstance(said, str) and refuses(said)):
            continue  # what was said is no refusal: it promised something
        if evaluate(one.when, ctx).truth is Tri.TRUE:
            words = sayer.say(one.say)
            if words and len(words) <= _TITLED:
                return Matter(words, (*facts_of_holes(one.say),
                                      *sorted(facts_in(one.when, ctx.named))))
    return Matter()


def _contrast(faults: set[str], told: Sequence[Mapping[str, Any]]) -> str:
    """What was said and what it is, where two clauses tell it one after the other."""
    for row in told:
        clauses = _CLAUSE.findall(row["text"])
        for said, found in pairwise(clauses):
            both = f"{said}，{found}"
            same = set(_BARE.sub("", said)) & set(_BARE.sub("", found))
            if len(both) <= _TITLED and _SAID.match(said) and _FOUND.search(found) \
                    and (faults & _UNLIKE or same):
                return both
    return ""


def _fault(rules: RuleSet, labels: set[str], sides: Parties,
           told: Sequence[Mapping[str, Any]]) -> str:
    """The clause of the own words that says best what went wrong; the first of the best."""
    best, found = 0, ""
    broken = rules.spoken("faulty", "broken")
    for row in told:
        for clause in _CLAUSE.findall(row["text"]):
            bare = _VAGUE.sub("", clause).removeprefix(f"{sides.them}把")
            if not _LEAST <= len(bare) <= _MOST or _NOT.search(bare) or sides.them in bare:
                continue
            heard = 2 * len(set(sounds_like(rules, rules.specs["happened"], bare)) & labels) \
                + (bool(labels) and any(w in bare for w in broken))
            if heard > best:
                best, found = heard, bare
    return found
