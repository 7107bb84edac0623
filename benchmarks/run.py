"""Prints how fast weiquan is: whole runs against a hello-world typer program, and parts of it.

    python benchmarks/run.py [ROUNDS]

The programs take turns, so that a busy machine slows all of them alike; what counts is the ratio
of the medians of the processor time (of the fastest runs in brackets). Exit code 1 when a budget
of the design is not met.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ME = [sys.executable, "-m", "weiquan"]
HELLO = [sys.executable, str(ROOT / "benchmarks" / "hello.py")]
EXAMPLE = "returned"
LETTER = "merchant_demand"
CASES = 500   # in the folder that is listed
STORY = ("11月3日在网店下单一台扫地机，实付1299元，6号收到，用了两天就不回充。联系客服说要寄回检测"
         "，寄回去以后说是人为损坏，不给退，只肯补我50。我要求退货退款，运费也该他们出。")
STORIES = (STORY * (2000 // len(STORY) + 1))[:2000]


def main(rounds: int) -> int:
    """Measure everything and print two tables; 1 when something is over its budget."""
    with tempfile.TemporaryDirectory() as place:
        env = environment(Path(place))
        facts = facts_file(Path(place))
        many = many_cases(Path(place), env)
        letter = [*ME, "letter", LETTER, "--facts", facts]
        programs: dict[str, tuple[list[str], float | None]] = {
            "hello": (HELLO, None),
            "hello --help": ([*HELLO, "--help"], None),
            "weiquan --version": ([*ME, "--version"], None),
            "weiquan --help": ([*ME, "--help"], 1.2),
            "weiquan plan": ([*ME, "plan", "--facts", facts], 2.2),
            "weiquan tell": ([*ME, "tell", STORY], 2.2),
            "weiquan plan --json": ([*ME, "plan", "--facts", facts, "--json"], 2.2),
            f"weiquan cases ({CASES})": ([*ME, "cases", "--dir", many], 2.5),
            f"cases --json ({CASES})": ([*ME, "cases", "--json", "--dir", many], 2.5),
            "weiquan letter -f txt": ([*letter, "-f", "txt"], 2.4),
            "weiquan letter -f md": ([*letter, "-f", "md"], 2.4),
            "weiquan letter -f html": ([*letter, "-f", "html"], 2.4),
            "weiquan letter -f docx": (
                [*letter, "-f", "docx", "--force", "-o", str(Path(place) / "a.docx")], 3.5),
            "weiquan letter -f pdf": (
                [*letter, "-f", "pdf", "--force", "-o", str(Path(place) / "a.pdf")], 6.0),
        }
        failed = starts(programs, env, rounds)
        os.environ.update(env)
        sys.path.insert(0, str(ROOT))
        failed += parts(Path(place))
    print("\nover budget: " + (", ".join(failed) if failed else "nothing"))
    return 1 if failed else 0


def environment(place: Path) -> dict[str, str]:
    """The environment of every run: own cache and home, bytecode allowed."""
    env = {k: v for k, v in os.environ.items()
           if k not in {"PYTHONDONTWRITEBYTECODE", "PYTHONPROFILEIMPORTTIME", "PYTHONPATH"}}
    return {**env, "WEIQUAN_CACHE": str(place / "cache"), "WEIQUAN_HOME": str(place / "cases")}


def facts_file(place: Path) -> str:
    """The facts of an example as JSON, as a script would hand them over."""
    import json

    sys.path.insert(0, str(ROOT))
    from weiquan.cli.examples import read_example

    path = place / "facts.json"
    path.write_text(json.dumps(read_example(ROOT, EXAMPLE).facts, ensure_ascii=False),
                    encoding="utf-8")
    return str(path)


def many_cases(place: Path, env: dict[str, str]) -> str:
    """A folder of cases, each answered and looked at, as they lie on a volunteer's disk."""
    script = ("import sys; from pathlib import Path; sys.path.insert(0, {root!r})\n"
              "from benchmarks.cases import make\nmake(Path({home!r}), {count})")
    home = place / "many"
    subprocess.run([sys.executable, "-c", script.format(
        root=str(ROOT), home=str(home), count=CASES)], env=env, cwd=ROOT, check=True)
    return str(home)


def starts(programs: dict[str, tuple[list[str], float | None]], env: dict[str, str],
           rounds: int) -> list[str]:
    """Run the programs in turn and print their times; the names of those over budget."""
    times: dict[str, list[float]] = {name: [] for name in programs}
    clock = child_time if hasattr(os, "wait3") else time.perf_counter  # not on Windows
    for turn in range(rounds + 1):
        for name, (command, _) in programs.items():
            took = timed(lambda c=command: subprocess.run(
                c, env=env, cwd=ROOT, capture_output=True, stdin=subprocess.DEVNULL, check=True),
                clock)
            if turn:  # the first turn fills the caches
                times[name].append(took)
    print(f"whole runs, {rounds} rounds, Python {sys.version.split()[0]}\n")
    print(f"{'':26}{'median ms':>10}{'min ms':>9}{'ratio':>8}{'(min)':>8}{'budget':>9}")
    base, base_min = statistics.median(times["hello"]), min(times["hello"])
    failed = []
    for name, (_, budget) in programs.items():
        middle, least = statistics.median(times[name]), min(times[name])
        ratio = middle / base
        over = budget is not None and ratio > budget
        print(f"{name:26}{middle * 1000:10.0f}{least * 1000:9.0f}{ratio:8.2f}"
              f"{f'({least / base_min:.2f})':>8}{f'{budget:.1f}' if budget else '':>9}"
              f"{'  over' if over else ''}")
        failed += [name] if over else []
    return failed


def parts(place: Path) -> list[str]:
    """Time parts of the program in this process and print them; the names of those over budget."""
    import gc

    from weiquan.cli.common import moment
    from weiquan.cli.copying import copy_page
    from weiquan.cli.examples import read_example
    from weiquan.cli.gather import gather
    from weiquan.cli.letters import drafts
    from weiquan.cli.made import Boxes
    from weiquan.core.asking.hearing import hear
    from weiquan.core.asking.interview import next_question
    from weiquan.core.judging.assess import assess
    from weiquan.loading.cache import load_cached
    from weiquan.loading.loader import check_rules
    from weiquan.render.formats import FORMATS

    gc.set_threshold(200_000)  # as the program does
    cache = place / "cache"
    rules = load_cached(ROOT, cache)
    example = read_example(ROOT, EXAMPLE)
    now = moment(example.as_of)
    facts = gather(rules, now, case=example.facts)
    few = gather(rules, now, case={"happened": ("returned_no_refund",),
                                   "wishes": ("refund_return",)})
    result = assess(rules, facts, now)
    kinds = [view.rule.id for view in result.letters]

    def every_document() -> None:
        """All letters in all formats, their short texts, and the page for the phone."""
        for boxes in (None, Boxes(annex=True)):
            for draft in drafts(ROOT, rules, facts, result, kinds, boxes):
                for form in FORMATS:
                    draft.made(form)
        copy_page(ROOT, rules, facts, result, kinds)

    rows: list[tuple[str, Callable[[], object], int, float | None]] = [
        ("assess one case", lambda: assess(rules, facts, now), 200, 6.0),
        ("next question, few answers", lambda: next_question(rules, few, now), 100, 10.0),
        ("next question, all answers", lambda: next_question(rules, facts, now), 100, 10.0),
        ("hear 2,000 characters", lambda: hear(rules, STORIES, now), 10, 150.0),
        ("every document of a case", every_document, 3, 3000.0),
        ("load rules, warm cache", lambda: load_cached(ROOT, cache), 30, None),
        ("read and check all rules",
         lambda: check_rules(ROOT / "rules", ROOT / "templates"), 3, 2000.0),
    ]
    print(f"\nparts\n\n{'':26}{'median ms':>10}{'min ms':>9}{'budget':>9}")
    failed = []
    for name, call, times, budget in rows:
        took = [timed(call) * 1000 for _ in range(times)]
        middle = statistics.median(took)
        over = budget is not None and middle > budget
        print(f"{name:26}{middle:10.2f}{min(took):9.2f}{budget or '':>9}{'  over' if over else ''}")
        failed += [name] if over else []
    return failed


def child_time() -> float:
    """Seconds of processor time that finished child processes have taken."""
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def timed(call: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """Seconds of processor time that a call takes."""
    begin = clock()
    call()
    return clock() - begin


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
