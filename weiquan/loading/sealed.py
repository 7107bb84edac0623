"""Files that hold what was made from a state of the rules and of the program, and nothing else.

They are keyed by name, size and time of every rule and template file and of the program's own
modules: the whole key stands in them. The digest of the rules comes next, for who needs no more.
"""

from __future__ import annotations

import os
import stat
import sys
import time
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from weiquan import __version__

_MAGIC = b"weiquan rules 6\n"
_KEPT = 4
_HOUR = 3600
DIGEST = 64   # letters, in front of the rules


def digest_of(root: Path) -> str:
    """A digest of what stands in rules/ and templates/ of `root`, and of this program's version."""
    import hashlib  # twice as long as to find a copy

    total = hashlib.sha256(f"{__version__} {sys.version_info[:2]}".encode())
    for name, path in _files(root):
        body = Path(path).read_bytes() if name.endswith((".yaml", ".j2")) else b""
        total.update(f"{name}\0{len(body)}\0".encode(errors="surrogateescape"))
        total.update(body)
    return total.hexdigest()


def cached_digest(root: Path, folder: Path | None) -> str | None:
    """The digest of the rules of `root`, where a copy of them fits; else None."""
    if folder is None:
        return None
    body = read_sealed(folder, key_of_rules(root), DIGEST)
    return body.decode("ascii", "replace") if body is not None and len(body) == DIGEST else None


def key_of_rules(root: Path) -> str:
    """The key of what this program makes from the rules and templates under `root`."""
    return key_of(str(root), *(f"{name} {_stamp(path)}" for name, path in _files(root)))


def key_of(*things: str) -> str:
    """The key of what this state of the program makes from these things."""
    return "\n".join([__version__, *things, *_program()])


def name_of(key: str) -> str:
    """A short name for what has this key; another key may have the same."""
    text = key.encode(errors="surrogateescape")
    return f"{zlib.crc32(text):08x}{zlib.adler32(text):08x}"


def _files(root: Path) -> Iterator[tuple[str, str]]:
    """Every file under rules/ and templates/ that counts: its name, and where it is.

    The names of all files count, hidden ones and schemas excepted: a file that nothing reads is
    a finding.
    """
    for folder in ("rules", "templates"):
        start = os.path.join(root, folder)  # noqa: PTH118  os.walk gives strings; twice as fast
        for base, dirs, names in os.walk(start):
            dirs[:] = sorted(d for d in dirs if d != "schema" and not d.startswith("."))
            for name in sorted(n for n in names if not n.startswith(".")):
                path = os.path.join(base, name)  # noqa: PTH118  same reason
                yield f"{folder}{path[len(start):]}", path


@cache
def _program() -> list[str]:
    """The modules that make and hold the copies: a checkout changes them."""
    here = Path(__file__).resolve().parent
    folders = (here, *sorted(p for p in (here.parent / "core").iterdir() if p.is_dir()),
               here.parent / "render")
    return [f"{path} {_stamp(path)}" for folder in folders for path in
            sorted(entry.path for entry in os.scandir(folder) if entry.name.endswith(".py"))]


def _stamp(path: str) -> str:
    try:
        found = os.stat(path)  # noqa: PTH116  half the time of Path.stat
    except OSError:
        return "?"  # the loader will say what is wrong
    return f"{found.st_size} {found.st_mtime_ns}"


def read_sealed(folder: Path, key: str, begin: int | None = None) -> bytes | None:
    """The body of a copy, or None when there is none, or it is foreign or damaged.

    With `begin` only its first bytes, of which nobody knows whether they are damaged.
    """
    seal = _sealing(key)
    try:
        # Not waiting: something else than a file may have the name.
        fd = os.open(_file(folder, key), os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)
                     | getattr(os, "O_BINARY", 0))
        with os.fdopen(fd, "rb", buffering=0) as file:
            found = os.fstat(fd)
            if not stat.S_ISREG(found.st_mode) \
                    or (hasattr(os, "getuid") and found.st_uid != os.getuid()):
                return None
            have = file.read(len(seal) + len(_sum(b"")))
            body = file.readall() if begin is None else file.read(begin)
    except OSError:
        return None
    if begin is not None:
        return body if have.startswith(seal) else None
    return body if have == seal + _sum(body) else None


def _file(folder: Path, key: str) -> Path:
    return folder / f"rules-{name_of(key)}.bin"


def _sealing(key: str) -> bytes:
    return _MAGIC + key.encode(errors="surrogateescape") + b"\n\n"


def _sum(body: bytes) -> bytes:
    """What tells a whole copy from a damaged one; against intent only the folder's mode helps."""
    return f"{zlib.crc32(body):08x}".encode()


def write_sealed(folder: Path, key: str, body: bytes) -> None:
    """Keep a copy for `read_sealed`, and throw old ones away."""
    import tempfile

    blob = _sealing(key) + _sum(body) + body
    name = ""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix="rules-", suffix=".tmp", dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(blob)
        Path(name).replace(_file(folder, key))
        for half in folder.glob("rules-*.tmp"):  # of a program that was killed
            if time.time() - half.stat().st_mtime > _HOUR:
                half.unlink(missing_ok=True)
        for old in sorted(folder.glob("rules-*.bin"), key=lambda p: p.stat().st_mtime)[:-_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        _forget(name)  # a cache is a convenience; what it holds can be made


def _forget(name: str) -> None:
    try:
        if name:
            Path(name).unlink(missing_ok=True)
    except OSError:
        return
