"""law, platform and deadline-types: what is found, in which version, and how it is corrected."""

from __future__ import annotations

import json

import pytest

TODAY = ("--as-of", "2026-11-22")


def found(got):
    """The articles of `law --json`."""
    assert got.code == 0, got.err
    answer = json.loads(got.out)
    assert answer["schema"] == "weiquan/law/1"
    return answer["articles"]


def said(got):
    """The statements of `platform --json`."""
    assert got.code == 0, got.err
    answer = json.loads(got.out)
    assert answer["schema"] == "weiquan/platform/1"
    return answer["statements"]


def joined(text):
    """The text of a page without its line breaks and indents."""
    return "".join(line.strip() for line in text.splitlines())


# ---------------------------------------------------------------- law

@pytest.mark.parametrize("name", [
    "消法", "consumer_law", "中华人民共和国消费者权益保护法", "消费者权益保护法",
    "《消费者权益保护法》"])
def test_a_law_is_found_by_its_short_name_its_id_and_its_full_name(weiquan, name):
    [row] = found(weiquan("law", name, "25", *TODAY, "--json"))
    assert (row["law"], row["article"]) == ("消法", "25")


@pytest.mark.parametrize("number", ["55", "第55条", "第五十五条", "五十五"])
def test_an_article_is_found_however_its_number_is_written(weiquan, number):
    [row] = found(weiquan("law", "消法", number, *TODAY, "--json"))
    assert row["article"] == "55"


def test_part_of_a_name_lists_the_short_names_that_it_may_mean(weiquan):
    got = weiquan("law", "投诉举报")
    assert got.code == 2
    assert "「投诉举报」" in got.err
    assert "投诉举报办法、旧投诉举报办法" in got.err


@pytest.mark.parametrize(("day", "now", "before"), [
    ("2026-04-14", False, True), ("2026-04-15", True, False)])
def test_the_day_chooses_between_the_old_and_the_new_complaint_rules(weiquan, day, now, before):
    [new] = found(weiquan("law", "投诉举报办法", "23", "--as-of", day, "--json"))
    [old] = found(weiquan("law", "旧投诉举报办法", "21", "--as-of", day, "--json"))
    assert (new["in_force"], old["in_force"]) == (now, before)
    assert "60日" in new["numbers"]
    assert "45个工作日" in old["numbers"]


@pytest.mark.parametrize(("name", "day", "instead"), [
    ("投诉举报办法", "2026-04-14", "旧投诉举报办法"),
    ("旧投诉举报办法", "2026-04-15", "投诉举报办法")])
def test_a_law_that_does_not_apply_on_the_day_names_the_one_that_does(weiquan, name, day, instead):
    number = "21" if name.startswith("旧") else "23"
    [row] = found(weiquan("law", name, number, "--as-of", day, "--json"))
    assert row["instead"] == instead
    assert f"那天看「{instead}」" in joined(weiquan("law", name, "--as-of", day).out)


@pytest.mark.parametrize(("name", "day"), [
    ("投诉举报办法", "2026-04-15"), ("旧投诉举报办法", "2026-04-14")])
def test_a_law_in_force_names_no_other(weiquan, name, day):
    out = joined(weiquan("law", name, "--as-of", day).out)
    assert "那天看" not in out
    assert "（这一天不适用）" not in out
    assert "不再适用" not in out


@pytest.mark.parametrize(("law", "old", "new", "since"), [
    ("反法", "8", "9", "2025-10-15"), ("反法", "17", "22", "2025-10-15"),
    ("治安法", "49", "58", "2026-01-01"), ("治安法", "42", "50", "2026-01-01"),
    ("快递条例", "27", "28", "2025-06-01")])
def test_an_old_number_finds_the_article_that_bears_another_number_today(weiquan, law, old, new,
                                                                        since):
    [row] = found(weiquan("law", law, old, *TODAY, "--json"))
    assert row["article"] == new
    assert f"{since} 前为第{old}条" in row["note"]


@pytest.mark.parametrize(("law", "number", "both"), [
    ("反法", "20", ["20", "25"]), ("反法", "11", ["11", "12"]), ("快递条例", "28", ["28", "29"])])
def test_a_number_that_moved_finds_todays_article_first_and_then_the_moved_one(weiquan, law, number,
                                                                             both):
    rows = found(weiquan("law", law, number, *TODAY, "--json"))
    assert [r["article"] for r in rows] == both


@pytest.mark.parametrize("word", ["3倍", "三倍", "３倍"])
def test_numbers_are_searched_in_every_writing(weiquan, word):
    rows = found(weiquan("law", "--search", word, *TODAY, "--json"))
    assert ("消法", "55") in {(r["law"], r["article"]) for r in rows}


def test_every_word_of_a_search_must_be_there(weiquan):
    both = found(weiquan("law", "--search", "退货 运费", *TODAY, "--json"))
    one = found(weiquan("law", "--search", "退货", *TODAY, "--json"))
    assert ("消法", "25") in {(r["law"], r["article"]) for r in both}
    assert 0 < len(both) < len(one)


def test_a_search_can_stay_within_one_law(weiquan):
    rows = found(weiquan("law", "消法", "--search", "退货", *TODAY, "--json"))
    assert {r["law"] for r in rows} == {"消法"}


def test_every_article_comes_with_its_source_its_day_and_a_word_on_quoting(weiquan):
    got = joined(weiquan("law", "消法", "55", *TODAY).out)
    assert got.index("第55条") < got.index("出处：")
    assert "核对于 2026-11-22" in got
    assert "核对过原文" in got
    assert "不是条文原文" in got


def test_the_list_of_laws_puts_statutes_first_and_marks_what_no_longer_applies(weiquan, rules):
    got = weiquan("law", *TODAY)
    order = ["法律", "行政法规", "司法解释", "部门规章"]
    levels = [rules.laws[r["law"]].level for r in found(weiquan("law", *TODAY, "--json"))]
    assert len(levels) == len(rules.laws)
    ranks = [order.index(x) if x in order else len(order) for x in levels]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == 5
    [_, old] = joined(got.out).split("旧投诉举报办法　")
    assert "2026-04-14 以后不再适用" in old


# ---------------------------------------------------------------- platform

@pytest.mark.parametrize(("name", "id_"), [
    ("抖音", "douyin"), ("抖音小店", "douyin"), ("douyin", "douyin"), ("DOUYIN", "douyin"),
    ("视频号", "wechat_shop"), ("微信小店", "wechat_shop"), ("天猫", "taobao"), ("闲鱼", "xianyu"),
    ("咸鱼", "xianyu"), ("美团团购", "local_life")])
def test_a_platform_is_found_by_its_names(weiquan, name, id_):
    got = weiquan("platform", name, *TODAY, "--json")
    assert json.loads(got.out)["id"] == id_


def test_the_list_of_platforms_says_how_much_is_known_and_when(weiquan, rules):
    listed = json.loads(weiquan("platform", "--json").out)
    assert listed["schema"] == "weiquan/platforms/1"
    assert [p["id"] for p in listed["platforms"]] == list(rules.platforms)
    assert {"id", "name", "label", "aliases", "as_of", "completeness"} == set(
        listed["platforms"][0])
    assert "收录较全，核对于" in weiquan("platform").out


@pytest.mark.parametrize("word", ["48小时", "48 小时", "四十八小时", "４８小时"])
def test_a_platform_is_searched_however_the_hours_are_written(weiquan, word):
    rows = said(weiquan("platform", "抖音", "--search", word, *TODAY, "--json"))
    assert "dy_seed_2_06" in {r["id"] for r in rows}


def test_a_search_shows_only_what_holds_the_word(weiquan):
    rows = said(weiquan("platform", "抖音", "--search", "仲裁", *TODAY, "--json"))
    assert rows
    assert all("仲裁" in r["text"] + r["correction"] + r["note"] for r in rows)


def test_a_word_that_no_statement_holds_is_said(weiquan):
    got = weiquan("platform", "抖音", "--search", "潜水艇")
    assert (got.code, got.out) == (2, "")
    assert "潜水艇" in got.err


@pytest.mark.parametrize(("platform", "word", "verdict"), [
    ("抖音", "累计 3 次", "已经过时。现在是："),
    ("抖音", "意见反馈→其他问题，结果", "不对。现在是："),
    ("抖音", "48 小时内处理，逾期系统自动同意", "没有核实，不要当真。现在知道的是："),
    ("抖音", "网络曝光", "只对一部分。更准确的是："),
    ("抖音", "强制扣商家的钱", "现在仍然对。"),
    ("视频号", "平台大多支持买家", "没有核实，不要当真。现在知道的是：")])
def test_a_statement_from_hearsay_stands_beside_what_holds_today(weiquan, platform, word, verdict):
    [row] = [r for r in said(weiquan("platform", platform, "--search", word, *TODAY, "--json"))
             if r["kind"] == "seed"]
    page = joined(weiquan("platform", platform, "--search", word, *TODAY).out)
    assert row["correction"]
    text = "".join(row["text"].split(" "))
    shown = page.replace(" ", "")
    assert text + verdict + "".join(row["correction"].split(" ")) in shown


def test_every_statement_from_hearsay_has_a_correction_and_is_never_called_a_fact(rules):
    seeds = [n for p in rules.platforms.values() for n in p.notes if n.kind == "seed"]
    assert len(seeds) >= 49
    assert all(n.correction and n.confidence == "seed" and n.source for n in seeds)


def test_what_is_not_checked_is_marked_and_what_is_official_is_not(weiquan):
    rows = said(weiquan("platform", "视频号", *TODAY, "--json"))
    page = joined(weiquan("platform", "视频号", *TODAY).out).replace(" ", "")
    unsure = next(r for r in rows if r["confidence"] == "unverified" and r["kind"] == "path")
    sure = next(r for r in rows if r["confidence"] == "official-text" and r["kind"] != "seed")
    mark = "（没有核实，请以订单页面显示为准）"
    assert unsure["text"].replace(" ", "") + mark in page
    assert sure["text"].replace(" ", "") in page
    assert sure["text"].replace(" ", "") + mark not in page


def test_every_statement_names_its_source_and_day(weiquan, rules):
    for platform in rules.platforms.values():
        for row in said(weiquan("platform", platform.id, *TODAY, "--json")):
            assert row["source"], row
            assert row["as_of"], row
            assert set(row) == {"id", "kind", "text", "source", "as_of", "confidence", "status",
                                "correction", "note"}


def test_what_holds_for_a_whole_platform_comes_before_its_statements(weiquan, rules):
    told = [p for p in rules.platforms.values() if p.notes_text]
    assert len(told) >= 10
    for platform in told:
        page = joined(weiquan("platform", platform.id, *TODAY).out).replace(" ", "")
        text = platform.notes_text.replace(" ", "")
        assert page.index(text) < page.index("出处：")
        answer = json.loads(weiquan("platform", platform.id, *TODAY, "--json").out)
        assert (answer["note"], answer["trust"]) == (platform.notes_text, platform.trust)


def test_a_rule_that_begins_later_is_not_shown_before(weiquan, rules):
    [(platform, note)] = [(p, n) for p in rules.platforms.values() for n in p.notes
                          if n.start is not None][:1]
    day = note.start.isoformat()
    before = note.start.replace(year=note.start.year - 1).isoformat()
    assert note.id in {r["id"] for r in said(
        weiquan("platform", platform.id, "--as-of", day, "--json"))}
    assert note.id not in {r["id"] for r in said(
        weiquan("platform", platform.id, "--as-of", before, "--json"))}


# ---------------------------------------------------------------- deadline-types

@pytest.mark.parametrize(("day", "length"), [
    ("2026-04-14", "45 个工作日"), ("2026-04-15", "60 天")])
def test_deadline_types_show_the_length_of_the_day(weiquan, rules, day, length):
    got = weiquan("deadline-types", "--search", "调解", "--as-of", day, "--json")
    texts = [r["text"] for r in json.loads(got.out)["deadlines"]]
    assert any(length in t for t in texts), texts


def test_deadline_types_say_whose_they_are_from_when_and_on_what_ground(weiquan):
    page = joined(weiquan("deadline-types", "--search", "无理由退货", *TODAY).out)
    assert "[自己] 提出七天无理由退货：7 天，起算：签收那天不算，从第二天数起。" in page
    assert "依据：消法 第25条" in page


def test_deadline_types_can_be_searched_by_the_law(weiquan):
    got = weiquan("deadline-types", "--search", "消法条例", *TODAY, "--json")
    answer = json.loads(got.out)
    assert answer["schema"] == "weiquan/deadlines/1"
    assert answer["deadlines"]
    assert all("消法条例" in r["source"] + r["text"] + r["note"] for r in answer["deadlines"])
