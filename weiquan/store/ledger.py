"""What a desk has done: one small record for each row, on disk, so that a stop loses nothing.

It only says what need not be done again and in which order to list it. The cases themselves are
in their folders; a ledger that is lost or damaged is made anew from them.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from weiquan.errors import CaseError
from weiquan.store.atomic import make_folders, read_file
from weiquan.store.layout import CASE_FILE, LARGEST
from weiquan.store.lock import CaseLock, own_folder
from weiquan.store.snapshot import refuse_mixed, secret_of
from weiquan.store.staging import LEDGER_FILE, WORK, sweep_halves
from weiquan.store.trouble import explain, shown

KEY = "batch"        # in case.json: which row it is
UNWRITTEN = "没写成的文书"   # the column of letters that could not be written, and why
_TABLES = """
create table if not exists done (
  key text primary key, folder text not null, stamp text not null, state text not null,
  due text not null, line integer not null, run integer not null, cells text not null);
create table if not exists wrote (name text primary key, sha256 text not null);
create table if not exists failed (line integer not null, place text not null, say text not null);
delete from failed;
"""


@dataclass(frozen=True)
class Entry:
    """A row that is done: its case, on what basis, and its line of the table."""

    key: str
    folder: str
    line: int
    due: str                      # ISO, "" for none
    cells: tuple[tuple[str, str], ...]
    stamp: str = ""               # the day, the rules and the options it was done with
    state: str = ""               # case.json as it was then
    half: str = ""                # where it is staged and waits for its place


class Ledger:
    """The ledger of one folder of cases, held by one program at a time."""

    def __init__(self, home: Path, copies: str = "") -> None:
        """Open it, make it or make it anew; raises CaseError.

        `copies` is what covered copies for others rest on; "" for a folder of cases.
        """
        self.home = home
        refuse_mixed(home, copies)
        work = home / WORK
        try:
            make_folders(work)
        except OSError as error:
            raise CaseError(explain("新建文件夹", work, error)) from error
        own_folder(work)
        try:
            self._lock = CaseLock(work)
        except CaseError:
            raise CaseError(f"另一个窗口正在往「{shown(str(home))}」里写。等它做完再试。") from None
        try:
            self.secret = secret_of(home, copies)
        except CaseError:
            self._lock.release()
            raise
        sweep_halves(home)
        path = work / LEDGER_FILE
        try:
            self._db = _connected(path)
        except sqlite3.DatabaseError:
            path.unlink(missing_ok=True)
            self._db = _connected(path)
        self.run = 1 + int(self._db.execute("select coalesce(max(run), 0) from done")
                           .fetchone()[0])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.commit()
        self._db.close()
        self._lock.release()

    def recover(self) -> None:
        """Take in cases of rows that the ledger does not know: made, and then interrupted."""
        known = {name for (name,) in self._db.execute("select folder from done where folder <> ''")}
        with suppress(OSError), os.scandir(self.home) as found:
            for entry in found:
                if entry.name in known or entry.name == WORK or not entry.is_dir():
                    continue
                key = _key_of(Path(entry.path))
                if key:
                    self._db.execute(
                        "insert into done values (?, ?, '', '', '', 0, 0, '[]') on conflict(key) "
                        "do update set folder = excluded.folder, stamp = ''", (key, entry.name))

    def begin(self, key: str, line: int) -> int:
        """Note a row of this run; the line of an earlier one that is the same, or 0."""
        found = self._db.execute("select run, line from done where key = ?", (key,)).fetchone()
        if found is not None and found[0] == self.run:
            return int(found[1])
        self._db.execute(
            "insert into done values (?, '', '', '', '', ?, ?, '[]') "
            "on conflict(key) do update set line = excluded.line, run = excluded.run",
            (key, line, self.run))
        return 0

    def folder_of(self, key: str) -> str:
        """The name of the folder that a row already has; an empty string for none."""
        found = self._db.execute("select folder from done where key = ?", (key,)).fetchone()
        name = found[0] if found is not None else ""
        return name if name and (self.home / name / CASE_FILE).is_file() else ""

    def is_done(self, key: str, stamp: str) -> bool:
        """Whether a row was done on this basis and its case is as it was left."""
        found = self._db.execute("select folder, stamp, state from done where key = ?",
                                 (key,)).fetchone()
        return found is not None and found[1] == stamp \
            and found[2] == state_of(self.home / found[0]) != ""

    def put(self, entry: Entry) -> None:
        """Keep what was done."""
        self._db.execute(
            "insert or replace into done values (?, ?, ?, ?, ?, ?, ?, ?)",
            (entry.key, entry.folder, entry.stamp, entry.state, entry.due, entry.line, self.run,
             json.dumps(entry.cells, ensure_ascii=False)))

    def fail(self, line: int, place: str, say: str) -> None:
        """Keep what is wrong with a row of this run."""
        self._db.execute("insert into failed values (?, ?, ?)", (line, place, say))

    def failures(self) -> Iterator[tuple[int, str, str]]:
        """What is wrong, in the order of the file: line, column, sentence."""
        return self._db.execute("select line, place, say from failed order by line, rowid")

    def commit(self) -> None:
        """Make what was put outlast the program."""
        self._db.commit()

    def entries(self) -> Iterator[Entry]:
        """The rows of this run that are done, the nearest deadline first."""
        for key, folder, line, due, cells in self._db.execute(
                "select key, folder, line, due, cells from done where run = ? and stamp <> '' "
                "order by due = '', due, line", (self.run,)):
            yield Entry(key, folder, line, due, tuple(map(tuple, json.loads(cells))))

    def strangers(self) -> int:
        """How many cases were made from rows that this run did not have."""
        names = self._db.execute("select folder from done where run <> ? and folder <> ''",
                                 (self.run,))
        return sum((self.home / name / CASE_FILE).is_file() for (name,) in names)

    def wrote(self, name: str) -> str:
        """The digest of a file of that name as this program left it."""
        found = self._db.execute("select sha256 from wrote where name = ?", (name,)).fetchone()
        return found[0] if found is not None else ""

    def remember(self, name: str, digest: str) -> None:
        """Note what this program wrote."""
        self._db.execute("insert or replace into wrote values (?, ?)", (name, digest))


def state_of(folder: Path) -> str:
    """What tells one state of a case from another without reading it; "" where there is none."""
    try:
        found = (folder / CASE_FILE).stat()
    except OSError:
        return ""
    return f"{found.st_size} {found.st_mtime_ns}"


def _connected(path: Path) -> sqlite3.Connection:
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    db = sqlite3.connect(path)
    # A kill loses nothing either way; after a power cut it can be made anew.
    db.execute("pragma synchronous = off")
    db.execute("pragma cache_size = -2000")
    db.executescript(_TABLES)
    db.execute("select count(*) from done").fetchone()
    return db


def _key_of(folder: Path) -> str:
    try:
        loaded: Any = json.loads(read_file(folder / CASE_FILE, LARGEST))
    except (OSError, ValueError, RecursionError):
        return ""
    key = loaded.get(KEY, "") if isinstance(loaded, dict) else ""
    return key if isinstance(key, str) else ""
