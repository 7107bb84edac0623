"""What must hold for any letter of any case: by kind, each a search for what breaks it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from tests.letter_sweep import Swept
from weiquan.core.language.condition import Special
from weiquan.core.telling.citecheck import articles_in
from weiquan.core.values.rmb import money

Look = Callable[[Swept], Iterator[str]]
RULES: dict[str, Look] = {}

MOST_ARTICLES = {"chat_message": 3, "merchant_demand": 4, "platform_intervention": 2,
                 "platform_appeal": 2, "clawback_reply": 4, "seller_disclosure": 2,
                 "complaint_12315": 4, "consumer_association": 4, "report_12315": 7,
                 "evidence_list": 0, "defence": 4, "payment_order_objection": 2}
ORDER = {
    "merchant_demand": ("致：", "请在", "事实", "不同意|坚持"),
    "platform_intervention": ("请判", "请支持|1. ", "经过：", "电话"),
    "platform_appeal": ("请", "经过：", "电话"),
    "complaint_12315": ("投诉人：", "被投诉人：", "投诉请求", "消费者权益争议事实依据",
                        "处理部门：", "所写属实"),
    "consumer_association": ("投诉人：", "被投诉人：", "请求", "事实", "所写属实"),
    "report_12315": ("举报人：", "被举报人：", "线索", "涉嫌违反", "请求：", "处理部门：",
                     "所写属实"),
    "civil_complaint": ("原告：", "被告：", "诉讼请求", "事实与理由", "管辖：", "具状人"),
    "payment_order_application": ("申请人：", "被申请人：", "请向", "事实和证据", "申请人："),
    "defence": ("答辩人", "请驳回|同意", "事实", "此致"),
}
SUMMED = {"merchant_demand", "complaint_12315", "consumer_association", "civil_complaint"}
NEVER = re.compile(
    "律师函|骗子|诈骗|黑店|曝光|媒体|关店|报警|后果自负|敬请|妥善|待补|成本最低|撤诉换|删帖|如为|则填"
    "|None|True|False|[{}]{2}|告知立案")
SLIP = re.compile(r"[，。；：、]{2}|[，、：]$(?!\n)|（）|“”|《》|^[，。；、）]|！|（，|，）|。）。",
                  re.MULTILINE)
CUT = re.compile(r"(?:的是|因为|而且|但是|以及|和|与|或者|并且|由于|为了|直到"
                 r"|《[^》]*|“[^”]*|（[^）]*)。?$")
QUESTION = re.compile(r"？|\?|有没有|是否|是不是|吗[。；]?")
CODE = re.compile(r"(?<![A-Za-z])[a-z]+_[a-z_]+|\bNone\b|[{}]")
DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
BLANK = re.compile(r"【([^【】]+)】")
ENOUGH = 10         # characters of a sentence that is not said twice by chance
_PROCEDURE = re.compile(r"(?:处理部门|管辖|符合申请支付令)[^\n]*")


def rule(kind: str) -> Callable[[Look], Look]:
    """Enters a rule under its kind."""
    def enter(look: Look) -> Look:
        RULES[kind] = look
        return look
    return enter


def findings(one: Swept) -> Iterator[tuple[str, str]]:
    """(kind, what is wrong) of one letter."""
    for kind, look in RULES.items():
        for what in look(one):
            yield kind, what


def bare(one: Swept) -> str:
    """The text without what the person typed in words."""
    text = one.text
    typed = [str(v) for k, v in one.facts.items()
             if isinstance(v, str) and one.rules.specs[k].type == "text"]
    for own in sorted(typed, key=len, reverse=True):
        for part in (own, own.rstrip("。")):
            if len(part) > 1:
                text = text.replace(part, "某")
    return text


def sentences(text: str) -> list[str]:
    """The sentences after numbers of items."""
    lines = [re.sub(r"^\d+\. ", "", x.strip()) for x in text.split("\n")]
    return [s.strip() for x in lines for s in re.split(r"[。；　]", x) if len(s.strip()) > 3]


def known(one: Swept, fact: str) -> Any:
    value = one.facts.get(fact)
    return None if isinstance(value, Special) else value


# ---------------------------------------------------------------- shape

@rule("length")
def _length(one: Swept) -> Iterator[str]:
    most = one.meta.max_chars
    if most is not None and len(one.text) > most:
        yield f"{len(one.text)} of {most}"


@rule("order")
def _order(one: Swept) -> Iterator[str]:
    if one.meta is not one.rules.letters.get(one.meta.id):
        return
    at = 0
    for part in ORDER.get(one.meta.id, ()):
        found = re.compile(part).search(one.text, at)
        if found is None:
            yield f"no {part}"
            return
        at = found.start()


@rule("sum and day first")
def _first(one: Swept) -> Iterator[str]:
    total = one.seen["sum_sure"]
    if one.meta.id not in SUMMED - {"civil_complaint"} or not one.seen["asks"]:
        return
    if one.meta is one.rules.letters.get(one.meta.id) and total is not None \
            and money(total) not in one.title:
        yield f"no {money(total)} in {one.title}"
    if one.meta.id == "merchant_demand":
        day = one.seen["reply_by"]
        head = one.text.replace("\n", "")[:len(one.title) + 170]
        if f"请在{day.year}年{day.month}月{day.day}日（含当日）前" not in head:
            yield f"no day in {head}"


@rule("articles at most")
def _few(one: Swept) -> Iterator[str]:
    found = set(articles_in(_PROCEDURE.sub("", one.text)))
    if len(found) > MOST_ARTICLES.get(one.meta.id, 8):
        yield f"{len(found)}: {sorted(found)}"


@rule("article twice")
def _article_twice(one: Swept) -> Iterator[str]:
    if one.meta.id == "chat_message":
        return
    counted = Counter(articles_in(_PROCEDURE.sub("", one.text)))
    yield from (f"{law} {number}" for (law, number), n in counted.items() if n > 1)


@rule("long sentence")
def _long(one: Swept) -> Iterator[str]:
    for sentence in sentences(re.sub(r"（[^（）]*）|“[^”]*”", "", bare(one))):
        if len(sentence) > 110 and not sentence.startswith(("证据：", "材料：", "手里有", "算法")):
            yield sentence


# ---------------------------------------------------------------- words

@rule("blank though known")
def _blank(one: Swept) -> Iterator[str]:
    shorts = {s.short: f for f, s in one.rules.specs.items()}
    for label, number in Counter(BLANK.findall(one.text)).items():
        fact = shorts.get(label)
        if fact is not None and known(one, fact) is not None:
            yield f"{label} is known"
        if label in {"被告名称", "被申请人名称"} and known(one, "seller_name"):
            yield f"{label} is known"
        if number > 2:
            yield f"{label} {number} times"


@rule("code or option label")
def _code(one: Swept) -> Iterator[str]:
    text = bare(one)
    found = CODE.search(text)
    if found:
        yield found.group()
    for spec in one.rules.specs.values():
        if spec.id in {"platform", "evidence_have"}:
            continue
        for choice in spec.choices:
            if len(choice.label) >= 8 and choice.label in text \
                    and choice.label not in choice.story and choice.label in sentences(text):
                yield f"{spec.id}: {choice.label}"


@rule("words never said")
def _never(one: Swept) -> Iterator[str]:
    found = NEVER.search(bare(one))
    if found:
        yield found.group()


@rule("slip")
def _slip(one: Swept) -> Iterator[str]:
    text = one.text
    found = SLIP.search(text)
    if found:
        yield text[max(0, found.start() - 25):found.end() + 15]
    for line in text.split("\n"):
        if re.fullmatch(r"\d+\. *", line.strip()):
            yield f"empty item {line!r}"


@rule("unbalanced")
def _balanced(one: Swept) -> Iterator[str]:
    for line in one.text.split("\n"):
        for left, right in ("“”", "《》", "（）", "【】"):
            if line.count(left) != line.count(right):
                yield f"{left}{right} in {line}"


@rule("cut sentence")
def _cut(one: Swept) -> Iterator[str]:
    for sentence in sentences(one.text):
        if CUT.search(sentence):
            yield sentence


@rule("sentence twice")
def _twice(one: Swept) -> Iterator[str]:
    parts = one.text.split("\n【") if one.meta.id == "chat_message" else [one.text]
    if one.meta.id == "chat_message":
        return
    for part in parts:
        body = part.removeprefix(one.title)    # what the title says, the body may say again
        counted = Counter(s for s in sentences(body) if len(s) >= ENOUGH and "：" not in s)
        yield from (s for s, n in counted.items() if n > 1)
        # the same clause in two sentences of facts or reasons
        clauses = Counter(x for s in sentences(re.sub(r"（[^（）]*）", "", body))
                          for x in s.split("，") if len(x) >= ENOUGH + 2
                          and not re.search(r"[：、]|\d元|^请", x))
        yield from (x for x, n in clauses.items() if n > 1)


@rule("the same twice in one sentence")
def _same(one: Swept) -> Iterator[str]:
    for sentence in sentences(bare(one)):
        for said in ("没有答复", "没有退款", "不同意", "已经签收", "已经退"):
            if sentence.count(said) > 1:
                yield sentence


@rule("question in the proof column")
def _question(one: Swept) -> Iterator[str]:
    if one.meta.id == "evidence_list":
        found = QUESTION.search(bare(one))
        if found:
            yield bare(one)[max(0, found.start() - 20):found.end()]
