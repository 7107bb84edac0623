"""A validated copy of the rules, so that a warm start reads no YAML and imports no pydantic.

The copy is keyed by a digest of every rule and template file, of the program's version and of
its own modules. It is data from our own rule types only: the unpickler of `pieces` knows no other
class. A copy that is stale, foreign or damaged is ignored and made anew; a folder that cannot be
written to is no error.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from functools import cache
from pathlib import Path

from weiquan import __version__
from weiquan.core.model.ruleset import RuleSet
from weiquan.loading.pieces import packed, unpacked

_MAGIC = b"weiquan rules 3\n"
_HEX = 64
_KEPT = 4
_CHUNK = 1 << 16  # a larger buffer takes longer to make than a file to read
_DAMAGED = (pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, KeyError,
            TypeError, ValueError, OverflowError, RecursionError, MemoryError)


def digest_of(root: Path) -> str:
    """A digest of rules/ and templates/ of `root`, and of this program's version.

    The names of all files count, hidden ones and schemas excepted: a file that nothing reads is
    a finding.
    """
    total = hashlib.sha256(f"{__version__} {sys.version_info[:2]}".encode())
    for folder, suffix in (("rules", ".yaml"), ("templates", ".j2")):
        start = os.path.join(root, folder)  # noqa: PTH118  os.walk gives strings; twice as fast
        for base, dirs, names in os.walk(start):
            dirs[:] = sorted(d for d in dirs if d != "schema" and not d.startswith("."))
            for name in sorted(n for n in names if not n.startswith(".")):
                path = os.path.join(base, name)  # noqa: PTH118  same reason
                body = _bytes(path) if name.endswith(suffix) else b""
                total.update(f"{folder}{path[len(start):]}\0{len(body)}\0".encode(
                    errors="surrogateescape"))
                total.update(body)
    return total.hexdigest()


def _bytes(path: str) -> bytes:
    try:
        file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))  # half the time of open()
        try:
            out = os.read(file, _CHUNK)
            while len(out) % _CHUNK == 0 and (more := os.read(file, _CHUNK)):
                out += more
            return out
        finally:
            os.close(file)
    except OSError as e:
        return f"?{e.errno}".encode()  # the loader will say what is wrong


def load_cached(root: Path, folder: Path | None) -> RuleSet:
    """The RuleSet of `root`, from the cache in `folder` when it is whole and fits.

    Raises RulesInvalid when the rules have to be read and have findings.
    """
    digest = digest_of(root)
    key = key_of(digest)
    kept = _rules(folder, key)
    if kept is not None and kept.digest == digest:
        return kept
    from weiquan.loading.loader import load_rules

    rules = load_rules(root)
    rules.digest = digest
    if folder is not None:
        write_sealed(folder, "rules", key, packed(rules))
    return rules


def key_of(*things: str) -> str:
    """The key of a copy that is made from these things by this state of the program."""
    return hashlib.sha256("\n".join([*things, _program()]).encode()).hexdigest()


def _rules(folder: Path | None, key: str) -> RuleSet | None:
    body = read_sealed(folder, "rules", key) if folder is not None else None
    if body is None:
        return None
    try:
        return unpacked(body)
    except _DAMAGED:
        return None


@cache
def _program() -> str:
    """Size and time of the modules that make and hold the copies: a checkout changes them."""
    here = Path(__file__).resolve().parent
    stamps = []
    core = here.parent / "core"
    for folder in (here, *sorted(p for p in core.iterdir() if p.is_dir()), here.parent / "render"):
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda e: e.name):
                if entry.name.endswith(".py"):
                    stat = entry.stat()
                    stamps.append(f"{entry.name} {stat.st_size} {stat.st_mtime_ns}")
    return "\n".join(stamps)


def read_sealed(folder: Path, kind: str, key: str) -> bytes | None:
    """The body of a copy, or None when there is none, or it is foreign or damaged."""
    try:
        with (folder / f"{kind}-{key[:16]}.bin").open("rb") as file:
            if hasattr(os, "getuid") and os.fstat(file.fileno()).st_uid != os.getuid():
                return None
            blob = file.read()
    except OSError:
        return None
    start = len(_MAGIC) + 2 * _HEX
    head, body = blob[:start], blob[start:]
    whole = head == _MAGIC + key.encode() + hashlib.sha256(body).hexdigest().encode()
    return body if whole else None


def write_sealed(folder: Path, kind: str, key: str, body: bytes) -> None:
    """Keep a copy for `read_sealed`, and throw old ones of its kind away."""
    import tempfile

    blob = _MAGIC + key.encode() + hashlib.sha256(body).hexdigest().encode() + body
    name = ""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f"{kind}-", suffix=".tmp", dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(blob)
        Path(name).replace(folder / f"{kind}-{key[:16]}.bin")
        for old in sorted(folder.glob(f"{kind}-*.bin"), key=lambda p: p.stat().st_mtime)[:-_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        _forget(name)  # a cache is a convenience; what it holds can be made


def _forget(name: str) -> None:
    try:
        if name:
            Path(name).unlink(missing_ok=True)
    except OSError:
        return
