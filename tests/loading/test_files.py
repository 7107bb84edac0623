"""What stands on the disk may be anything; a finding says so, and nothing breaks."""

from __future__ import annotations

import os
import shutil
from datetime import date

import pytest
import yaml
from jinja2 import TemplateSyntaxError

from weiquan.errors import RulesInvalid
from weiquan.loading import yaml_source
from weiquan.loading.loader import load_rules
from weiquan.loading.template_names import Broken, names_in
from weiquan.loading.yaml_source import MAX_BYTES, read_text_source

WARNINGS = "rules/warnings.yaml"


def text_of(tiny, name=WARNINGS):
    return (tiny.root / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["rules/facts.yaml", "rules/steps.yaml"])
def test_a_missing_file_is_one_finding(tiny, name):
    (tiny.root / name).unlink()
    assert tiny.places() == [f"{name}:1:1 Y000"]


def test_a_list_may_stand_in_the_files_of_a_folder(tiny):
    whole = text_of(tiny, "rules/facts.yaml").replace("$schema=schema", "$schema=../schema")
    head, body = whole.split("\n", 1)
    at = body.index("  - id: received\n")
    tiny.put("rules/facts/01_one.yaml", f"{head}\n{body[:at]}")
    tiny.put("rules/facts/02_two.yaml", f"{head}\nfacts:\n{body[at:]}")
    assert len(tiny.places()) > 5  # every fact twice
    (tiny.root / "rules/facts.yaml").unlink()
    assert tiny.places() == []


def test_a_fact_of_a_folder_looks_only_at_facts_of_earlier_files(tiny):
    whole = text_of(tiny, "rules/facts.yaml").replace("$schema=schema", "$schema=../schema")
    head, body = whole.split("\n", 1)
    at = body.index("  - id: received_on\n")
    tiny.put("rules/facts/02_one.yaml", f"{head}\n{body[:at]}")
    tiny.put("rules/facts/01_two.yaml", f"{head}\nfacts:\n{body[at:]}")
    (tiny.root / "rules/facts.yaml").unlink()
    assert tiny.places() == ["rules/facts/01_two.yaml:8:5 L105"]


@pytest.mark.parametrize("name", ["rules/law", "rules/theories", "rules/excuses",
                                  "templates/letters"])
def test_a_missing_folder_is_one_finding(tiny, name):
    shutil.rmtree(tiny.root / name)
    assert tiny.places() == [f"{name}:1:1 Y000"]


def test_missing_rules_are_one_finding(tiny):
    shutil.rmtree(tiny.root / "rules")
    assert tiny.places() == ["rules:1:1 Y000"]


def test_nothing_at_all_is_two_findings(tiny):
    shutil.rmtree(tiny.root)
    assert tiny.places() == ["rules:1:1 Y000", "templates:1:1 Y000"]
    with pytest.raises(RulesInvalid):
        load_rules(tiny.root)


@pytest.mark.parametrize(("content", "finding"), [
    (b"", "1:1 Y005"),
    (b"# only a comment\n", "1:1 Y005"),
    (b"warnings:\n  - id: \xd6\xd0\n", "2:1 Y001"),
    (b"warnings:\n  - id: a\x00b\n", "2:10 Y004"),
    (b"warnings:\n  ? - a\n  : b\n", "2:5 Y009"),
    (b"warnings:\n" + b"# " + b"x" * MAX_BYTES, "1:1 Y011"),
])
def test_a_file_that_is_no_rule_file_is_a_finding(tiny, content, finding):
    tiny.put(WARNINGS, content)
    assert f"{WARNINGS}:{finding}" in tiny.places()


def test_a_template_that_is_not_utf8_is_a_finding(tiny):
    tiny.put("templates/forms/short.md.j2", b"---\nid: short\nname: \xd6\xd0\n---\n")
    assert tiny.places() == ["templates/forms/short.md.j2:3:1 Y001"]


def test_a_folder_with_the_name_of_a_file_is_a_finding(tiny):
    (tiny.root / WARNINGS).unlink()
    (tiny.root / WARNINGS).mkdir()
    assert f"{WARNINGS}:1:1 Y002" in tiny.places()


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_a_finding(tiny):
    (tiny.root / WARNINGS).chmod(0)
    assert tiny.places() == [f"{WARNINGS}:1:1 Y002"]


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tiny):
    for path in sorted((tiny.root / "rules").rglob("*.yaml")):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    for path in sorted((tiny.root / "templates").rglob("*.j2")):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert tiny.places() == []


def test_windows_line_ends_move_no_column(tiny):
    tiny.put(WARNINGS, text_of(tiny).replace("level: care", "level: cares").replace("\n", "\r\n"))
    assert tiny.places() == [f"{WARNINGS}:4:12 S004"]


def test_a_byte_order_mark_in_a_template_is_a_finding(tiny):
    name = "templates/forms/short.md.j2"
    tiny.put(name, "\ufeff" + text_of(tiny, name))
    assert f"{name}:1:1 Y004" in tiny.places()


@pytest.mark.parametrize("bomb", [
    "[" * 200_000,
    "[\n" * 200_000,
    "a: " + "{a: " * 100_000,
    "- " * 100_000 + "x",
    "\n".join(" " * n + "a:" for n in range(900)),
])
def test_a_nesting_bomb_is_a_finding_and_ends_nothing(bomb):
    source = read_text_source(bomb, "bomb.yaml", strict=True)
    assert "Y012" in {p.code for p in source.problems}
    assert len(source.problems) < 5


@pytest.mark.parametrize(("text", "advice"), [
    ("a: @x\n", "给这段内容加单引号"),
    ("a: 说: 话\n", "多了冒号"),
    ("a: b\nc\nd: e\n", "缺少冒号"),
    ("a: 1\n'b' c\n", "缺少冒号"),
    ("a: 1\n---\nb: 2\n", "请删掉「---」"),
    ("  a: 1\nb: 2\n", "检查这一行的缩进和开头"),
    ("a:\n  b: 1\n c: 2\n", "和同一层的上一行对齐"),
    ("- a\nb: 1\n", "列表每项前面写「- 」"),
    ("a: 'x\nb: 1\n", "引号没有写完"),
    ("a: 'it''s\n---\n", "引号没有写完"),
    ('a: "x\\d"\n', "反斜杠"),
    ("a: - x\n", "请换到下一行"),
    ("a:\n\tb: 1\n", "不能用制表符"),
    ("a: |x\n  b\n", "写法有误"),
])
@pytest.mark.parametrize("base", ["CSafeLoader", "SafeLoader"])
def test_the_advice_does_not_come_from_the_words_of_the_library(text, advice, base, monkeypatch):
    class Loader(getattr(yaml, base, yaml.SafeLoader)):
        pass

    words = yaml.MarkedYAMLError.__init__

    def wordless(self, context=None, context_mark=None, problem=None, problem_mark=None):
        words(self, context and "?", context_mark, problem and "?", problem_mark)

    monkeypatch.setattr(yaml_source, "_Loader", Loader)
    monkeypatch.setattr(yaml.MarkedYAMLError, "__init__", wordless)
    [problem] = read_text_source(text, "x.yaml").problems
    assert problem.code == "Y003"
    assert advice in problem.message


@pytest.mark.parametrize(("text", "line", "advice"), [
    ("{% if a %}\nx\n{% endfi %}\n", 3, "是不是想写「endif」；前面的 if 还没有结束"),
    ("{% set x = 1 %}\n{% inlude %}", 2, "是不是想写「include」"),
    ("{% if a %}{% for b in c %}\nx\n{% endfor %}\n", 3, "前面的 if 没有结束，缺少 endif"),
    ("{% raw %}{% foo %}{% endraw %}{# {% foo %} #}\n{{ a b }}", 2, "是否成对"),
    ("{# x\ny", 1, "缺少 #}"),
    ("{% for a in b %}{{ a }\n{% endfor %}", 1, "是否成对"),
])
def test_nor_does_the_advice_for_a_template(text, line, advice, monkeypatch):
    init = TemplateSyntaxError.__init__
    monkeypatch.setattr(TemplateSyntaxError, "__init__",
                        lambda self, message, *rest: init(self, "?", *rest))
    with pytest.raises(Broken) as caught:
        names_in(text)
    assert caught.value.line == line
    assert advice in str(caught.value)


def test_an_alias_bomb_is_not_unfolded():
    lines = ["a0: &a0", "  - x", *(f"a{n}: &a{n}\n" + f"  - *a{n - 1}\n" * 9 for n in range(1, 12))]
    source = read_text_source("\n".join(lines), "bomb.yaml")
    assert source.data is None
    assert {p.code for p in source.problems} == {"Y007"}


def test_a_number_too_long_for_python_stays_text():
    assert read_text_source("a: " + "9" * 5000, "x.yaml").data == {"a": "9" * 5000}


def test_a_users_file_may_write_money_plainly():
    source = read_text_source("paid: 299.50\nproblem: 坏\u200b了\n", "facts.yaml")
    assert source.problems == []
    assert source.data["paid"] == "299.50"


def test_hidden_files_and_schemas_are_left_alone(tiny):
    tiny.put("rules/.DS_Store", b"\x00")
    tiny.put("rules/law/.consumer.yaml.swp", b"\x00")
    tiny.put("rules/schema/law.schema.json", "{}")
    assert tiny.places() == []


def test_what_could_not_be_read_is_not_reported_as_missing_elsewhere(tiny):
    tiny.put("rules/evidence.yaml", "evidence:\n  - id: order_page\n")
    assert {p.partition(":")[0] for p in tiny.places()} == {"rules/evidence.yaml"}


def test_findings_of_shape_and_of_meaning_come_together(tiny):
    tiny.edit("rules/evidence.yaml", "    proves: 买过\n", "")
    tiny.edit("rules/steps.yaml", "is: refused", "is: refusd")
    assert [p.partition(" ")[2] for p in tiny.places()] == ["W203", "S002", "L106"][1:]


def test_old_checks_are_warnings_from_the_181st_day(tiny):
    assert tiny.check(date(2027, 4, 30)) == []
    found = tiny.check(date(2027, 5, 1))
    assert {(p.code, p.level) for p in found} == {("W201", "warning")}
    assert "rules/law/consumer.yaml:8:8" in {f"{p.path}:{p.line}:{p.column}" for p in found}
