"""Facts that were checked long ago: summed up for the author, listed for a person with the apps."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta

import pytest

from weiquan.cli.app import main
from weiquan.core.judging.assess import assess
from weiquan.core.judging.freshness import STALE, is_stale
from weiquan.core.telling.card import card_of
from weiquan.loading.stale import COLUMNS, stale_table
from weiquan.paths import data_root
from weiquan.render.card import card_lines
from weiquan.render.plan import plan_lines

TODAY = date(2026, 11, 22)
FACTS = {"platform": "pdd", "happened": ("returned_no_refund",), "wishes": ("refund_return",),
         "refund_status": "rejected", "platform_decision": "not_asked"}


@pytest.fixture(scope="module")
def work():
    root = data_root()
    return stale_table(root / "rules", root / "templates", TODAY)


def test_the_limit_holds_on_its_last_day():
    assert not is_stale(TODAY - STALE, TODAY)
    assert is_stale(TODAY - STALE - timedelta(days=1), TODAY)
    assert not is_stale(None, TODAY)


def test_check_has_one_line_for_each_file_and_all_of_them_on_demand(tiny, capsys):
    argv = ["rules", "check", "--rules", str(tiny.root / "rules"), "--as-of", "2028-01-01"]
    assert main([*argv, "--all"]) == 0
    every, err = capsys.readouterr()
    assert main(argv) == 0
    summed, _ = capsys.readouterr()
    found = [x for x in every.splitlines() if " W201 " in x]
    files = {x.split(":")[0] for x in found}
    lines = [x for x in summed.splitlines() if " W201 " in x]
    assert [x.split(":")[0] for x in lines] == sorted(files)
    assert len(found) > len(files) > 1
    assert f"其中 {len(found)} 处太久没有核对" in err
    for line in lines:
        mine = [x for x in found if x.startswith(f"{line.split(':')[0]}:")]
        assert f"有 {len(mine)} 处" in line
        assert min(x.split("核对于 ")[1][:10] for x in mine) in line
    assert [x for x in every.splitlines() if " W201 " not in x] == \
        [x for x in summed.splitlines() if " W201 " not in x]


def test_nothing_is_summed_up_where_nothing_is_old(tiny, capsys):
    assert main(["rules", "check", "--rules", str(tiny.root / "rules"), "--as-of",
                 "2026-11-22"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "太久" not in err


def test_the_work_list_begins_with_what_does_most_harm(work):
    assert work.columns == COLUMNS
    assert len(work.rows) > 300
    assert [(r[0], -int(r[7])) for r in work.rows] == sorted((r[0], -int(r[7])) for r in work.rows)
    ranks = {r[0] for r in work.rows}
    assert {"1", "2", "3", "4"} <= ranks
    for row in work.rows:
        assert all(row[:6]), row
        assert int(row[7]) == (TODAY - date.fromisoformat(row[5])).days > STALE.days
        assert row[8].startswith("rules/")
    assert all("倒计时" in r[3] for r in work.rows if r[0] == "1")
    assert all(r[3].startswith("App 里点：") for r in work.rows if r[0] == "2")


@pytest.mark.nightly
def test_the_work_list_as_a_file_for_a_spreadsheet(tmp_path, capsys, work):
    file = tmp_path / "待核对.csv"
    assert main(["rules", "stale", "--csv", str(file), "--as-of", "2026-11-22"]) == 0
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == len(work.rows) + 1
    capsys.readouterr()
    assert main(["rules", "stale", "--csv", "--as-of", "2026-11-22"]) == 0
    assert list(csv.reader(io.StringIO(capsys.readouterr().out))) == rows
    assert main(["rules", "stale", str(file)]) == 2


def card_at(rules, now):
    facts = dict(FACTS)
    result = assess(rules, facts, now)
    return card_of(rules, facts, result), result


def test_an_answer_on_a_fact_of_long_ago_says_so_once(rules):
    checked = rules.platforms["pdd"].as_of
    last = datetime.combine(checked + STALE, datetime.min.time())
    fresh, _ = card_at(rules, last)
    assert fresh.stale == ""
    old, result = card_at(rules, last + timedelta(days=1))
    assert str(checked) in old.stale
    assert "以 App 里显示的为准" in old.stale
    for lines in (card_lines(old, 72), plan_lines(rules, result, old, 72, full=True)):
        assert "".join(x.strip() for x in lines).count("可能改过") == 1


def test_where_no_platform_is_used_nothing_is_said(rules):
    now = datetime(2036, 11, 22, 20, 0)
    facts = {"happened": ("returned_no_refund",), "wishes": ("refund_return",)}
    assert card_of(rules, facts, assess(rules, facts, now)).stale == ""


def test_a_letter_says_it_beside_and_never_inside(capsys):
    argv = ["letter", "platform_intervention", "--example", "no_reason"]
    assert main([*argv, "--as-of", "2028-01-01"]) == 0
    out, err = capsys.readouterr()
    assert err.count("可能改过") == 1
    assert "可能改过" not in out
