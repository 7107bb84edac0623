"""How many small wrong changes to the rules the stories notice.

python -m tests.mutate_rules --report [--all] [--file rules/theories/promo_benefits.yaml]

A mutant is killed when a story of a theory or of a whole case comes out otherwise than written, or
when what holds for every case (tests/test_exploration.py) no longer does. Only stories that can see
it are run: those of its theory and platform in which the changed condition comes out otherwise.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from multiprocessing import Pool
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.explore import NOW, walk
from tests.mutants import Mutant, mutants
from tests.story import Outcome, Story, read_stories, run_story, unmet
from tests.tables import cases_of
from tests.test_exploration import _check
from tests.test_theories import STORIES as OF_THEORIES
from tests.test_theories import _check as _of_theory
from weiquan.cli.gather import gather
from weiquan.core.case import context
from weiquan.core.case.context import ticked
from weiquan.core.judging import scene
from weiquan.core.judging.assess import assess
from weiquan.core.judging.combining import stand
from weiquan.core.judging.scene import Scene
from weiquan.core.judging.theories import judged
from weiquan.core.language.condition import Condition, Context, Tri, Truth, evaluate
from weiquan.core.model.ruleset import RuleSet
from weiquan.loading.cache import load_cached
from weiquan.paths import data_root

STORIES = Path(__file__).parent / "stories"
SAMPLE, SEED, WALKS = 3000, 20261122, 24


@dataclass(eq=False)
class Case:
    """A story or a walk with its facts read once, on the rules as they are."""

    facts: dict[str, Any]
    now: datetime
    contexts: tuple[Context, ...]
    name: str = "invariant"
    story: Story | None = None               # of a whole case
    expect: dict[str, Any] | None = None     # of a theory

    @cached_property
    def names(self) -> str:
        """The ids that the story expects something of."""
        return repr(self.expect or (self.story.expect if self.story else ""))

    def sees(self, old: Condition | None, new: Condition | None) -> bool:
        """Whether the change can matter here."""
        if old is None:
            return True
        if new is None:
            return self.counts((old,))
        return self.judged((old,)) != self.judged((new,))

    def judged(self, conds: Sequence[Condition]) -> list[Truth | None]:
        """How the conditions come out here; what has no version in force, as its error."""
        out: list[Truth | None] = []
        for ctx in self.contexts:
            for cond in conds:
                try:
                    out.append(evaluate(cond, ctx))
                except LookupError:
                    out.append(None)
        return out

    def counts(self, conds: Sequence[Condition]) -> bool:
        """Whether one of the conditions is not false here."""
        return any(x is None or x.truth is not Tri.FALSE for x in self.judged(conds))


def cases_of_theories(rules: RuleSet, only: Collection[str] | None = None) -> list[Case]:
    """The stories of theories, and the rows of their tables; of all theories, or of some."""
    raws = [p.values[0] for p in OF_THEORIES if only is None or _theory_of(p) in only]
    raws += [{**row, "expect": {"table": {theory: row["is"]}}}
             for theory in rules.theories if only is None or theory in only
             for row in cases_of(theory)]
    out = []
    for raw in raws:
        now = datetime.fromisoformat(raw["as_of"])
        facts = gather(rules, now, case=raw["facts"])
        out.append(Case(facts, now, _contexts(rules, facts, now), raw["name"],
                        expect=raw["expect"]))
    return out


def _theory_of(param: Any) -> str:
    """The theory of a story, which is the name of its file."""
    return str(param.id).partition(":")[0]


def cases(rules: RuleSet) -> list[Case]:
    """The stories of theories and of whole cases, then a fixed set of random interviews."""
    out = cases_of_theories(rules)
    for story in read_stories(STORIES):
        now = datetime.fromisoformat(story.as_of)
        facts = gather(rules, now, case=story.facts)
        out.append(Case(facts, now, _contexts(rules, facts, now), story.name, story))
    for i in range(WALKS):
        facts = walk(rules, random.Random(i)).facts
        out.append(Case(facts, NOW, _contexts(rules, facts, NOW)))
    return out


def _contexts(rules: RuleSet, facts: dict[str, Any], now: datetime) -> tuple[Context, ...]:
    """The facts in every light in which a rule looks at them."""
    here = Scene(rules, facts, now)
    shown = [v for v in stand(judged(here)) if not v.hidden]
    here = here.knowing({"raised": tuple(v.rule.id for v in shown),
                         "can": tuple(v.rule.id for v in shown if v.answer != "no")})
    return here.ctx, here.firm, here.read


def killer(rules: RuleSet, pool: Sequence[Case], mutant: Mutant) -> str:
    """The name of the story (or invariant) that notices the mutant, or an empty string."""
    seeing = [x for x in pool if _in_scope(x, mutant) and x.sees(mutant.old, mutant.new)]
    seeing.sort(key=lambda x: (x.expect is None, mutant.rule not in x.names))
    before = [x.judged(mutant.uses) for x in seeing] if mutant.uses else []
    mutant.make()
    _forget()
    try:
        if mutant.uses:
            seeing = [x for x, old in zip(seeing, before, strict=True)
                      if x.judged(mutant.uses) != old or x.counts(mutant.counted)]
        for case in seeing:
            if _fails(rules, case, mutant):
                return case.name
    finally:
        mutant.undo()
        _forget()
    return ""


def _forget() -> None:
    """Let nothing stand that was worked out with other rules: mutants change them in place."""
    context._LAST.clear()
    scene._LAST.clear()


# The expectations in which alone a change of that kind can show.
SHOWN = {
    "worth": {"gaps", "no_gaps"}, "choice": {"offers", "hides"},
    "report": {"report", "no_report"}, "ground": {"cites", "no_cites"},
    "evidence": {"evidence", "no_evidence"},
}


def _in_scope(case: Case, mutant: Mutant) -> bool:
    if mutant.platform not in {"", case.facts.get("platform")}:
        return False
    if mutant.theory and mutant.kind != "theory" \
            and mutant.theory not in ticked(case.contexts[0], "raised") \
            and mutant.theory not in case.names:
        return False
    shown = SHOWN.get("worth" if mutant.what.startswith("worth") else mutant.kind)
    if shown is not None:
        return case.story is not None and not shown.isdisjoint(case.story.expect)
    return True


def _fails(rules: RuleSet, case: Case, mutant: Mutant | None = None) -> bool:
    try:
        if case.expect is None and case.story is None:
            _check(rules, case.facts)
            return False
        if case.story is not None and mutant is not None and mutant.kind == "fact":
            return bool(run_story(rules, case.story))
        result = assess(rules, case.facts, case.now)
        if case.expect is not None:
            return any(w for k, want in case.expect.items() for w in _of_theory(result, k, want))
        assert case.story is not None
        return any(unmet(Outcome(rules, case.facts, result), case.story))
    except Exception:  # a mutant may break anything: that is noticed too
        return True


# ---------------------------------------------------------------- many of them

_STATE: dict[str, Any] = {}


def _load() -> RuleSet:
    with TemporaryDirectory() as place:
        return load_cached(data_root(), Path(place))


def _start() -> None:
    """The rules, the cases that hold on them, and the mutants; once, also in a new process."""
    if _STATE:
        return
    rules = _load()
    found = cases(rules)
    held = [x for x in found if not _fails(rules, x)]
    for case in found:
        if case not in held:
            sys.stderr.write(f"left out, fails as it is: {case.name}\n")
    _STATE.update(rules=rules, cases=held, mutants=list(mutants(rules)))


def start() -> list[Mutant]:
    """Every mutant; what the processes share is ready afterwards."""
    _start()
    found: list[Mutant] = _STATE["mutants"]
    return found


def _one(index: int) -> tuple[int, str]:
    return index, killer(_STATE["rules"], _STATE["cases"], _STATE["mutants"][index])


def run(indexes: Iterable[int], processes: int = 2) -> Iterator[tuple[int, str]]:
    """The killer of every mutant of `indexes`, as they come."""
    _start()
    with Pool(processes, _start) as workers:
        yield from workers.imap_unordered(_one, list(indexes), chunksize=20)


def sample(pool: Sequence[Mutant], size: int = SAMPLE, seed: int = SEED) -> list[int]:
    """The indexes of the mutants to try: all, or a fixed random sample of `size`."""
    every = range(len(pool))
    return list(every) if len(pool) <= size else sorted(random.Random(seed).sample(every, size))


def rates(pool: Sequence[Mutant], found: Iterable[tuple[int, str]]) -> tuple[float, float]:
    """The share of mutants killed: of what letters and the ladder depend on, and of all."""
    done = list(found)
    core = [bool(k) for i, k in done if pool[i].core]
    return _share(core), _share([bool(k) for _, k in done])


def _share(killed: Sequence[bool]) -> float:
    return sum(killed) / len(killed) if killed else 1.0


def report(pool: Sequence[Mutant], done: Sequence[tuple[int, str]]) -> Iterator[str]:
    """Lines: the rates, by kind and by file, and the survivors."""
    core, every = rates(pool, done)
    yield f"{len(done)} of {len(pool)} mutants; killed: core {core:.1%}, all {every:.1%}"
    for title in ("kind", "file"):
        tried: Counter[str] = Counter(getattr(pool[i], title) for i, _ in done)
        killed: Counter[str] = Counter(getattr(pool[i], title) for i, k in done if k)
        yield f"--- by {title}"
        for name, n in sorted(tried.items(), key=lambda x: killed[x[0]] / x[1]):
            yield f"{killed[name] / n:7.1%} {killed[name]:5}/{n:<5} {name}"
    yield f"noticed by the invariants alone: {sum(k == 'invariant' for _, k in done)}"
    by_file: dict[str, list[str]] = defaultdict(list)
    for i, k in sorted(done):
        if not k:
            mark = "" if pool[i].core else "(not core) "
            by_file[pool[i].file].append(f"  {mark}{pool[i].kind} {pool[i].rule}: {pool[i].what}")
    yield "--- survivors"
    for file, lines in by_file.items():
        yield f"{file}: {len(lines)}"
        yield from lines


def main(argv: Sequence[str]) -> int:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--report", action="store_true", help="print rates and survivors")
    parser.add_argument("--all", action="store_true", help=f"all mutants, not {SAMPLE} of them")
    parser.add_argument("--file", default="", help="only mutants of files named like this")
    parser.add_argument("--seed", type=int, default=SEED)
    args = parser.parse_args(argv)
    pool = start()
    tried = list(range(len(pool))) if args.all or args.file else sample(pool, seed=args.seed)
    done = list(run(i for i in tried if args.file in pool[i].file))
    lines = report(pool, done)
    for line in lines if args.report else [next(lines)]:
        sys.stdout.write(line + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
