"""weiquan letter --check: what is said, and that nothing goes out as if it were ready."""

from __future__ import annotations

import json

from tests.cli.conftest import AS_OF, FACTS, MORE, flags, sets

AT = ("--as-of", AS_OF)
CASE = (*flags(FACTS), *sets(MORE), *AT)
RUDE = ("--set", "problem=货退了十二天不退钱，这家骗子。")


def test_a_letter_in_which_nothing_is_found_passes(weiquan):
    got = weiquan("letter", "merchant_demand", "--check", *CASE)
    assert got.code == 0, got.out
    assert "没有发现问题" in got.out


def test_what_must_not_go_out_is_listed_with_what_to_write_instead(weiquan):
    got = weiquan("letter", "merchant_demand", "--check", *CASE, *RUDE)
    assert got.code == 7
    assert "不能发" in got.out
    assert "「问题经过」" in got.out
    assert "骗子" in got.out
    assert "例如：" in got.out
    assert "没过检查：催告函" in got.err


def test_such_a_letter_is_not_written(weiquan, tmp_path):
    got = weiquan("letter", "merchant_demand", *CASE, *RUDE, "-o", "a.txt")
    assert got.code == 7
    assert list(tmp_path.iterdir()) == []
    assert "--force" in got.err


def test_with_force_the_name_of_the_file_says_so(weiquan, tmp_path):
    got = weiquan("letter", "merchant_demand", *CASE, *RUDE, "-o", "a.txt", "--force")
    assert got.code == 0, got.err
    assert [p.name for p in tmp_path.iterdir()] == ["a-未过检查.txt"]
    assert "骗子" in got.err
    got = weiquan("letter", "merchant_demand", "seller_disclosure", *CASE, *RUDE, "-o", "文书",
                  "--force")
    assert got.code == 0, got.err
    assert "01-催告函-未过检查.txt" in {p.name for p in (tmp_path / "文书").iterdir()}


def test_on_the_screen_it_is_shown_and_said_beside(weiquan):
    got = weiquan("letter", "merchant_demand", *CASE, *RUDE)
    assert got.code == 0
    assert "请在2026年11月24日（含当日）前退还货款" in got.out
    assert "骗子" not in got.out   # a clause that only scolds is not written
    assert "骗子" in got.err
    assert "检查「催告函」" in got.err


def test_nothing_is_called_ready_that_is_blocked(weiquan):
    ready = json.loads(weiquan("letter", "merchant_demand", "--json", *CASE).out)["letters"][0]
    assert ready["ready"] is True
    assert ready["findings"] == []
    got = weiquan("letter", "merchant_demand", "--json", "--check", *CASE, *RUDE)
    assert got.code == 7
    [blocked] = json.loads(got.out)["letters"]
    assert blocked["ready"] is False
    assert [f["check"] for f in blocked["findings"]] == ["crime"]
