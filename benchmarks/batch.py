"""Prints how fast `weiquan batch` is, and how much memory it takes.

    python benchmarks/batch.py [ROWS]

Cases a second without letters, with all letters as text beside a bare loop of Jinja over the same
templates, and the most memory at 100 and at ROWS rows. The rate counts processor time over all
cores, so that a busy machine does not change it; wall time is beside it. Exit code 1 when a
budget of the design is not met.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from run import EXAMPLE, ME, environment
from weiquan.cli.examples import read_example

ROOT = Path(__file__).resolve().parent.parent
CASES_A_SECOND = 100.0
SHARE_OF_JINJA = 0.5
FLAT = 1.15           # the most memory at many rows, as a multiple of that at 100
WITH_LETTERS = 200
# What a desk writes down; the others of the example are for letters.
COLUMNS = ("platform", "product", "goods_kind", "paid", "ordered_on", "received_on",
           "refund_status", "applied_on", "sent_back_on", "return_signed_on", "merchant_response",
           "excuse", "evidence_have", "order_no", "user_name", "user_phone")


def main(rows: int) -> int:
    """Measure and print; 1 when something is over its budget."""
    failed = []
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        os.environ.update(environment(place))
        cores = len(os.sched_getaffinity(0))
        run(place, 40)  # fills the caches
        few, many = run(place, 100), run(place, rows)
        print(f"{'':34}{'cases/s':>9}{'(wall)':>9}{'memory MB':>11}")
        show("100 rows", 100, few, cores)
        rate = show(f"{rows} rows", rows, many, cores)
        failed += [] if rate >= CASES_A_SECOND else ["rate without letters"]
        failed += [] if many[2] <= FLAT * few[2] else ["memory"]
        lettered = run(place, WITH_LETTERS, "--letters", "全部", "-f", "txt")
        rate = show(f"{WITH_LETTERS} rows, letters as text", WITH_LETTERS, lettered, cores)
        bare = jinja_alone()
        print(f"{'the same templates, Jinja alone':34}{bare:9.0f}")
        failed += [] if rate >= SHARE_OF_JINJA * bare else ["rate with letters"]
    print("\nover budget: " + (", ".join(failed) if failed else "nothing"))
    return 1 if failed else 0


def show(what: str, rows: int, took: tuple[float, float, float], cores: int) -> float:
    """Print one line; cases a second, as all cores together would do them undisturbed."""
    cpu, wall, memory = took
    rate = rows / cpu * cores
    print(f"{what:34}{rate:9.0f}{rows / wall:9.0f}{memory:11.0f}")
    return rate


def run(place: Path, rows: int, *options: str) -> tuple[float, float, float]:
    """Seconds of processor and of wall time of one batch, and MB of its largest process."""
    example = read_example(ROOT, EXAMPLE)
    table, out = place / f"{rows}.csv", place / f"out{rows}{len(options)}"
    names = tuple(example.facts) if options else COLUMNS
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        for n in range(rows):
            cells = {k: cell(v) for k, v in example.facts.items()}
            cells |= {"order_no": f"69{n:016}1", "paid": f"{100 + n % 900}.{n % 100:02}"}
            writer.writerow([cells[k] for k in names])
    begin = time.perf_counter()
    command = [*ME, "batch", str(table), "--out", str(out), "--as-of", example.as_of, *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as child:
        _, code, used = os.wait4(child.pid, 0)  # of its workers too
        child.returncode = code
    assert code == 0
    assert sum(p.is_dir() and p.name[0] != "." for p in out.iterdir()) == rows
    return used.ru_utime + used.ru_stime, time.perf_counter() - begin, used.ru_maxrss / 1024


def cell(value: Any) -> str:
    """A fact as a table holds it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(value) or "都没有" if isinstance(value, list) else str(value)


def jinja_alone() -> float:
    """Cases a second of a loop that only renders the templates of all letters of one case."""
    from weiquan.cli.common import moment
    from weiquan.cli.gather import gather
    from weiquan.core.judging.assess import assess
    from weiquan.core.telling.letters import letter_context
    from weiquan.loading.cache import load_cached
    from weiquan.render.letters import engine_for

    rules = load_cached(ROOT, Path(os.environ["WEIQUAN_CACHE"]))
    example = read_example(ROOT, EXAMPLE)
    now = moment(example.as_of)
    facts = gather(rules, now, case=example.facts)
    result = assess(rules, facts, now)
    letters = [x.rule for x in result.letters]
    forms = [rules.forms[m.form] for m in letters if m.form]
    engine = engine_for(ROOT / "templates")
    ready = [(engine.get_template(f"{folder}/{m.id}.md.j2"),
              letter_context(rules, facts, result, m))
             for folder, metas in (("letters", letters), ("forms", forms)) for m in metas]
    for template, context in ready:
        template.render(context)
    begin = time.process_time()
    for _ in range(WITH_LETTERS):
        for template, context in ready:
            template.render(context)
    return WITH_LETTERS / (time.process_time() - begin)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
