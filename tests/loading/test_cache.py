"""The cache gives the same rules or none; nothing in it is trusted, no fault of it is an error."""

from __future__ import annotations

import dataclasses
import json
import marshal
import multiprocessing
import os
import pickle
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path

import pytest

from weiquan.core.language import condition as c
from weiquan.core.model import Law
from weiquan.core.model.ruleset import RuleSet
from weiquan.errors import RulesInvalid
from weiquan.loading import sealed as files
from weiquan.loading.cache import load_cached
from weiquan.loading.loader import load_rules
from weiquan.loading.plain import Lines
from weiquan.loading.sealed import cached_digest, digest_of

ROOT = Path(__file__).parents[2]
INDEXES = {"params", "aliases", "raised"}


def plain(value):
    """A rule object as comparable data, all the way down; without the places in a reader's file."""
    if isinstance(value, Mapping):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, tuple):
        return [plain(v) for v in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, date | Decimal | Enum):
        return type(value).__name__, {f.name: plain(getattr(value, f.name))
                                      for f in dataclasses.fields(value)
                                      if f.name not in {"digest", "at"}}
    return type(value).__name__, value


def only_file(folder):
    [path] = folder.glob("rules-*.bin")
    return path


def start_of(blob):
    """Where the body of a cache file begins: after the key, an empty line and a sum."""
    return blob.index(b"\n\n") + 2 + 8


def sealed(body, like):
    """A cache file with the right head for a foreign body."""
    blob = like.read_bytes()
    return blob[:start_of(blob) - 8] + files._sum(body) + body


def copies(folder):
    """What tells a copy that was made anew from one that was read."""
    return {(p.name, p.stat().st_mtime_ns, p.stat().st_ino) for p in folder.glob("rules-*.bin")}


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "cache"


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.nightly)])
def test_a_warm_start_holds_every_object_of_the_cold_one(folder, tmp_path, tiny, whole):
    own = tmp_path / "own" if whole else tiny.root
    if whole:
        for part in ("rules", "templates"):
            shutil.copytree(ROOT / part, own / part)
    cold = load_cached(own, folder)
    warm = load_cached(own, folder, placed=True)
    assert warm is not cold
    # What only letters need stands in lines of its own: put back, nothing is missing.
    for theory in warm.theories.values():
        assert theory.reasons == ()
        theory.reasons = tuple(warm.reasons[theory.id])
    for excuse in warm.excuses.values():
        assert excuse.tells == ()
        excuse.tells = tuple(warm.rebuttals[excuse.id])
    # Of what people say only what is learned from it is kept.
    assert warm.sayings == ()
    assert warm.likeness == cold.likeness
    warm.__dict__["sayings"] = cold.sayings
    assert plain(warm) == plain(cold) == plain(load_rules(own))
    assert warm.digest == cold.digest == digest_of(own)
    assert {k: plain(getattr(warm, k)) for k in INDEXES} == {
        k: plain(getattr(cold, k)) for k in INDEXES}
    assert len(warm.facts) > (50 if whole else 3)


def test_where_rules_stand_is_read_only_for_who_explains_them(tiny, folder):
    load_cached(tiny.root, folder)
    warm, placed = (load_cached(tiny.root, folder, placed=x) for x in (False, True))
    assert {f.place for f in warm.facts} == {""}
    assert placed.facts[0].place.startswith("rules/facts")


def test_a_copy_with_the_name_of_another_key_is_not_taken(tiny, folder, monkeypatch):
    monkeypatch.setattr(files, "name_of", lambda key: "same")
    load_cached(tiny.root, folder)
    tiny.edit("rules/steps.yaml", "跟商家说清楚", "跟商家说明白")
    assert load_cached(tiny.root, folder).steps[0].title == "跟商家说明白"


def test_the_choices_of_a_fact_are_made_when_asked_for(tiny, folder):
    cold = load_cached(tiny.root, folder)
    warm = load_cached(tiny.root, folder)
    [own, *_] = [f for f in warm.facts if cold.specs[f.id].choices]
    assert "choices" not in vars(own)
    assert plain(own.choices) == plain(cold.specs[own.id].choices)
    assert own.choices is own.choices


def test_a_warm_start_reads_no_rules(tiny, folder):
    load_cached(tiny.root, folder)
    made = copies(folder)
    load_cached(tiny.root, folder)
    assert copies(folder) == made


def test_a_warm_start_imports_neither_yaml_nor_pydantic(tiny, folder):
    load_cached(tiny.root, folder)
    code = ("import sys; from pathlib import Path; from weiquan.loading.cache import load_cached;"
            f"load_cached(Path({str(tiny.root)!r}), Path({str(folder)!r}));"
            "print(sorted({'yaml', 'pydantic', 'jinja2'} & set(sys.modules)))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                          cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(("name", "old", "new"), [
    ("rules/steps.yaml", "跟商家说清楚", "跟商家说明白"),
    ("templates/parts/paid.md.j2", "实付", "付了"),
])
def test_a_changed_file_makes_the_copy_stale(tiny, folder, name, old, new):
    before = load_cached(tiny.root, folder).digest
    tiny.edit(name, old, new)
    assert load_cached(tiny.root, folder).digest != before
    assert len(copies(folder)) == 2


def test_a_file_that_nothing_reads_is_found_on_a_warm_start_too(tiny, folder):
    load_cached(tiny.root, folder)
    tiny.put("rules/law/more.yml", "id: more\n")
    with pytest.raises(RulesInvalid):
        load_cached(tiny.root, folder)


def test_schemas_and_hidden_files_keep_the_copy_fresh(tiny, folder):
    load_cached(tiny.root, folder)
    made = copies(folder)
    tiny.put("rules/schema/facts.schema.json", "{}")
    tiny.put("rules/.swap", "x")
    load_cached(tiny.root, folder)
    assert copies(folder) == made


def test_moving_a_file_changes_the_digest(tiny):
    before = digest_of(tiny.root)
    (tiny.root / "rules/excuses/used.yaml").rename(tiny.root / "rules/excuses/worn.yaml")
    assert digest_of(tiny.root) != before


def test_the_digest_does_not_depend_on_where_the_files_are(tiny, tmp_path):
    before = digest_of(tiny.root)
    assert digest_of(tiny.root.rename(tmp_path / "elsewhere")) == before


@pytest.mark.parametrize("spoil", [
    lambda blob: b"",
    lambda blob: blob[:start_of(blob) - 1],
    lambda blob: blob[:start_of(blob)],
    lambda blob: blob[:-1],
    lambda blob: blob + b"x",
    lambda blob: b"\x00" * len(blob),
    lambda blob: blob[:start_of(blob)] + b"\x80\x05N." + blob[start_of(blob) + 4:],
    lambda blob: blob.replace(files._MAGIC, b"weiquan rules 3\n", 1),
])
def test_a_damaged_copy_is_ignored_and_made_anew(tiny, folder, spoil):
    load_cached(tiny.root, folder)
    path = only_file(folder)
    good = path.read_bytes()
    path.write_bytes(spoil(good))
    assert isinstance(load_cached(tiny.root, folder), RuleSet)
    assert len(path.read_bytes()) == len(good)
    made = copies(folder)
    load_cached(tiny.root, folder)
    assert copies(folder) == made


class Runs:
    """A pickle of this runs a command when it is loaded by pickle."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.system, (f"echo run > '{self.path}'",)


FOREIGN = {
    "an object of ours, but no RuleSet": lambda mark: b'{"":"Known","fact":"paid"}',
    "nothing": lambda mark: b"\nnull",
    "a number": lambda mark: b"\n1",
    "no JSON": lambda mark: b"\nnot a text",
    "the end is missing": lambda mark: b'\n{"whole":{',
    "half a RuleSet": lambda mark: json.dumps({"whole": {"facts": []}, "places": {}}).encode(),
    "a type that is none of ours": lambda mark: b'\n{"":"Path","is":"x"}',
    "a name that ours import": lambda mark: b'\n{"":"TYPE_CHECKING"}',
    "a date that is none": lambda mark: b'\n{"":"date","is":"2026-13-40"}',
    "deep": lambda mark: b"\n" + b"[" * 200_000,
    "a pickle with a command": lambda mark: pickle.dumps(Runs(mark)),
    "code": lambda mark: marshal.dumps(Runs.__init__.__code__),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_foreign_copy_is_ignored_and_never_executed(tiny, folder, tmp_path, name):
    load_cached(tiny.root, folder)
    mark = tmp_path / "ran"
    path = only_file(folder)
    path.write_bytes(sealed(FOREIGN[name](mark), path))
    made = copies(folder)
    assert isinstance(load_cached(tiny.root, folder), RuleSet)
    assert copies(folder) != made
    assert not mark.exists()


def test_the_copy_is_plain_text_and_nothing_in_the_program_unpickles():
    sources = [p.read_text(encoding="utf-8") for p in (ROOT / "weiquan").rglob("*.py")]
    assert len(sources) > 100
    assert not [s for s in sources if re.search(r"import (pickle|marshal|shelve)|from pickle", s)]


def test_every_line_of_a_copy_is_json(tiny, folder):
    load_cached(tiny.root, folder)
    blob = only_file(folder).read_bytes()
    lines = blob[start_of(blob) + files.DIGEST:].split(b"\n")
    assert len(lines) > 5
    assert all(isinstance(json.loads(line), dict | list) for line in lines)


def test_what_a_case_does_not_need_is_not_made(tiny, folder):
    load_cached(tiny.root, folder)
    laws = load_cached(tiny.root, folder).laws
    assert isinstance(laws, Lines)
    assert laws._made == {}
    assert isinstance(laws["消法"], Law)
    assert list(laws._made) == ["消法"]
    assert laws["消法"] is laws["消法"]


def test_a_made_object_is_as_its_type_says_where_nothing_was_written(tiny, folder):
    load_cached(tiny.root, folder)
    [step, *_] = load_cached(tiny.root, folder).steps
    assert (step.ready, step.done, step.first, step.paths) == (c.ALWAYS, c.NEVER, 0, ())


def test_a_copy_of_other_rules_under_this_name_is_ignored(tiny, folder):
    load_cached(tiny.root, folder)
    old = only_file(folder)
    tiny.edit("rules/steps.yaml", "跟商家说清楚", "跟商家说明白")
    load_cached(tiny.root, folder)
    [new] = [p for p in folder.glob("rules-*.bin") if p != old]
    new.write_bytes(old.read_bytes())
    assert load_cached(tiny.root, folder).steps[0].title == "跟商家说明白"


def test_a_cache_folder_that_cannot_be_made_is_no_error(tiny, tmp_path):
    (tmp_path / "file").write_text("x")
    assert load_cached(tiny.root, tmp_path / "file" / "cache").digest
    assert load_cached(tiny.root, tmp_path / "file").digest


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root writes anywhere")
def test_a_cache_folder_that_cannot_be_written_to_is_no_error(tiny, folder):
    folder.mkdir(mode=0o500)
    assert load_cached(tiny.root, folder).digest
    assert list(folder.iterdir()) == []


def test_a_full_disk_leaves_no_remains(tiny, folder, monkeypatch):
    def full(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert load_cached(tiny.root, folder).digest
    assert list(folder.iterdir()) == []


def test_without_a_folder_nothing_is_kept(tiny, tmp_path):
    before = sorted(tmp_path.rglob("*"))
    assert load_cached(tiny.root, None).digest
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.skipif(not hasattr(os, "chown") or os.getuid() != 0, reason="only root can give away")
def test_a_copy_that_belongs_to_somebody_else_is_ignored(tiny, folder):
    load_cached(tiny.root, folder)
    os.chown(only_file(folder), 65534, -1)
    load_cached(tiny.root, folder)
    assert only_file(folder).stat().st_uid == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_the_user_can_read_the_copy(tiny, folder):
    load_cached(tiny.root, folder)
    assert only_file(folder).stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_old_copies_are_thrown_away(tiny, folder):
    for n in range(7):
        tiny.put("rules/excuses/.n", str(n))
        tiny.edit("rules/steps.yaml", "跟商家说清楚", "跟商家说清楚了")
        load_cached(tiny.root, folder)
    assert len(list(folder.glob("rules-*.bin"))) == 4


def _load(args):
    root, folder = args
    return load_cached(Path(root), Path(folder)).digest


def test_many_processes_at_once_leave_one_whole_copy(tiny, folder):
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        digests = pool.map(_load, [(str(tiny.root), str(folder))] * 6)
    assert len(set(digests)) == 1
    made = copies(folder)
    assert load_cached(tiny.root, folder).digest == digests[0]
    assert copies(folder) == made
    assert [p.suffix for p in folder.iterdir()] == [".bin"]


def test_the_digest_is_known_without_reading_the_rules(tiny, folder):
    assert cached_digest(tiny.root, folder) is None
    assert cached_digest(tiny.root, None) is None
    rules = load_cached(tiny.root, folder)
    assert cached_digest(tiny.root, folder) == rules.digest == digest_of(tiny.root)


def test_the_digest_of_rules_that_changed_is_not_known(tiny, folder):
    load_cached(tiny.root, folder)
    path = next((tiny.root / "rules").rglob("*.yaml"))
    path.write_text(path.read_text(encoding="utf-8") + "\n# more\n", encoding="utf-8")
    assert cached_digest(tiny.root, folder) is None
