"""Nothing that a user reads repeats a wrong statement about the law that goes round."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.yaml_files import texts_in

ROOT = Path(__file__).parents[2]
PITFALLS = texts_in(Path(__file__).parent / "pitfalls.yaml")["pitfalls"]
NAMES = [p["id"] for p in PITFALLS]
PAGES = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")
SENTENCE = re.compile(r"[。；\n]+")


def yaml_texts(value, key=""):
    """Every text of a rule file but what it quotes: merchants, people, hearsay, over-claims."""
    if isinstance(value, dict):
        hearsay = value.get("kind") == "seed"
        for name, item in value.items():
            if name in {"says", "asks", "cues", "words", "texts"} or (name == "text" and hearsay) \
                    or (name == "name" and key == "not_claims"):
                continue
            yield from yaml_texts(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from yaml_texts(item, key)
    else:
        yield value


def texts() -> Iterator[tuple[str, str]]:
    """(file, text) of everything that is shown or that a reader of the project sees."""
    for path in sorted((ROOT / "rules").rglob("*.yaml")):
        for text in yaml_texts(texts_in(path)):
            yield path.relative_to(ROOT).as_posix(), text
    for path in sorted([*(ROOT / "templates").rglob("*.j2"), *(ROOT / p for p in PAGES)]):
        if path.exists():
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "weiquan").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path.relative_to(ROOT).as_posix(), node.value


@pytest.fixture(scope="module")
def sentences() -> list[tuple[str, str]]:
    """(file, sentence), each once."""
    found = list(dict.fromkeys((file, part.strip()) for file, text in texts()
                               for part in SENTENCE.split(text) if part.strip()))
    seen = {file.split("/")[0] for file, _ in found}
    assert {"rules", "templates", "weiquan", "README.md", "CHANGELOG.md"} <= seen
    return found


def repeats(pitfall, sentence):
    """Whether the sentence states what is wrong, without denying or dating it."""
    return bool(re.search(pitfall["find"], sentence)) and not (
        "unless" in pitfall and re.search(pitfall["unless"], sentence))


@pytest.mark.parametrize("pitfall", PITFALLS, ids=NAMES)
def test_no_text_repeats_a_wrong_statement(pitfall, sentences):
    allowed = pitfall.get("where", [])
    wrong = [f"{file}: {s}" for file, s in sentences
             if file not in allowed and repeats(pitfall, s)]
    assert wrong == [], pitfall["wrong"]


@pytest.mark.parametrize("pitfall", PITFALLS, ids=NAMES)
def test_each_pattern_finds_its_example_and_leaves_the_right_sentence_alone(pitfall):
    assert repeats(pitfall, pitfall["example"])
    assert not repeats(pitfall, pitfall["fine"])


def test_every_pitfall_is_told_apart_and_complete():
    assert len(set(NAMES)) == len(NAMES) > 60
    for pitfall in PITFALLS:
        assert {"id", "wrong", "find", "example", "fine"} <= set(pitfall) \
            <= {"id", "wrong", "find", "unless", "where", "example", "fine"}
        assert all((ROOT / file).is_file() for file in pitfall.get("where", []))


def test_what_is_quoted_is_left_out_and_what_corrects_it_is_not():
    rule = {"says": ["退一赔一"], "asks": ["能退一赔一吗"], "cues": ["包赢"],
            "not_claims": [{"name": "律师函", "why": "不是"}],
            "notes": [{"kind": "seed", "text": "45 天", "correction": "60 日"},
                      {"kind": "time", "text": "七个工作日"}]}
    assert list(yaml_texts(rule)) == ["不是", "seed", "60 日", "time", "七个工作日"]
