"""Work spread over the cores of this machine, never more of it in memory than is being done."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

T = TypeVar("T")
R = TypeVar("R")
CHUNK = 8            # tasks that travel together
AHEAD = 2            # chunks that wait for each worker
FEW = 24             # so few that starting workers takes longer than the work


def cores() -> int:
    """How many processes may work at the same time."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)


def spread(tasks: Iterable[T], work: Callable[[Sequence[T]], list[R]], jobs: int,
           begin: Callable[..., None], *given: Any) -> Iterator[list[R]]:
    """`work` done on all tasks, some at a time and in no fixed order.

    `begin(*given)` is called once in every process that works. Where the system has no way to
    start others, or few tasks are there, this process does it all.
    """
    source = iter(tasks)
    first = list(islice(source, FEW + 1 if jobs > 1 else 0))
    pool = _pool(jobs, begin, given) if len(first) > FEW else None
    pieces = _pieces(chain(first, source))
    if pool is None:
        begin(*given)
        for piece in pieces:
            yield work(piece)
        return
    yield from _by_pool(pool, pieces, work, jobs, begin, given)


def _by_pool(pool: ProcessPoolExecutor, pieces: Iterator[list[T]],
             work: Callable[[Sequence[T]], list[R]], jobs: int, begin: Callable[..., None],
             given: tuple[Any, ...]) -> Iterator[list[R]]:
    from concurrent.futures.process import BrokenProcessPool

    waiting: deque[tuple[list[T], Future[list[R]]]] = deque()
    lost: list[list[T]] = []
    try:
        for piece in pieces:
            try:
                waiting.append((piece, pool.submit(work, piece)))
            except BrokenProcessPool:
                lost.append(piece)
                break
            while len(waiting) > AHEAD * jobs:
                yield from _result(waiting, lost)
        while waiting:
            yield from _result(waiting, lost)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    if lost:  # somebody ended a worker: what it had is done here
        begin(*given)
        for piece in chain(lost, pieces):
            yield work(piece)


def _result(waiting: deque[tuple[list[T], Future[list[R]]]],
            lost: list[list[T]]) -> Iterator[list[R]]:
    from concurrent.futures.process import BrokenProcessPool

    piece, future = waiting.popleft()
    try:
        yield future.result()
    except BrokenProcessPool:
        lost.append(piece)


def _pieces(tasks: Iterator[T]) -> Iterator[list[T]]:
    while piece := list(islice(tasks, CHUNK)):
        yield piece


def _pool(jobs: int, begin: Callable[..., None],
          given: tuple[Any, ...]) -> ProcessPoolExecutor | None:
    try:
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        way = "fork" if sys.platform.startswith("linux") else "spawn"
        return ProcessPoolExecutor(jobs, multiprocessing.get_context(way), _begin_worker,
                                   (begin, given))
    except (ImportError, NotImplementedError, OSError):  # no semaphores here
        return None


def _begin_worker(begin: Callable[..., None], given: tuple[Any, ...]) -> None:
    """Leave Ctrl-C to the first process, and end when that has been killed."""
    import multiprocessing

    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    begin(*given)
