"""Kills the program while it works, again and again, and looks at what is left each time.

    python -m tests.cli.killing PLACE ACTION at-every-step [STRIDE]
    python -m tests.cli.killing PLACE ACTION at-random TIMES SEED

A process of its own, because it forks: everything is read once, and each death costs only what
the action does. Prints what it saw as JSON.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import random
import select
import shutil
import signal
import sys
import time
import zipfile
from abc import ABC, abstractmethod
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.cli.conftest import AS_OF, TOLD
from weiquan.cli.app import main
from weiquan.cli.common import place_of, rules_at
from weiquan.cli.session import CaseSession
from weiquan.cli.writing import refresh, write_letters
from weiquan.store.folder import create_case, open_case, save_case
from weiquan.store.home import find_case, list_cases
from weiquan.store.staging import WORK

AT = ("--as-of", AS_OF)
NOW = datetime.fromisoformat(AS_OF)
STEPS = ("replace", "rename", "unlink")   # of the os module: where what is on disk changes
LONG = 1_000_000
FIRST = dict(list(TOLD.items())[:8])
MINE = "文书/01-催告函.txt"   # changed by hand: it stays, and what is newer stands beside it


def sums_in(folder: Path) -> set[str]:
    """The sums of all files in a folder."""
    return {hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()}


class Action(ABC):
    """Something that the program does in the folder `home`, and what must hold afterwards."""

    def __init__(self, home: Path) -> None:
        self.home = home
        place = place_of(None, None, trust=False)
        self.root, self.rules = place.root, rules_at(place)

    def prepare(self) -> None:
        """What is there before; made once and copied for every death."""
        self.home.mkdir()

    @abstractmethod
    def do(self, say: Any, rounds: int) -> None:
        """Do it; `say` tells the outside what is promised, with flushed bytes."""

    def wrong(self, said: list[Any]) -> list[str]:
        """What is wrong after a death, by what was promised before it."""
        out = [f"{c.name}: {c.problem}" for c in list_cases(self.home) if c.problem]
        for found in list_cases(self.home):
            with open_case(found.folder) as case:
                json.loads((found.folder / "case.json").read_bytes())
                here = sums_in(found.folder)
                out += [f"lost {x.file}" for x in case.letters if x.file != MINE
                        and x.sha256 not in here and x.sha256 not in case.coming]
            out += [f"left {p.name}" for p in found.folder.rglob("*weiquan-tmp")]
            for path in found.folder.rglob("*.*"):
                whole = zipfile.is_zipfile(path) if path.suffix == ".docx" else \
                    path.is_dir() or path.stat().st_size or path.name == ".lock"
                out += [] if whole else [f"half {path.name}"]
        return out

    def again(self) -> list[str]:
        """Do it once more, undisturbed; what is wrong then."""
        self.do(lambda *_: None, 1)
        return self.wrong([])


class Answering(Action):
    """The wizard's session: what it says that it saved is saved."""

    def _session(self) -> CaseSession:
        cases = list_cases(self.home)
        return CaseSession(self.rules, open_case(cases[0].folder) if cases else
                           lambda: create_case(self.home, NOW), lambda: NOW)

    def do(self, say: Any, rounds: int) -> None:
        session = self._session()
        for n in range(rounds):
            told = FIRST if n == 0 else {"paid": str(599 + n), "product": f"羽绒服{n}"}
            for fact, raw in told.items():
                spec = self.rules.specs[fact]
                given: Any = raw
                if spec.type == "choices":
                    given = tuple(raw.split("、"))
                elif spec.type == "bool":
                    given = raw == "是"
                say("begin", fact, raw)
                session.answer(fact, given)
                say("saved", fact, raw)
        session.close()

    def wrong(self, said: list[Any]) -> list[str]:
        out = super().wrong(said)
        begun = {fact: raw for word, fact, raw in said if word == "begin"}
        saved = {fact: raw for word, fact, raw in said if word == "saved"}
        if not saved:
            return out
        cases = list_cases(self.home)
        if len(cases) != 1:
            return [*out, f"{len(cases)} cases"]
        with open_case(cases[0].folder) as case:
            facts = CaseSession(self.rules, case, lambda: NOW).facts()
        from weiquan.cli.gather import gather

        for fact, raw in saved.items():
            right = [gather(self.rules, NOW, sets=[f"{fact}={r}"]).get(fact)
                     for r in (raw, begun[fact])]
            if facts.get(fact) not in right:
                out.append(f"lost answer {fact}={raw}: {facts.get(fact)}")
        return out


class Lettering(Action):
    """Letters of a case, written again with another order number each time."""

    kinds = ("merchant_demand", "complaint_platform", "evidence_list")

    def prepare(self) -> None:
        super().prepare()
        with create_case(self.home, NOW) as case:
            session = CaseSession(self.rules, case, lambda: NOW)
            for fact, raw in TOLD.items():
                spec = self.rules.specs[fact]
                session.answer(fact, tuple(raw.split("、")) if spec.type == "choices" else
                               raw == "是" if spec.type == "bool" else raw)
            self._write(case, 0)
            mine = case.folder / MINE
            mine.write_text("我自己改的", encoding="utf-8")
            (case.folder / "文书" / "我的笔记.txt").write_text("笔记", encoding="utf-8")

    def _write(self, case: Any, n: int) -> list[str]:
        session = CaseSession(self.rules, case, lambda: NOW + timedelta(minutes=n))
        session.answer("order_no", f"6920381745519{n:05}7")
        refresh(self.root, session)
        _, failed, _ = write_letters(self.root, session, self.kinds, ("txt", "docx", "html"))
        assert not failed, failed
        save_case(case)
        return [x.sha256 for x in case.letters if x.file != MINE]

    def do(self, say: Any, rounds: int) -> None:
        with open_case(list_cases(self.home)[0].folder) as case:
            have = int(str(case.facts["order_no"].value)[-6:-1])
            for n in range(have + 1, have + 1 + rounds):
                say("written", n, self._write(case, n))

    def wrong(self, said: list[Any]) -> list[str]:
        out = super().wrong(said)
        folder = list_cases(self.home)[0].folder
        here = sums_in(folder)
        out += [f"lost a letter of round {n}" for _, n, sums in said for s in sums if s not in here]
        texts = [p.read_text(encoding="utf-8") for p in (folder / "文书").rglob("*.txt")]
        out += [f"lost {text}" for text in ("我自己改的", "笔记") if text not in texts]
        return out

    def again(self) -> list[str]:
        out = super().again()
        folder = list_cases(self.home)[0].folder
        with open_case(folder) as case:
            number = str(case.facts["order_no"].value)
            out += [f"not there: {x.file}" for x in case.letters
                    if x.file != MINE and not (folder / x.file).is_file()]
            out += ["still announced"] if case.coming else []
        plain = [p for p in (folder / "文书").glob("*.txt")
                 if "69203817455" in p.read_text("utf-8")]
        out += [f"outdated under its plain name: {p.name}" for p in plain
                if number not in p.read_text("utf-8")]
        out += [f"a second {p.name}" for p in folder.glob("*-2.*")]
        return out if plain else [*out, "no letter has the newest number"]


class Batch(Action):
    """A table: each case is there as a whole or not at all, and a second run completes it."""

    rows = 4

    def prepare(self) -> None:
        super().prepare()
        with (self.home.parent / "表.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("platform", "product", "paid", "received_on", "happened", "order_no",
                             "wishes"))
            writer.writerows(("douyin", "鞋", 100 + n, "2026-11-08", "returned_no_refund",
                              f"69203817455{n:07}3", "refund_return") for n in range(self.rows))

    def do(self, say: Any, rounds: int) -> None:
        code = main(["batch", str(self.home.parent / "表.csv"), "--out", str(self.home), "--jobs",
                     "1", "--letters", "merchant_demand、chat_message", "-f", "txt", *AT])
        assert code == 0, (self.home / "没做成的行.csv").read_text(encoding="utf-8")
        say("done")

    def wrong(self, said: list[Any]) -> list[str]:
        out = super().wrong(said)
        needed = {"case.json", "说明.txt", "先做什么.txt", "依据.txt", "证据清单.txt"}
        for found in list_cases(self.home):
            names = {p.name for p in found.folder.iterdir()}
            out += [f"{found.name} lacks {needed - names}"] if needed - names else []
            letters = list((found.folder / "文书").glob("*.txt"))
            out += [] if letters else [f"{found.name}: no letter"]
        return out

    def again(self) -> list[str]:
        out = super().again()
        cases = list_cases(self.home)
        out += [] if len(cases) == self.rows else [f"{len(cases)} cases"]
        out += [f"left {p.name}" for p in (self.home / WORK).glob("half-*")]
        with (self.home / "总表.csv").open(encoding="utf-8-sig") as file:
            rows = len(list(csv.DictReader(file)))
        return out if rows == self.rows else [*out, f"{rows} rows in the table"]


class Commands(Lettering):
    """Every command that changes a case or takes it elsewhere, one after the other."""

    kinds = ("merchant_demand",)

    def _calls(self) -> list[list[str]]:
        beside = self.home.parent
        at = ["--dir", str(self.home)]
        return [
            ["log", "商家拒绝", "--case", "1", *at, *AT], ["undo", "1", *at, *AT],
            ["export", "1", "-o", str(beside / "出.zip"), "--force", *at],
            ["import", str(beside / "出.zip"), *at],
            ["redact", "1", "-o", str(beside / "副本"), *at, *AT],
            ["letter", "merchant_demand", "--case", "1", "-f", "txt,docx", "-o",
             str(beside / "信"), *at, *AT],
        ]

    def do(self, say: Any, rounds: int) -> None:
        for n in range(rounds):
            before = [c.name for c in list_cases(self.home)]
            for argv in self._calls():
                code = main(argv)
                assert code in {0, 7}, (argv, code)
                say("done", n, [])
            for name in {c.name for c in list_cases(self.home)} - set(before):
                assert main(["purge", name, "--name", name, "--dir", str(self.home)]) == 0
                say("purged", name, [])

    def wrong(self, said: list[Any]) -> list[str]:
        main(["cases", "--dir", str(self.home), *AT])  # clears what was on its way in or out
        out = [f"left {p.name}" for p in self.home.glob(".weiquan-*")]
        gone = {name for word, name, _ in said if word == "purged"}
        out += [f"{c.name} is back" for c in list_cases(self.home) if c.name in gone]
        first = find_case(self.home, sorted(c.name for c in list_cases(self.home))[0])
        with open_case(first) as case:
            out += [f"lost {f}" for f in TOLD if f not in case.facts]
        return out + Action.wrong(self, said)

    def again(self) -> list[str]:
        return Action.again(self)


ACTIONS = {"answering": Answering, "lettering": Lettering, "batch": Batch, "commands": Commands}


# ---------------------------------------------------------------- dying

def die_at(step: int, *, after: bool) -> None:
    """Die at the step of this number, before it is done or just after."""
    count = 0

    def wrapped(real: Any) -> Any:
        def call(*args: Any, **more: Any) -> Any:
            nonlocal count
            count += 1
            if count == step and not after:
                os.kill(os.getpid(), signal.SIGKILL)
            done = real(*args, **more)
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        return call

    for name in STEPS:
        setattr(os, name, wrapped(getattr(os, name)))


def killed(action: Action, rounds: int, step: int = 0, *, after: bool = False,
           seconds: float = 0.0) -> tuple[bool, list[Any]]:
    """Whether the action died, at a step or after some seconds, and what it had promised."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            null = os.open(os.devnull, os.O_RDWR)
            for fd in (0, 1):
                os.dup2(null, fd)
            if step:
                die_at(step, after=after)
            action.do(lambda *words: os.write(writing, (json.dumps(words) + "\n").encode()), rounds)
        except BaseException as error:
            os.write(writing, (json.dumps(["failed", repr(error), []]) + "\n").encode())
            os._exit(1)
        os._exit(0)
    os.close(writing)
    data, end = b"", time.monotonic() + seconds
    os.set_blocking(reading, False)
    while True:
        left = end - time.monotonic()
        if seconds and left <= 0:
            os.kill(child, signal.SIGKILL)
            seconds = 0
        ready, _, _ = select.select([reading], [], [], max(0.0, left) if seconds else 60)
        if ready:
            got = os.read(reading, 65536)
            if not got:
                break
            data += got
    os.close(reading)
    _, status = os.waitpid(child, 0)
    said = [json.loads(line) for line in data.decode().splitlines() if line.endswith("]")]
    return os.WIFSIGNALED(status), said


def run(place: Path, name: str, how: str, times: int, seed: int) -> dict[str, Any]:
    """Many deaths, and what was wrong after each."""
    action = ACTIONS[name](place / "案卷")
    action.prepare()
    template = place / "样子"
    shutil.copytree(action.home, template)
    seen: dict[str, Any] = {"deaths": 0, "promised": 0, "wrong": []}

    def fresh() -> None:
        for path in place.iterdir():
            if path != template and path.suffix != ".csv":
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(template, action.home)

    def look(died: bool, said: list[Any], what: str) -> None:
        seen["deaths"] += died
        seen["promised"] += sum(words[0] != "begin" for words in said)
        seen["wrong"] += [f"{what}: {x[1]}" for x in said if x[0] == "failed"]
        seen["wrong"] += [f"{what}: {x}" for x in action.wrong([x for x in said
                                                                if x[0] != "failed"])]

    if how == "at-every-step":
        for after in (False, True):
            for step in range(1, LONG, times or 1):
                fresh()
                died, said = killed(action, 1, step, after=after)
                look(died, said, f"step {step} {after}")
                if not died:
                    break
                seen["wrong"] += [f"again after {step} {after}: {x}" for x in action.again()]
        return seen
    chance = random.Random(seed)
    fresh()
    begin = time.monotonic()
    action.do(lambda *_: None, 1)  # how long it takes here
    took = time.monotonic() - begin
    while seen["deaths"] < times:
        fresh()
        rounds = 1 if name == "batch" else LONG
        died, said = killed(action, rounds, seconds=chance.uniform(0.001, took * 0.98))
        look(died, said, f"death {seen['deaths']}")
        if seen["deaths"] % 10 == 0:
            seen["wrong"] += [f"again: {x}" for x in action.again()]
    return seen


if __name__ == "__main__":
    with Path(os.devnull).open("w", encoding="utf-8") as nobody, redirect_stdout(nobody), \
            redirect_stderr(nobody):
        came_out = run(Path(sys.argv[1]), sys.argv[2], sys.argv[3],
                       *map(int, (*sys.argv[4:6], 0, 0)[:2]))
    print(json.dumps(came_out, ensure_ascii=False))
