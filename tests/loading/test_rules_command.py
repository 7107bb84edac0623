"""weiquan rules check, schema and table, from the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from weiquan.cli.app import main

ROOT = Path(__file__).parents[2]


def check(tiny, *more):
    return main(["rules", "check", "--rules", str(tiny.root / "rules"), *more])


def test_rules_without_findings_are_counted(tiny, capsys):
    assert check(tiny, "--as-of", "2026-11-22") == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("没有问题。事实 10，")
    assert err.count("\n") == 1


def test_errors_are_printed_sorted_and_end_with_three(tiny, capsys):
    tiny.edit("rules/warnings.yaml", "received: true", "recieved: true")
    tiny.edit("rules/steps.yaml", "order_page", "order_pages")
    assert check(tiny, "--as-of", "2026-11-22") == 3
    out, err = capsys.readouterr()
    assert [line.split(" ")[1] for line in out.splitlines()] == ["L109", "L101"]
    assert out.startswith("rules/steps.yaml:13:9: L109 没有这个证据「order_pages」")
    assert err.startswith("2 处错误，0 处提醒。")


def test_warnings_alone_end_with_zero(tiny, capsys):
    assert check(tiny, "--as-of", "2028-01-01") == 0
    out, err = capsys.readouterr()
    assert "W201" in out
    assert err.startswith("0 处错误，")


def test_findings_as_json(tiny, capsys):
    tiny.edit("rules/warnings.yaml", "level: care", "level: cares")
    assert check(tiny, "--as-of", "2026-11-22", "--json") == 3
    out, err = capsys.readouterr()
    data = json.loads(out)
    assert err == ""
    assert data["counts"] is None
    assert data["problems"][0] | {"message": ""} == {
        "path": "rules/warnings.yaml", "line": 4, "column": 12, "code": "S004", "level": "error",
        "message": ""}


def test_templates_beside_the_rules_are_checked_with_them(tiny, capsys):
    tiny.edit("templates/parts/paid.md.j2", "paid", "payd")
    assert check(tiny) == 3
    assert "templates/parts/paid.md.j2:1:9: T003" in capsys.readouterr().out


def test_a_folder_that_is_not_there_is_a_usage_error(tmp_path, capsys):
    assert main(["rules", "check", "--rules", str(tmp_path / "no")]) == 2
    assert "--rules" in capsys.readouterr().err


def test_kinds_are_listed_and_a_schema_is_json(capsys):
    assert main(["rules", "schema"]) == 0
    kinds = capsys.readouterr().out.split()
    assert "facts" in kinds
    assert "plan" in kinds
    assert main(["rules", "schema", "rungs"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "rungs"


def test_an_unknown_kind_names_the_nearest(capsys):
    assert main(["rules", "schema", "fact"]) == 2
    assert "是不是想写「facts」" in capsys.readouterr().err


def test_a_table_in_a_pipe_is_plain_text(capsys):
    assert main(["rules", "table", "law"]) == 0
    out = capsys.readouterr().out
    assert "简称：消法\n" in out
    assert "\x1b" not in out
    assert "│" not in out


@pytest.mark.terminal
@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("width", [60, 100])
def test_a_table_in_a_terminal_is_folded_and_never_cut(width):
    import pexpect

    child = pexpect.spawn(sys.executable, ["-m", "weiquan", "rules", "table", "conditions"],
                          cwd=str(ROOT), encoding="utf-8", dimensions=(50, width), timeout=30,
                          env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"})
    out = child.read()
    assert "…" not in out
    assert "┃" in out
    assert "may_proceed" in out.replace("\r\n", "")


def test_help_has_an_example_that_runs(tiny, capsys):
    examples = set()
    for words in (["rules"], ["rules", "check"], ["rules", "schema"], ["rules", "table"]):
        assert main([*words, "--help"]) == 0
        out = capsys.readouterr().out
        [example] = [line.partition("示例：")[2].strip() for line in out.splitlines()
                     if "示例：" in line]
        assert example.startswith("weiquan rules")
        examples.add(example)
    assert len(examples) == 3
    for example in examples:
        words = example.split()[1:]
        if "check" in words:  # all of the rules are checked when they are loaded
            words += ["--rules", str(tiny.root / "rules")]
        assert main(words) in {0, 3}


def test_rules_alone_print_their_help(capsys):
    assert main(["rules"]) == 0
    assert "check" in capsys.readouterr().out


def test_an_unknown_command_names_the_nearest(capsys):
    assert main(["rules", "chek"]) == 2
    assert "是不是想写「check」" in capsys.readouterr().err


def test_schemas_are_not_written_outside_a_checkout(tmp_path):
    for part in ("weiquan", "rules", "templates"):
        subprocess.run(["cp", "-r", str(ROOT / part), str(tmp_path / part)], check=True)
    done = subprocess.run([sys.executable, "-m", "weiquan", "rules", "schema", "--write"],
                          cwd=tmp_path, capture_output=True, text=True, check=False,
                          env={**os.environ, "PYTHONPATH": str(tmp_path)})
    assert done.returncode == 2
    assert "源码" in done.stderr
