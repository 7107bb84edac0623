"""What letters give as reasons says no more than the facts and the articles it hangs on."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.yaml_files import texts_in

RULES = Path(__file__).parents[2] / "rules"
# The person has to put their own account right here; no letter of theirs argues for it.
UNARGUED = {"buyer_misconduct"}


class Told(NamedTuple):
    where: str
    say: str
    when: Any
    basis: list[str]
    lines: list[str]
    seen: bool = False


def _load(path: Path) -> Any:
    return texts_in(path)


def _told() -> list[Told]:
    out = []
    for folder, key in (("theories", "reasons"), ("excuses", "tells")):
        for path in sorted((RULES / folder).glob("*.yaml")):
            for i, one in enumerate(_load(path).get(key) or []):
                out.append(Told(f"{path.stem}.{key}[{i}]", one["say"], one.get("when"),
                                one.get("basis") or [], one.get("lines") or [],
                                bool(one.get("seen"))))
    return out


TOLD = _told()
Leaf = Callable[[Any], bool]


def secures(when: Any, leaf: Leaf) -> bool:
    """Whether `when` holds only where `leaf` does: every arm of an `any` has to bring it."""
    if not isinstance(when, dict):
        return False
    if "all" in when:
        return any(secures(x, leaf) for x in when["all"])
    if "any" in when:
        return all(secures(x, leaf) for x in when["any"])
    return "not" not in when and leaf(when)


def has(fact: str, *values: str) -> Leaf:
    """The leaf that says `fact` is, or has, one of these values and no other."""
    def leaf(when: Any) -> bool:
        test = when.get(fact)
        if isinstance(test, dict):
            test = test.get("has") or test.get("has_any") or test.get("in")
        said = [test] if isinstance(test, str) else test
        return bool(said) and set(said) <= set(values)
    return leaf


def one_of(*leaves: Leaf) -> Leaf:
    return lambda when: any(leaf(when) for leaf in leaves)


def has_day(fact: str) -> Leaf:
    """The leaf that sets a day of the case against another day, or against today."""
    return lambda when: isinstance(when.get(fact), dict) and any(
        key.startswith("within_") for key in when[fact])


PRIVATE = has("is", "letter_private")
OWNED_UP = has("is", "seller_owned_up")
ADMITTED = one_of(has("proof_by", "seller"), OWNED_UP, has("promise_met", "admitted"))
# Article 6 of the food interpretation, or the maker, of whom the multiple asks no knowledge.
KNEW = one_of(OWNED_UP, has("knew_signs", "no_source", "false_date", "admitted", "expired_sold"),
              has("food_problem", "expired"), has("is", "seller_made_the_food"),
              has("seller_makes", "maker"))
MULTIPLE = {"消法 55(1)", "食安法 148(2)", "药品法 144", "食品安全解释一 11",
            "食药惩罚性赔偿解释 3", "食药惩罚性赔偿解释 10"}


def _admission(t: Told) -> bool:
    said = "承认" in t.say
    return not said or secures(t.when, ADMITTED)


def _multiple(t: Told) -> bool:
    if not re.search("[三十]倍", t.say) or not MULTIPLE & set(t.basis):
        return True
    if "消法 55(1)" in t.basis:
        return "构成欺诈的" in t.say
    no_label = secures(t.when, has("food_problem", "no_label")) \
        and secures(t.when, has("food_pack", "pre"))
    return bool(re.search("明知[^，]*的，|标准的，", t.say)) or secures(t.when, KNEW) or no_label


# What a sentence states, and the answer that has to bring it.
STATED: dict[str, Leaf] = {
    "专门问过": has("knew_signs", "asked_answered"),
    "照说明": has("use_why", "normal"),
    "检测结论": has("proof_by", "lab", "official", "brand"),
    "催过": has("urged", "urged", "with_date", "refused"),
    "开箱录像里": has("opened_recorded", "have"),
    "只有一句话": has("merchant_proof", "nothing"),
    "拿不出": one_of(has("merchant_proof", "nothing"), has("knew_signs", "no_source"),
                  has("pet_papers", "none")),
    "没有拿出": has("merchant_proof", "nothing"),
    "变质": one_of(has("food_problem", "spoiled"), has("drug_defect", "bad", "spoiled"),
                 lambda when: "drug_defect" in when),
    "病历写明": one_of(has("medical", "cause"), lambda when: "medical" in when),
    "诊断": lambda when: "pet_illness" in when or "medical" in when,
    "停运": has("own_why", "weather"),
    "订金": has("deposit_kind", "advance"),
    "没有超过七日": one_of(*(has_day(x) for x in (
        "told_on", "applied_on", "return_notice_on", "fault_on", "received_on", "ordered_on"))),
}


def _stated(t: Told) -> bool:
    return all(secures(t.when, leaf) for words, leaf in STATED.items() if words in t.say)


def _shape(t: Told) -> bool:
    plain = re.sub(r"\{[^}]*\}", "某年某月某日", t.say)
    return len(plain) <= 65 and not re.search("[。！？!?.]$", plain) and "！" not in plain


def _words(t: Told) -> bool:
    """No choice left open, no guess, no list of elements, no threat, nothing given away."""
    return not re.search("或者|如果|可能|上述|否则|(?<!签收)就算|即使|依据不全|骗子|奸商", t.say)


def _fraud(t: Told) -> bool:
    return not re.search("受欺骗|受骗|售假|假货|欺骗了", t.say)


def _right_of_choice(t: Told) -> bool:
    """Article 24 gives a right to return; that a shop has to take back is more than it says."""
    return not (re.search("应当退货(退款|、退还货款)?$", t.say)
                and any(b.startswith("消法 24") for b in t.basis) and "说明不了" not in t.say)


def _earnest(t: Told) -> bool:
    """Twice the earnest money needs a purpose that failed, or a seller who will not perform."""
    return "双倍返还" not in t.say or "目的落空" in t.say \
        or secures(t.when, one_of(has("cancelled_by", "seller"), has("happened", "cancelled")))


def _term(t: Told) -> bool:
    """26(1) says what has to be shown; that an unseen term does not bind stands elsewhere."""
    return t.basis != ["消法 26(1)"]


def _private(t: Told) -> bool:
    """Between private people consumer law does not speak."""
    return not secures(t.when, PRIVATE) \
        or not any(b.startswith(("消法", "七日办法", "电商法", "食安法")) for b in t.basis)


def _consent(t: Told) -> bool:
    """A rule that asks for consent is told as a rule where nobody said what was agreed."""
    return not t.say.startswith("消费者没有同意") or t.when is not None


_STATE = re.compile(r"收到(?:时|就|的)[^，]*(?:有毛病|不符，|对不上)|(?:使用中|用着)出了毛病"
                    r"|没有做好，|自己的毛病弄坏")
# Claims of an adversary or a later step: what it was applied for is said, not what it is.
_SAID_BEFORE = {"being_sued", "platform_clawback", "blind_box_gacha", "second_hand_inspection",
                "agency_or_seller", "service_defect"}


def _only_seen(t: Told) -> bool:
    """That a thing is bad, told on no answer but that it is: as what was seen, if unsettled."""
    theory = t.where.partition(".")[0]
    return t.seen or not _STATE.search(t.say) or theory in _SAID_BEFORE \
        or "tells" in t.where or _carried(t.when)


def _carried(when: Any) -> bool:
    """Whether some answer more particular than what happened has to be there."""
    if not isinstance(when, dict):
        return False
    if "all" in when:
        return any(_carried(x) for x in when["all"])
    if "any" in when:
        return all(_carried(x) for x in when["any"])
    return "not" not in when and not {"happened", "known", "is", "wishes"} & set(when)


CHECKS = [_only_seen, _admission, _stated, _multiple, _shape, _words, _fraud, _right_of_choice,
          _earnest, _term, _private, _consent]


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.__name__.strip("_"))
def test_every_reason_and_rebuttal(check: Callable[[Told], bool]) -> None:
    assert len(TOLD) > 1500
    assert not [f"{t.where} {t.say}" for t in TOLD if not check(t)]


def test_a_theory_that_demands_something_says_why() -> None:
    without = {path.stem for path in (RULES / "theories").glob("*.yaml")
               if (data := _load(path)).get("lines") and not data.get("reasons")}
    assert without == UNARGUED


def _one(say: str, when: Any = None, *basis: str) -> Told:
    return Told("made up", say, when, list(basis), [])


SELLER = {"proof_by": {"has": "seller"}}


@pytest.mark.parametrize(("check", "told", "passes"), [
    (_admission, _one("商家已经承认商品有问题", {"knew_signs": {"has": "admitted"}}), False),
    (_admission, _one("商家已经承认商品有问题", SELLER), True),
    (_admission, _one("商家已经承认", {"any": [SELLER, {"proof_by": {"has": "lab"}}]}), False),
    (_admission, _one("商家已经承认", {"not": SELLER}), False),
    (_admission, _one("商家已经承认", {"proof_by": {"has_any": ["brand", "seller"]}}), False),
    (_stated, _one("消费者专门问过，收到的不是这样", {"happened": {"has": "mismatch"}}), False),
    (_stated, _one("没有超过七日，可以退货", {"known": "received_on"}), False),
    (_stated, _one("没有超过七日，可以退货", {"told_on": {"within_days_of": {}}}), True),
    (_multiple, _one("应当增加赔偿三倍价款", SELLER, "消法 55(1)"), False),
    (_multiple, _one("应当支付价款十倍的赔偿金", None, "食安法 148(2)"), False),
    (_multiple, _one("明知仍卖的，应当支付价款十倍的赔偿金", None, "食安法 148(2)"), True),
    (_multiple, _one("过期还卖，应当支付价款十倍的赔偿金", {"food_problem": "expired"},
                     "食安法 148(2)"), True),
    (_shape, _one("应当退款。"), False),
    (_shape, _one("退" * 66), False),
    (_words, _one("到期或者催过没有办"), False),
    (_fraud, _one("消费者受欺骗买下"), False),
    (_right_of_choice, _one("实物不符，应当退货", None, "消法 24"), False),
    (_earnest, _one("没有按约定履行，应当双倍返还", None, "民法典 587"), False),
    (_term, _one("没有显著提示，不能全扣", None, "消法 26(1)"), False),
    (_private, _one("可以退货", {"is": "letter_private"}, "消法 24(1)"), False),
    (_consent, _one("消费者没有同意退成余额"), False),
])
def test_a_check_tells_right_from_wrong(check: Callable[[Told], bool], told: Told,
                                        passes: bool) -> None:
    assert check(told) is passes
