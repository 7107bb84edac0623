"""What a batch has done so far: on a terminal while it runs, and in two tables at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from weiquan.cli.common import emit, say
from weiquan.cli.hints import started_as
from weiquan.errors import BatchPartlyFailed
from weiquan.store.ledger import UNWRITTEN, Entry, Ledger
from weiquan.store.staging import WORK, settle
from weiquan.store.tables import write_table

if TYPE_CHECKING:
    from pathlib import Path

    from weiquan.cli.desk import Failed

SUMMARY, REPORT = "总表.csv", "没做成的行.csv"
SHOWN = 20           # rows that are told on the screen; all are in the report
AT_ONCE = 128        # cases that are made safe on the disk together
PAUSE = 0.2          # seconds between two lines of progress


class Tally:
    """Counts rows, keeps what came of them in the ledger, and writes the tables."""

    def __init__(self, ledger: Ledger, readme: str | None = None) -> None:
        """`readme` is what 说明.txt of a case says in place of the usual."""
        self.done = 0        # in this run
        self.kept = 0        # done by an earlier one
        self.failed = 0
        self.unwritten = 0   # done, but for some of its letters
        self._ledger = ledger
        self._readme = readme
        self._same: list[str] = []
        self._waiting: list[Entry] = []
        self._told = 0.0
        self._shown = sys.stderr.isatty()

    def take(self, one: Entry | Failed) -> None:
        """Count what came of a row."""
        if isinstance(one, Entry):
            self.done += 1
            if why := dict(one.cells).get(UNWRITTEN):
                self.unwritten += 1
                self._ledger.fail(one.line, UNWRITTEN, why)
                # It is to be tried again, so it is not done on any basis.
                one = replace(one, stamp=UNWRITTEN)
            self._waiting.append(one)
            if len(self._waiting) >= AT_ONCE:
                self.settle()
        else:
            self.failed += 1
            for trouble in one.troubles:
                self._ledger.fail(one.line, trouble.where, trouble.say)
        self._progress()

    def settle(self) -> None:
        """Put what is made in its place, and keep that it is."""
        staged = [one for one in self._waiting if one.half]
        names = iter(settle(self._ledger.home, [(x.half, x.folder) for x in staged],
                            started_as(), self._readme) if staged else ())
        for one in self._waiting:
            self._ledger.put(replace(one, folder=next(names)) if one.half else one)
        self._waiting = []
        self._ledger.commit()

    def same(self, line: int, first: int) -> None:
        """Note that a row says the same as an earlier one."""
        if len(self._same) < SHOWN:
            self._same.append(f"第 {line} 行和第 {first} 行完全一样，只做一件。"
                              "要是两件事，请写出不同的地方。")

    def _progress(self) -> None:
        now = time.monotonic()
        if self._shown and now - self._told > PAUSE:
            self._told = now
            failed = f"，没做成 {self.failed} 行" if self.failed else ""
            print(f"\r做好 {self.kept + self.done} 件{failed} ", end="", file=sys.stderr,
                  flush=True)

    def clear(self) -> None:
        """Take the line of progress away."""
        if self._shown and self._told:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def finish(self, home: Path) -> None:
        """Write the tables and say what was done; raises BatchPartlyFailed."""
        self.settle()
        self.clear()
        for text in self._same:
            say(text)
        table = self._write(home / SUMMARY, self._lines())
        before = f"，其中 {self.kept} 件是以前做好的" if self.kept else ""
        say(f"做好 {self.kept + self.done} 件{before}。总表按最近的期限排，在这里：")
        emit([str(table)])
        if self._readme is not None:
            say(f"个人信息都盖住了。程序可能有认不出的，发出去以前请自己再看一遍；{WORK} 不要发。")
        if others := self._ledger.strangers():
            say(f"文件夹里还有 {others} 件不是这张表里的，没有动，也没有写进总表。")
        if self.failed or self.unwritten:
            raise BatchPartlyFailed(self._failures(home))

    def _lines(self) -> Iterator[list[str]]:
        begun = False
        for entry in self._ledger.entries():
            if not begun:
                yield ["行", *(name for name, _ in entry.cells), "案卷"]
            begun = True
            yield [str(entry.line), *(text for _, text in entry.cells), entry.folder]

    def _failures(self, home: Path) -> str:
        table = self._write(home / REPORT, (
            [str(line), where, text] for line, where, text in self._failed_rows()))
        shown = [f"第 {line} 行{f' {where}' if where else ''}：{text}"
                 for line, where, text in islice(self._ledger.failures(), SHOWN)]
        more = f"先列出 {SHOWN} 处，" if len(shown) == SHOWN else ""
        counted = "，".join([f"没做成 {self.failed} 行"] * bool(self.failed)
                           + [f"{self.unwritten} 件少了文书"] * bool(self.unwritten))
        return "\n".join([f"{counted}，其余的不受影响：", *shown,
                          f"{more}全部在「{table}」。改好这些行，再运行同一条命令，做好的不再做。"])

    def _failed_rows(self) -> Iterator[tuple[str, str, str]]:
        yield "行", "列", "原因"
        for line, where, text in self._ledger.failures():
            yield str(line), where, text

    def _write(self, path: Path, rows: Iterator[list[str]]) -> Path:
        placed, digest = write_table(path, rows, path.parent / WORK,
                                     self._ledger.wrote(path.name))
        self._ledger.remember(placed.name, digest)
        return placed
