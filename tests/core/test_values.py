from __future__ import annotations

import re
from dataclasses import field, fields, replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weiquan.core.case.answers import (
    check_all,
    check_value,
    dump_value,
    load_value,
    parse_value,
    show_value,
)
from weiquan.core.language.condition import Special
from weiquan.core.model import Check, Choice, Fact
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.records import value
from weiquan.core.values.zh import HAN
from weiquan.errors import BadValue

NOW = datetime(2026, 11, 22, 21, 15)


def fact(kind, short="某事", **more):
    more = {"id": "x", "section": "purchase", "ask": "？", **more}
    return Fact(type=kind, short=short, **more)


CHOICES = (
    Choice(id="douyin", label="抖音"), Choice(id="jd", label="京东"),
    Choice(id="jx", label="京喜"), Choice(id="xianyu", label="闲鱼（个人闲置）"),
    Choice(id="food", label="食品、保健食品"),
)
PLATFORM = fact("choice", "平台", choices=CHOICES)
SEVERAL = fact("choices", "情况", choices=CHOICES)
PAID = fact("money", "实付金额", check=Check(min=Decimal("0.01"), max=Decimal(10_000_000)))
LOSS = fact("money", "其他损失")
COUNT = fact("int", "维修次数", check=Check(min=Decimal(0), max=Decimal(50)))
YES_NO = fact("bool", "是否收到货")
ORDERED = fact("date", "下单日期", id="ordered_on",
               check=Check(not_future=True, since=date(2021, 1, 1)))
RECEIVED = fact("date", "签收日期", id="received_on",
                check=Check(not_future=True, not_before=("ordered_on",)))
REJECTED = fact("datetime", "拒绝时间", id="rejected_at",
                check=Check(not_future=True, not_before=("received_on",)))
PAGE = fact("datetime", "页面倒计时")
ANY_DAY = fact("date", "约定日期")
TEXT = fact("text", "商品名称", check=Check(max_length=20))
SPECS = {f.id: f for f in (ORDERED, RECEIVED, REJECTED)}


def parse(spec, raw, **more):
    return parse_value(spec, raw, NOW, **more)


def refusal(spec, raw, **more):
    with pytest.raises(BadValue) as caught:
        parse(spec, raw, **more)
    return caught.value.message


# ---------------------------------------------------------------- 不清楚, blanks

@pytest.mark.parametrize("raw", ["不清楚", "不知道", " 不记得 ", "unsure", "UNSURE", "?", "？"])
@pytest.mark.parametrize("spec", [PAID, PAGE, PLATFORM, SEVERAL, YES_NO, COUNT, TEXT],
                         ids=lambda s: s.type)
def test_not_knowing_is_an_answer(spec, raw):
    assert parse(spec, raw) is Special.UNSURE


def test_not_knowing_is_refused_where_a_plan_needs_the_answer():
    needed = fact("choice", "平台", choices=CHOICES, unsure=False)
    assert refusal(needed, "不知道") == "「平台」不能填不清楚，没有它就没法往下走。"


def test_a_choice_with_that_label_is_that_choice():
    spec = fact("choice", choices=(Choice(id="dunno", label="不清楚"),))
    assert parse(spec, "不清楚") == "dunno"


@pytest.mark.parametrize("raw", ["", "   ", "\u3000", "\u200b\u202e", "\n"])
@pytest.mark.parametrize("spec", [PAID, TEXT, SEVERAL, ORDERED], ids=lambda s: s.type)
def test_a_blank_is_no_answer(spec, raw):
    assert refusal(spec, raw).startswith(f"「{spec.short}」没有填写。")


# ---------------------------------------------------------------- bool, int

@pytest.mark.parametrize("raw", ["是", "有", "对", "收到了", "true", "YES", "y", "1", "是的。"])
def test_yes_has_many_words(raw):
    assert parse(YES_NO, raw) is True


@pytest.mark.parametrize("raw", ["否", "没有", "不对", "没收到", "false", "No", "n", "0",
"还没收到"])
def test_no_has_many_words(raw):
    assert parse(YES_NO, raw) is False


@pytest.mark.parametrize("raw", ["2", "也许", "是否", "不是没有"])
def test_anything_else_is_neither(raw):
    assert refusal(YES_NO, raw) == (
        f"「是否收到货」写成了 {raw}，看不懂是还是否。请填 是 或 否。")


@pytest.mark.parametrize(("raw", "value"), [("2", 2), ("２次", 2), ("3 个", 3), ("0", 0),
("50", 50)])
def test_counts_take_a_measure_word(raw, value):
    assert parse(COUNT, raw) == value


@pytest.mark.parametrize(("raw", "why"), [
    ("51", "不能超过 50"), ("-1", "不能是负数"), ("2.5", "要写整数"), ("两次",
    "请用数字写，不要用汉字"),
    ("1e9", "不要用科学计数法"), ("9" * 30, "数太大"), ("很多", "要写确切的数"),
])
def test_counts_outside_their_bounds_are_refused(raw, why):
    assert why in refusal(COUNT, raw)


# ---------------------------------------------------------------- money

@pytest.mark.parametrize("raw", [
    "299", "299元", "299.00", "￥299.00", "¥299", "２９９", "299 元", "299块", "299块钱", "299圆",
    "人民币299元", "RMB 299", "299元整", "299.", "\u200b299\u202c", "2.99百",
])
def test_an_amount_can_be_written_in_many_ways(raw):
    assert parse(PAID, raw) == Decimal("299.00")


@pytest.mark.parametrize(("raw", "value"), [
    ("1,299", "1299"), ("1，299.50", "1299.5"), ("1,234,567.89", "1234567.89"), ("1.2万", "12000"),
    ("1.2345万元", "12345"), ("1.234567万", "12345.67"), ("2千", "2000"), ("1.2w", "12000"),
    ("19块9", "19.90"), ("19元9角", "19.90"), ("19元9角5分", "19.95"), (".5", "0.5"), ("0.01",
    "0.01"),
    ("10000000", "10000000"),
])
def test_separators_scales_and_coins_are_understood(raw, value):
    assert parse(PAID, raw) == Decimal(value)


@pytest.mark.parametrize(("raw", "why"), [
    ("-299", "不能是负数"), ("−299", "不能是负数"), ("负299", "不能是负数"),
    ("299.999", "最多写到分"), ("1.23456789万", "最多写到分"),
    ("1e9", "不要用科学计数法"), ("NaN", "不是一个数"), ("inf", "不是一个数"), ("abc",
    "不是一个数"),
    ("三百", "请用数字写，不要用汉字"), ("二百九十九", "请用数字写，不要用汉字"),
    ("299-300", "像是一个范围"), ("200到300", "像是一个范围"), ("约300", "要写确切的数"),
    ("300多", "要写确切的数"), ("$299", "只能写人民币"), ("12,34", "逗号的位置不对"),
    ("1.299,00", "逗号的位置不对"), ("299 300", "数字中间有空格"), ("1万2千", "两个数"),
    ("0", "不能少于 0.01元"), ("10000000.01", "不能超过 10000000元"), ("9亿", "超过了一亿元"),
    ("10001万", "超过了一亿元"), ("9" * 50, "数太大"), ("9" * 300, "内容太长"),
])
def test_what_is_no_amount_is_refused_with_the_reason(raw, why):
    message = refusal(PAID, raw)
    assert why in message
    assert message.startswith("「实付金额」写成了 ")
    assert message.endswith("。")


def test_an_amount_has_a_ceiling_without_a_rule_and_may_be_zero():
    assert parse(LOSS, "0") == 0
    assert parse(LOSS, "100000000") == Decimal(10) ** 8
    assert "超过了一亿元" in refusal(LOSS, "100000000.01")


def test_the_error_says_what_was_typed_and_how_to_write_it():
    assert refusal(PAID, "三百") == (
        "「实付金额」写成了 三百，请用数字写，不要用汉字。请按 299.00 的样子填写，单位是元。")


def test_the_error_cannot_carry_terminal_codes_or_long_pastes():
    message = refusal(PAID, "\x1b[31mabc\u202e" + "x" * 100)
    assert "\x1b" not in message
    assert "\u202e" not in message
    assert len(message) < 100


# ---------------------------------------------------------------- dates

def test_a_month_that_does_not_exist_is_named():
    assert refusal(RECEIVED, "2026-13-02") == (
        "「签收日期」写成了 2026-13-02，月份应在 1–12。请按 2026-03-02 的样子填写。")


def test_a_date_that_cannot_lie_ahead_ends_today():
    assert parse(RECEIVED, "2026-11-22") == date(2026, 11, 22)
    assert refusal(RECEIVED, "2026-11-23") == (
        "「签收日期」写成了 2026-11-23，也就是 2026年11月23日（周一），"
        "这一天还没到（今天是 2026-11-22）。请核对日期。")


def test_a_moment_that_cannot_lie_ahead_ends_now():
    assert parse(REJECTED, "21:15") == NOW
    assert "这个时间还没到（现在是 2026-11-22 21:15）" in refusal(REJECTED, "21:16")
    assert parse(PAGE, "21:16") == datetime(2026, 11, 22, 21, 16)


def test_orders_older_than_the_law_data_are_sent_to_the_hotline():
    assert parse(ORDERED, "2021-01-01") == date(2021, 1, 1)
    assert refusal(ORDERED, "2020-12-31") == (
        "「下单日期」写成了 2020-12-31，本工具的法律数据从 2021-01-01 起，"
        "更早的订单请直接咨询 12348。")


def test_a_countdown_is_shown_with_its_own_example():
    assert parse(PAGE, "还剩1天3小时") == datetime(2026, 11, 24, 0, 15)
    assert refusal(PAGE, "明天").endswith("请按 2026-03-02 18:30 或 还剩1天3小时 的样子填写。")


def test_dates_in_the_wrong_order_are_named_both():
    facts = {"ordered_on": date(2026, 11, 10), "received_on": date(2026, 11, 1)}
    with pytest.raises(BadValue) as caught:
        check_value(RECEIVED, facts["received_on"], facts, SPECS)
    assert caught.value.message == (
        "「签收日期」2026-11-01 早于「下单日期」2026-11-10，请核对这两个日期。")


def test_the_same_day_is_not_before():
    facts = {"ordered_on": date(2026, 11, 10), "received_on": date(2026, 11, 10),
             "rejected_at": datetime(2026, 11, 10)}
    assert check_all(facts, SPECS) == []


def test_dates_that_are_unsure_or_not_asked_are_not_compared():
    check_value(RECEIVED, date(2026, 11, 1), {"ordered_on": Special.UNSURE}, SPECS)
    check_value(RECEIVED, date(2026, 11, 1), {}, SPECS)
    check_value(RECEIVED, Special.UNSURE, {"ordered_on": date(2026, 11, 10)}, SPECS)


def test_two_moments_of_one_day_are_compared_by_the_minute():
    first, then = fact("datetime", "甲", id="a"), fact("datetime", "乙", id="b",
                                                       check=Check(not_before=("a",)))
    specs = {"a": first, "b": then}
    facts = {"a": datetime(2026, 11, 10, 18, 30)}
    check_value(then, datetime(2026, 11, 10, 18, 30), facts, specs)
    check_value(then, datetime(2026, 11, 10), facts, specs)  # the day alone: no time is known
    with pytest.raises(BadValue, match="早于「甲」2026-11-10 18:30"):
        check_value(then, datetime(2026, 11, 10, 18, 29), facts, specs)


def test_all_findings_come_at_once():
    facts = {"ordered_on": date(2020, 1, 1), "received_on": date(2019, 1, 1),
             "rejected_at": datetime(2018, 1, 1, 8, 0)}
    assert len(check_all(facts, SPECS)) == 3


@pytest.mark.parametrize(("spec", "value"), [
    (PAID, 299), (PAID, Decimal(0)), (PAID, Decimal("NaN")), (COUNT, True), (COUNT, 51),
    (ORDERED, NOW), (REJECTED, date(2026, 1, 1)), (PLATFORM, "amazon"), (SEVERAL, ("amazon",)),
    (SEVERAL, "jd"), (TEXT, "字" * 21), (TEXT, ""),
])
def test_values_made_by_a_program_pass_the_same_checks(spec, value):
    with pytest.raises(BadValue):
        check_value(spec, value, {}, SPECS)


# ---------------------------------------------------------------- choices

@pytest.mark.parametrize(("raw", "chosen"), [
    ("jd", "jd"), ("JD", "jd"), ("京东", "jd"), ("抖", "douyin"), ("闲鱼", "xianyu"),
    ("个人闲置", "xianyu"), ("闲鱼(个人闲置)", "xianyu"), ("食品、保健食品", "food"), ("保健",
    "food"),
])
def test_a_choice_goes_by_id_label_or_a_part_of_one_label(raw, chosen):
    assert parse(PLATFORM, raw) == chosen


def test_a_part_of_two_labels_is_not_guessed():
    assert refusal(PLATFORM, "京") == (
        "「平台」写成了 京，有几个选项都对得上：京东、京喜。请写完整。")


STATES = fact("choice", "退款状态", choices=(
    Choice(id="none", label="还没有申请"), Choice(id="agreed", label="商家不同意"),
    Choice(id="refunded", label="钱已经退到账"),
))


@pytest.mark.parametrize("raw", ["有", "没", "有申请", "申请", "同意", "没有", "不", "钱吗"])
def test_a_part_of_a_label_never_turns_its_meaning_round(raw):
    assert "没有这个选项" in refusal(STATES, raw)


@pytest.mark.parametrize(("raw", "chosen"), [
    ("没有申请", "none"), ("还没", "none"), ("不同意", "agreed"), ("钱", "refunded"),
])
def test_a_part_that_keeps_the_negation_is_understood(raw, chosen):
    assert parse(STATES, raw) == chosen


def test_an_unknown_choice_names_the_nearest_and_all_of_a_short_list():
    assert refusal(PLATFORM, "douyim") == (
        "「平台」写成了 douyim，没有这个选项，是不是想写「douyin」。"
        "可选：抖音（douyin）、京东（jd）、京喜（jx）、闲鱼（个人闲置）（xianyu）、食品、保健食品（food）。")


def test_a_long_list_is_not_repeated():
    many = tuple(Choice(id=f"c{n}", label=f"选项{n}") for n in range(13))
    assert refusal(fact("choice", "多", choices=many), "什么") == (
        "「多」写成了 什么，没有这个选项。请写选项的名字，例如 选项0。")


def test_a_number_names_a_choice_only_where_a_numbered_list_was_shown():
    assert parse(PLATFORM, "2", numbered=True) == "jd"
    assert parse(PLATFORM, "２", numbered=True) == "jd"
    assert "序号应在 1–5" in refusal(PLATFORM, "6", numbered=True)
    assert "序号应在 1–5" in refusal(PLATFORM, "0", numbered=True)
    assert "没有这个选项" in refusal(PLATFORM, "2")


def test_other_names_come_from_the_caller():
    aliases = {"狗东": "jd", "不存在": "gone"}
    assert parse(PLATFORM, "狗东", aliases=aliases) == "jd"
    assert "没有这个选项" in refusal(PLATFORM, "不存在", aliases=aliases)


@pytest.mark.parametrize(("raw", "chosen"), [
    ("jd", ("jd",)), ("京东、抖音", ("douyin", "jd")), ("jd,douyin", ("douyin", "jd")),
    ("jd，jd；京东", ("jd",)), ("京东 京喜", ("jd", "jx")), ("食品、保健食品", ("food",)),
    ("京东、食品、保健食品、抖音", ("douyin", "jd", "food")),
    ("都没有", ()), ("none", ()), ("无", ()),
])
def test_several_choices_come_in_the_declared_order_once_each(raw, chosen):
    assert parse(SEVERAL, raw) == chosen


def test_one_unknown_among_several_is_named():
    assert "没有这个选项，是不是想写「douyin」" in refusal(SEVERAL, "jd、douyim")


def test_several_choices_can_be_numbers_of_a_shown_list():
    assert parse(SEVERAL, "2 1", numbered=True) == ("douyin", "jd")


# ---------------------------------------------------------------- text

def test_text_keeps_punctuation_and_emoji_and_loses_what_cannot_be_seen():
    assert parse(TEXT, "连衣裙，“红”\n加大\x1b[0m\u202e👨\u200d👩\u200d👧") == (
        "连衣裙，“红” 加大[0m👨\u200d👩\u200d👧")


def test_text_has_a_length():
    assert parse(TEXT, "字" * 20) == "字" * 20
    assert refusal(TEXT, "字" * 21) == "「商品名称」写了 21 个字，最多 20 个字。请写短一些。"
    free = fact("text", "说明")
    assert parse(free, "字" * 500) == "字" * 500
    assert "最多 500 个字" in refusal(free, "字" * 501)


# ---------------------------------------------------------------- files

@pytest.mark.parametrize(("spec", "data", "value"), [
    (YES_NO, True, True), (YES_NO, "没有", False), (PAID, 299, Decimal(299)),
    (PAID, "1.2万", Decimal(12000)), (COUNT, 2, 2),
    (RECEIVED, date(2026, 11, 20), date(2026, 11, 20)),
    (RECEIVED, "昨天", date(2026, 11, 21)),
    (PAGE, datetime(2026, 12, 1, 8), datetime(2026, 12, 1, 8)),
    (PLATFORM, "京东", "jd"), (SEVERAL, ["jd", "抖音", "jd"], ("douyin", "jd")), (SEVERAL, [], ()),
    (SEVERAL, "京东、抖音", ("douyin", "jd")), (PAID, {"unsure": True}, Special.UNSURE),
    (TEXT, 6921734976505, "6921734976505"),
])
def test_files_give_values_as_people_do(spec, data, value):
    assert load_value(spec, data, NOW) == value


@pytest.mark.parametrize(("spec", "data", "why"), [
    (PAID, 299.0, "小数会有误差。请加上引号"), (COUNT, 2.0, "小数"), (PAID, True, "请加上引号"),
    (TEXT, False, "写成了 false"), (PAID, None, "没有填写"),
    (PAID, {"unsure": False}, "不能写成映射"),
    (PAID, {"unsure": True, "x": 1}, "不能写成映射"), (PAID, [299], "不能写成列表"),
    (SEVERAL, ["amazon"], "没有这个选项"), (SEVERAL, [None], "没有这个选项"),
    (RECEIVED, date(2026, 11, 23), "这一天还没到"), (COUNT, 10**4000 + 1, "数太大"),
])
def test_files_are_refused_with_the_reason(spec, data, why):
    with pytest.raises(BadValue) as caught:
        load_value(spec, data, NOW)
    assert why in caught.value.message


def test_a_required_fact_cannot_be_unsure_in_a_file_either():
    with pytest.raises(BadValue, match="不能填不清楚"):
        load_value(fact("bool", unsure=False), {"unsure": True}, NOW)


@pytest.mark.parametrize(("spec", "value", "data", "shown"), [
    (YES_NO, True, True, "是"), (YES_NO, False, False, "否"), (COUNT, 2, 2, "2"),
    (PAID, Decimal("299.5"), "299.50", "299.50 元"), (PAID, Decimal("1E+4"), "10000.00",
    "10000.00 元"),
    (RECEIVED, date(2026, 11, 20), "2026-11-20", "2026年11月20日（周五）"),
    (PAGE, datetime(2026, 11, 20, 18), "2026-11-20T18:00", "2026年11月20日（周五）18:00"),
    (PLATFORM, "jd", "jd", "京东"), (PLATFORM, "retired", "retired", "retired"),
    (SEVERAL, ("jd", "food"), ["jd", "food"], "京东、食品、保健食品"), (SEVERAL, (), [], "都没有"),
    (TEXT, "裙子", "裙子", "裙子"), (PAID, Special.UNSURE, {"unsure": True}, "不清楚"),
])
def test_values_are_stored_and_shown(spec, value, data, shown):
    assert dump_value(spec, value) == data
    assert show_value(spec, value) == shown


def test_a_fact_that_does_not_apply_is_shown_but_not_stored():
    assert show_value(PAID, Special.NOT_APPLICABLE) == "不适用"
    with pytest.raises(ValueError, match="does not apply"):
        dump_value(PAID, Special.NOT_APPLICABLE)


MONEY = st.decimals(Decimal("0.01"), Decimal(10_000_000), places=2)
SOME = st.sets(st.sampled_from([c.id for c in CHOICES])).map(
    lambda ids: tuple(c.id for c in CHOICES if c.id in ids))
SHOWABLE = st.one_of(
    st.tuples(st.just(YES_NO), st.booleans()),
    st.tuples(st.just(COUNT), st.integers(0, 50)),
    st.tuples(st.just(PAID), MONEY),
    st.tuples(st.just(ANY_DAY), st.dates(date(1990, 1, 1), date(2100, 12, 31))),
    st.tuples(st.just(PAGE), st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31)).map(
        lambda t: t.replace(second=0, microsecond=0))),
    st.tuples(st.just(PLATFORM), st.sampled_from([c.id for c in CHOICES])),
    st.tuples(st.just(SEVERAL), SOME),
    st.tuples(st.just(PAID), st.just(Special.UNSURE)),
)


@given(SHOWABLE)
def test_what_is_stored_can_be_loaded(pair):
    spec, value = pair
    assert load_value(spec, dump_value(spec, value), NOW) == value


@given(SHOWABLE)
def test_what_is_shown_can_be_typed(pair):
    spec, value = pair
    assert parse(spec, show_value(spec, value)) == value


@given(st.text(max_size=20))
def test_text_that_was_read_once_stays_the_same(raw):
    try:
        value = parse(TEXT, raw)
    except BadValue:
        return
    if value is not Special.UNSURE:
        assert load_value(TEXT, dump_value(TEXT, value), NOW) == value


TYPED = [YES_NO, COUNT, PAID, PLATFORM, SEVERAL, RECEIVED, PAGE]


@given(st.text(max_size=30), st.sampled_from(TYPED))
def test_any_text_gives_a_value_or_a_chinese_sentence(raw, spec):
    try:
        value = parse(spec, raw)
    except BadValue as bad:
        message = bad.message
    else:
        check_value(spec, value, {}, {})
        return
    assert message.startswith(f"「{spec.short}」")
    assert message.endswith("。")


def test_an_entry_of_a_list_of_sums_may_be_a_mapping():
    losses = fact("items", "损失", choices=(Choice(id="medical", label="医药费"),))
    given_ = [{"amount": "200.00", "kind": "medical"}, {"amount": 30, "name": "打车"}, "运费 12"]
    got = load_value(losses, given_, NOW)
    assert [(x.kind, x.name, x.amount) for x in got] == [
        ("medical", "医药费", Decimal(200)), ("other", "打车", Decimal(30)),
        ("other", "运费", Decimal(12))]
    for wrong in ({"name": "打车"}, {"amount": 3, "unit": "元"}):
        with pytest.raises(BadValue, match="amount"):
            load_value(losses, [wrong], NOW)


def test_a_pattern_that_is_made_later_is_the_same() -> None:
    later = lazy_re(r"(?P<n>\d+)元", re.IGNORECASE)
    match = later.search("共12元")
    assert match is not None
    assert match["n"] == "12"
    assert later.sub("几元", "3元、4元") == "几元、几元"
    assert later.fullmatch("元") is None
    assert later.pattern == r"(?P<n>\d+)元"


@pytest.mark.parametrize("text", ["人", "〇", "龥"])
def test_a_chinese_character_is_no_letter_of_a_code(text: str) -> None:
    assert lazy_re(HAN).fullmatch(text)
    assert not any(lazy_re(HAN).fullmatch(c) for c in "aZ0_ ，")


@value
class Pair:
    """Two things, of which the second may be left out."""

    first: int
    second: tuple[str, ...] = ()
    seen: list[int] = field(default_factory=list, compare=False)


def test_a_record_is_made_of_its_fields_and_of_nothing_else() -> None:
    pair = Pair(1, seen=[2])
    assert (pair.first, pair.second, pair.seen) == (1, (), [2])
    assert Pair(1).seen is not Pair(1).seen
    assert Pair(1) == pair != Pair(2)
    assert len({Pair(1), pair, Pair(1, ("a",))}) == 2
    assert replace(pair, first=3) == Pair(3)
    assert [f.name for f in fields(Pair)] == ["first", "second", "seen"]
    match pair:
        case Pair(first, second):
            assert (first, second) == (1, ())


@pytest.mark.parametrize(("given", "named"), [
    ((), {}), ((1, (), [], 4), {}), ((1,), {"third": 3}), ((1,), {"first": 1})])
def test_a_record_says_what_it_takes(given: tuple[int, ...], named: dict[str, int]) -> None:
    with pytest.raises(TypeError, match="first"):
        Pair(*given, **named)
