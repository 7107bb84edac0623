"""Choices read by their cues: what happened, what is wanted, where things stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from weiquan.core.asking.cueing import Hit, Slots, find, longest, parts_of
from weiquan.core.asking.demands import read_demands
from weiquan.core.asking.heard import Proposal
from weiquan.core.asking.served import not_only_named
from weiquan.core.asking.told import NOT_YET, TOLD, Told, Voice
from weiquan.core.case.context import context_of
from weiquan.core.language.condition import Context, Tri, evaluate
from weiquan.core.model import Fact
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.patterns import lazy_re

Found = tuple[str, Hit]
SAID_FIRST = frozenset({"gate", "who", "what"})
OWN = "own_wishes"      # what is wanted, where no wish says it
OF_PLATFORM, OF_SELLER = "platform_pays", "price_cut"   # 要平台补偿 is no price that is cut
PUT_RIGHT = frozenset({"exchange", "repair"})
PROMISED, PUT_OFF, NOT_DONE = "agreed", "putting_off", "stalling"
_IN_VAIN = lazy_re(r"(?:申请|要求).{0,8}"
                   r"(?:[几多两三]次|被拒|驳回|不给|不让|不肯|拒|没人|不理|不管)"
                   r"|[几多]次.{0,4}(?:申请|要求)")
# 要假一赔三, 要求假一赔三; and how a list of demands begins.
_DEMANDED = ("要", "要求", "诉求", "请求", "主张", "申请")
_DEMANDS = lazy_re(r"(?:诉求|要求|请求)(?:如下|是|为)?[:：][^。；;]*$")
_THEN_PAID = lazy_re(r"[^,，。]{0,3}?就(?:会|可以|能|给|全额|免费|包)?(?:退|赔|换|重做)(?!.?了)")
_TURNS_DOWN = lazy_re(r"(?:不|拒绝?|无法)(?:予|给|能|支持|再|提供|符合|在)*"
                       r"(?:退|换|修|保|管|赔|处理|售后)|自费|付费|收费|人为|私自|擅自")
CLOSE = 3
REFUSED = 2         # characters from a reason to the refusal: 人为损坏而不予保修
# A laboratory or doctor says them: 鉴定平台说是假的.
FINDINGS = frozenset({"food_problem", "proof_by", "medical", "happened", "pet_now"})
# The last of them holds: one word too harsh beside what is true, the court after the office.
FURTHEST = frozenset({"review_true", "filed"})
WORST_FIRST = frozenset({"food_problem", "prepaid_why"})   # 教练走了…不想上了: the coach left
# 要假一赔三 is a wish, no promise.
PROMISES = frozenset({"happened", "promise_what", "promised_multiple"})
# 淘宝旗舰店拒绝: the shop does it, not the platform that its name begins with.
OF_ITS_DOING, _PLATFORM = frozenset({"happened", "platform_decision"}), "{platform}…"
# What nobody told is no reason and no state: 未告知我已过保.
OF_THE_SAID = frozenset({"excuse", "merchant_response", "warranty"})
PROGRESS = frozenset({"result", "return", "money", "delivery"})   # not what is asked for


def read_choices(fact: Fact, told: Told, slots: Slots) -> list[Proposal]:
    """The choices of a fact that the text points at; of a fact with one answer, at most one."""
    found = longest(list(_hits(fact, told, slots)))
    if fact.id == "happened":
        found = not_only_named(told, found)
    if not found:
        return []
    if fact.type == "choices":
        return [_proposal(fact, told, key, _together(found, key)) for key in _ranked(found)]
    key = _one(fact, found)
    return [_proposal(fact, told, key, _together(found, key))] if key else []


def _hits(fact: Fact, told: Told, slots: Slots) -> Iterator[Found]:
    for choice in fact.choices:
        for cue in choice.cues if choice.heard or fact.heard else ():
            for hit in find(cue, told, slots):
                if counts(fact, told, hit, choice.heard) and not _across(hit, slots):
                    yield choice.id, hit


def _after_its_name(told: Told, hit: Hit) -> int:
    """Where what the platform does begins: after a gap, or right behind its name: 平台判卖家胜."""
    return hit.later[-1] if hit.later else max(
        (b for a, b in told.spans("platform") if a == hit.start), default=hit.start)


def _across(hit: Hit, slots: Slots) -> bool:
    """Whether a cue begins before the name of a thing and ends within it: 烘[干洗]衣机."""
    return not hit.later and any(
        hit.start < a < hit.end < b for a, b in slots.get("noun", ()))


def counts(fact: Fact, told: Told, hit: Hit, heard: str = "") -> bool:
    """Whether a hit says something: not denied, not supposed, said by the right person."""
    heard = heard or fact.heard
    tail = hit.later[-1] if hit.later else hit.start
    if any(a < hit.end <= b or a <= tail < b for a, b in told.spans(f"not_{fact.id}")):
        return False
    if _of_other_buyers(told, hit):
        return False
    if told.own is not None and not any(a <= hit.start < b for a, b in told.own) \
            and told.voice(hit.start) is None:
        return False
    said = any(v is not None and not _found_by_others(fact, told, v, heard)
               for v in map(told.voice, (hit.start, hit.end - 1)))
    if hit.cue.startswith(_PLATFORM) and fact.id in OF_ITS_DOING \
            and not told.of_platform(_after_its_name(told, hit)):
        return False
    if (fact.id == "merchant_response" and told.of_platform(hit.start)
            and not told.spans("self_run")) \
            or (fact.id == "own_untrue" and told.asks_whether(hit.start)) \
            or (fact.section == "return" and told.of_another(hit.start)) \
            or (fact.id in OF_THE_SAID and _untold(told, hit.start)):
        return False
    if (said and heard in {"own", "found"}) or (not said and heard == "theirs" and not (
            _turned_down(fact, told, hit) or _does_so(fact, hit))):
        return False
    if not said and _asked_for(fact, told, hit):
        return False
    if fact.id == "wishes" and _offered(told, hit):
        return False
    if told.asked(hit.start) or (fact.id != "wishes" and told.supposed(hit.start)):
        return False  # but 如果是假货我就要三倍 is a wish
    return not any(_denied(told, at) for at in (hit.start, *hit.later))


def _found_by_others(fact: Fact, told: Told, voice: Voice, heard: str) -> bool:
    """Whether somebody who examined it says so; a maker that turns the person down has not."""
    return fact.id in FINDINGS and (voice.who == "expert" or (
        heard == "found" and voice.who == "brand"
        and not _TURNS_DOWN.search(told.flat, voice.start, voice.end)))


def _untold(told: Told, at: int) -> bool:
    """Whether a clause says that nobody told it: 未告知我已过保."""
    start, _ = told.clause(at)
    return any(told.flat.startswith(TOLD, a) and NOT_YET.search(told.flat, start, a)
               for a, _ in told.between("says", start - 1, at))


def _turned_down(fact: Fact, told: Told, hit: Hit) -> bool:
    """Whether repair is refused right after a reason, which is theirs then: 过保拒修."""
    stop = min(told.clause(hit.start)[1], hit.end + REFUSED)
    return fact.id == "excuse" and bool(told.between("turned_down", hit.end - 1, stop))


def _does_so(fact: Fact, hit: Hit) -> bool:
    """Whether a cue names the other side itself, so that no 说 is needed: 药店让我找厂家."""
    return fact.id == "excuse" and hit.cue.startswith("{merchant}")


def _of_other_buyers(told: Told, hit: Hit) -> bool:
    """Whether the sentence tells before it what others met with: 同店还有说用过不退的."""
    start, _ = told.sentence(hit.start)
    others = [b for a, b in told.between("other_buyers", start - 1, hit.start + 1)
              if a <= hit.start]
    return bool(others) and not any(
        others[-1] <= a for a, _ in told.between("self", start - 1, hit.start))


def _asked_for(fact: Fact, told: Told, hit: Hit) -> bool:
    """Whether the person asks for it, so that it is not so yet: 要求补偿70元, 我要假一赔三."""
    if fact.id in PROMISES and told.flat.endswith(_DEMANDED, 0, hit.start):
        return True
    if fact.id == "happened" and (_in_a_list(told, hit) or _if_it_were(told, hit)):
        return True
    if fact.id == "happened":
        start, _ = told.clause(hit.start)
        wanted = told.wanted(hit.start, CLOSE) or (_asked_of_them(hit) and bool(
            [*told.between("want", start - 1, hit.start),
             *told.between("demanding", start - 1, hit.start)]))
        return wanted and not told.starts_with("negation", hit.start)
    return fact.section in PROGRESS and fact.id != "asked_sum" and told.wanted(hit.start)


def _in_a_list(told: Told, hit: Hit) -> bool:
    """Whether it begins one of several demands: 诉求：退款、追回误打款项."""
    start, _ = told.clause(hit.start)
    return hit.start - start <= 1 and bool(
        _DEMANDS.search(told.flat, told.sentence(hit.start)[0], start))


def _if_it_were(told: Told, hit: Hit) -> bool:
    """Whether something was promised for the case that it is so: 说达不到效果就退款."""
    return bool(_THEN_PAID.match(told.flat, hit.end)) and bool(
        told.between("promised", told.clause(hit.start)[0] - 1, hit.start))


def _asked_of_them(hit: Hit) -> bool:
    """Whether a cue names a sum that is asked for as often as it is owed: 运费, 差价."""
    return any(word in hit.cue for word in ("运费", "差价"))


def _offered(told: Told, hit: Hit) -> bool:
    """Whether it is what the other side is ready to give: 只肯赔三倍运费, 只给退一半."""
    start, _ = told.clause(hit.start)
    offers = [*told.between("offering", start - 1, hit.end),
              *(told.between("promised", start - 1, hit.start)
                if _THEN_PAID.search(told.flat, start, hit.end + CLOSE) else ())]
    return bool(offers) and not any(
        offers[-1][1] <= a for a, _ in told.between("want", start - 1, hit.start + 1))


def _denied(told: Told, at: int) -> bool:
    """Whether the word at a place is denied; one that denies by itself is not."""
    return not told.starts_with("negation", at) and told.negated(at)


def _ranked(found: list[Found]) -> list[str]:
    """The choices that were hit: those with more and longer words first, then in text order."""
    weight: dict[str, int] = {}
    for key in dict.fromkeys(k for k, _ in found):
        spans = {(h.start, h.end): weight_of(h.cue) for k, h in found if k == key}
        weight[key] = sum(spans.values())
    return sorted(weight, key=lambda k: -weight[k])


def _together(found: list[Found], key: str) -> Hit:
    """The longest of the hits of a choice, which stands for all of them."""
    hits = [h for k, h in found if k == key] or [h for _, h in found]   # said by two together
    return max(hits, key=lambda h: (weight_of(h.cue), -h.apart))


def weight_of(cue: str) -> int:
    """How much a cue says: the characters that it names; any word of a list counts two."""
    return sum(0 if p[0] in "…|" else 2 if p[0] in "{#" else len(p) for p in parts_of(cue))


def _one(fact: Fact, found: list[Found]) -> str:
    """The choice that a text with several hits means.

    What was bought, where and by whom is said first. Where things stand is the furthest of what
    is told: such facts list their choices in that order. Of what others answered, two different
    things are none: measured, half of such readings were wrong.
    """
    if fact.section in SAID_FIRST:
        return min(found, key=lambda f: (f[1].start, -f[1].end))[0]
    keys = {k for k, _ in found}
    if fact.section == "result" and fact.id not in FURTHEST:
        return next(iter(keys)) if len(keys) == 1 else _promised(found)
    if fact.id in WORST_FIRST:
        return next(c.id for c in fact.choices if c.id in keys)
    return [c.id for c in fact.choices if c.id in keys][-1]


def _promised(found: list[Found]) -> str:
    """What was promised and put off was not done, unless the promise came last; else nothing."""
    keys = {k for k, _ in found}
    if not keys <= {PROMISED, PUT_OFF, NOT_DONE}:
        return ""
    last = max(found, key=lambda f: f[1].start)[0]
    return PROMISED if last == PROMISED else NOT_DONE


def _proposal(fact: Fact, told: Told, key: str, hit: Hit) -> Proposal:
    start, end = widened(told, hit.start, hit.end)
    value: Any = (key,) if fact.type == "choices" else key
    return Proposal(fact.id, value, told.words(start, end), start, end)


def widened(told: Told, start: int, end: int) -> tuple[int, int]:
    """The clauses around a place, so that the words can be recognised."""
    return told.clause(start)[0], told.clause(end - 1)[1]


def read_wishes(rules: RuleSet, told: Told, slots: Slots, known: Mapping[str, Any],
                now: datetime) -> list[Proposal]:
    """The wishes; of several that share a cue, those that the case means; what is none of them.

    全额退款 is 退货退款 where the goods are at hand, and 退钱 where they never came.
    """
    fact = rules.specs["wishes"]
    found = longest(list(_hits(fact, told, slots)))
    shared = Counter(_place(h) for _, h in found)
    ctx = context_of(rules, known, now)
    # A gap swallows nothing: 诉求退款+1000元赔偿 asks for both.
    plain = [h for _, h in found if shared[_place(h)] < 2 and "…" not in h.cue]
    meant = [(key, hit) for key, hit in found if shared[_place(hit)] < 2 or (
        not any(p.start < hit.end and hit.start < p.end for p in plain)
        and key == _fitting(rules, ctx, [k for k, h in found if _place(h) == _place(hit)]))]
    done = "platform_decision" in known or "platform_unfair" in known.get("happened", ())
    meant = [(k, h) for k, h in meant if not (
        k == OF_PLATFORM and done and told.flat.startswith("申请", h.start))]
    of_platform = [h for k, h in meant if k == OF_PLATFORM]
    meant = [(key, hit) for key, hit in meant if key != OF_SELLER or not any(
        h.start < hit.end and hit.start < h.end for h in of_platform)]
    own = read_demands(rules.specs[OWN], told, [h for _, h in found]) if OWN in rules.specs else []
    if all(_tried(rules, told, key, hit) for key, hit in meant):
        return own   # what was tried in vain may have turned into money: it is asked
    return [*(_proposal(fact, told, key, _together(meant, key)) for key in _ranked(meant)), *own]


def _tried(rules: RuleSet, told: Told, key: str, hit: Hit) -> bool:
    """Whether its clause says that it was asked for in vain: 申请换货好几次都不给."""
    start, end = told.clause(hit.start)
    return rules.wishes[key].desired in PUT_RIGHT and bool(_IN_VAIN.search(told.flat, start, end))


def _fitting(rules: RuleSet, ctx: Context, keys: list[str]) -> str:
    """The wish that the case means, "" where it means none of them."""
    truths = {k: evaluate(rules.wishes[k].shared_when, ctx).truth for k in keys}
    return next((k for k in keys if truths[k] is Tri.TRUE),
                next((k for k in keys if truths[k] is not Tri.FALSE), ""))


def _place(hit: Hit) -> tuple[int, int, str]:
    return hit.start, hit.end, hit.cue
