"""A validated copy of the rules, so that a warm start reads no YAML and imports no pydantic.

The copy is keyed by a digest of every rule and template file, of the program's version and of
its own modules. It is data from our own rule types only: the unpickler knows no other class. A
copy that is stale, foreign or damaged is ignored and made anew; a folder that cannot be written
to is no error.
"""

from __future__ import annotations

import hashlib
import importlib
import io
import os
import pickle
import sys
import tempfile
from pathlib import Path
from typing import Any

from weiquan import __version__
from weiquan.core.ruleset import RuleSet

_MAGIC = b"weiquan rules 2\n"
_HEX = 64
_KEPT = 4
_ALLOWED = {("datetime", "date"), ("decimal", "Decimal"), ("builtins", "tuple")}
_OURS = ("weiquan.core.model", "weiquan.core.condition", "weiquan.core.formula",
         "weiquan.core.reading", "weiquan.core.ruleset")
_DAMAGED = (pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, KeyError,
            TypeError, ValueError, OverflowError, RecursionError, MemoryError)


class _OnlyRules(pickle.Unpickler):
    """Refuses every class that is not a rule type."""

    def find_class(self, module: str, name: str) -> Any:
        if module in _OURS or (module, name) in _ALLOWED:
            found = getattr(importlib.import_module(module), name, None)
            if isinstance(found, type) and (found.__module__, found.__name__) == (module, name):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is not a rule type")


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
        with open(path, "rb") as file:  # noqa: PTH123  strings are twice as fast here
            return file.read()
    except OSError as e:
        return f"?{e.errno}".encode()  # the loader will say what is wrong


def load_cached(root: Path, folder: Path | None) -> RuleSet:
    """The RuleSet of `root`, from the cache in `folder` when it is whole and fits.

    Raises RulesInvalid when the rules have to be read and have findings.
    """
    digest = digest_of(root)
    key = hashlib.sha256(f"{digest} {_program()}".encode()).hexdigest()
    if folder is not None:
        kept = _read(folder / f"rules-{key[:16]}.bin", key)
        if kept is not None and kept.digest == digest:
            return kept
    from weiquan.loading.loader import load_rules

    rules = load_rules(root)
    rules.digest = digest
    if folder is not None:
        _write(folder, key, rules)
    return rules


def _program() -> str:
    """Size and time of the modules that make and hold the rules: a checkout changes them."""
    here = Path(__file__).resolve().parent
    stamps = []
    for folder in (here, here.parent / "core"):
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda e: e.name):
                if entry.name.endswith(".py"):
                    stat = entry.stat()
                    stamps.append(f"{entry.name} {stat.st_size} {stat.st_mtime_ns}")
    return "\n".join(stamps)


def _read(path: Path, key: str) -> RuleSet | None:
    try:
        with path.open("rb") as file:
            if hasattr(os, "getuid") and os.fstat(file.fileno()).st_uid != os.getuid():
                return None
            blob = file.read()
    except OSError:
        return None
    start = len(_MAGIC) + 2 * _HEX
    head, body = blob[:start], blob[start:]
    if head != _MAGIC + key.encode() + hashlib.sha256(body).hexdigest().encode():
        return None
    try:
        rules = _OnlyRules(io.BytesIO(body)).load()
    except _DAMAGED:
        return None
    return rules if isinstance(rules, RuleSet) else None


def _write(folder: Path, key: str, rules: RuleSet) -> None:
    body = pickle.dumps(rules, protocol=5)
    blob = _MAGIC + key.encode() + hashlib.sha256(body).hexdigest().encode() + body
    name = ""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix="rules-", suffix=".tmp", dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(blob)
        Path(name).replace(folder / f"rules-{key[:16]}.bin")
        for old in sorted(folder.glob("rules-*.bin"), key=lambda p: p.stat().st_mtime)[:-_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        _forget(name)  # a cache is a convenience; the rules are already loaded


def _forget(name: str) -> None:
    try:
        if name:
            Path(name).unlink(missing_ok=True)
    except OSError:
        return
