"""Makes a folder of cases to be listed: the examples answered one by one, then copied."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from weiquan.cli.common import moment, place_of, rules_at
from weiquan.cli.examples import read_example
from weiquan.cli.gather import gather
from weiquan.cli.session import CaseSession
from weiquan.cli.writing import refresh
from weiquan.core.case.answers import dump_value
from weiquan.store.folder import create_case, save_case


def make(home: Path, count: int) -> None:
    """Write `count` cases under `home`, each with all that a case of a person has in it."""
    place = place_of(None, None, trust=False)
    rules = rules_at(place)
    firsts = []
    for path in sorted((place.root / "rules" / "examples").glob("*.yaml")):
        example = read_example(place.root, path.stem)
        now = moment(example.as_of)
        with create_case(home, now, product=path.stem) as case:
            for fact, value in gather(rules, now, case=example.facts).items():
                case.set_answer(fact, dump_value(rules.specs[fact], value), "wizard", now)
                save_case(case)
            refresh(place.root, CaseSession(rules, case, lambda at=now: at))
        firsts.append(case.folder)
    for number in range(len(firsts), count):
        folder = home / f"{firsts[number % len(firsts)].name}-{number}"
        shutil.copytree(firsts[number % len(firsts)], folder)
        doc = json.loads((folder / "case.json").read_text(encoding="utf-8"))
        doc["id"] = f"{number:012x}"
        (folder / "case.json").write_text(
            json.dumps(doc, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
