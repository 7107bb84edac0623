"""A validated copy of the rules, so that a warm start reads no YAML and imports no pydantic.

The copy is keyed by a digest of every rule and template file and of the program's version. It
is data from our own rule types only: the unpickler knows no other class. A copy that is stale,
foreign or damaged is ignored and made anew; a folder that cannot be written to is no error.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sys
from pathlib import Path
from typing import Any

from weiquan import __version__
from weiquan.core.ruleset import RuleSet

_MAGIC = b"weiquan rules 1\n"
_ALLOWED = {
    ("datetime", "date"), ("decimal", "Decimal"), ("builtins", "tuple"),
}
_OURS = ("weiquan.core.model", "weiquan.core.condition", "weiquan.core.formula",
         "weiquan.core.reading", "weiquan.core.ruleset")


class _OnlyRules(pickle.Unpickler):
    """Refuses every class that is not a rule type."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _ALLOWED or (
                module in _OURS and name[:1].isupper() and "." not in name):
            found = getattr(sys.modules.get(module) or __import__(module, fromlist=[name]), name)
            if isinstance(found, type) and (module, name) in _ALLOWED | {(found.__module__, name)}:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is not a rule type")


def digest_of(root: Path) -> str:
    """A digest of all files under rules/ and templates/ of `root`, and of this program."""
    total = hashlib.sha256(f"{__version__} {sys.version_info[:2]}".encode())
    for folder, suffix in (("rules", ".yaml"), ("templates", ".j2")):
        for base, dirs, names in os.walk(root / folder):
            dirs.sort()
            for name in sorted(n for n in names if n.endswith(suffix)):
                path = os.path.join(base, name)  # noqa: PTH118  os.walk gives strings; twice as fast
                with open(path, "rb") as file:  # noqa: PTH123  same reason
                    body = file.read()
                total.update(f"{path[len(str(root)):]}\0{len(body)}\0".encode())
                total.update(body)
    return total.hexdigest()


def load_cached(root: Path, folder: Path | None) -> RuleSet:
    """The RuleSet of `root`, from the cache in `folder` when it is whole and fits.

    Raises RulesInvalid when the rules have to be read and have findings.
    """
    digest = digest_of(root)
    if folder is not None:
        kept = _read(folder / f"rules-{digest[:16]}.bin", digest)
        if kept is not None:
            return kept
    from weiquan.loading.loader import load_rules

    rules = load_rules(root)
    rules.digest = digest
    if folder is not None:
        _write(folder, digest, rules)
    return rules


def _read(path: Path, digest: str) -> RuleSet | None:
    try:
        if hasattr(os, "getuid") and path.stat().st_uid != os.getuid():
            return None
        blob = path.read_bytes()
    except OSError:
        return None
    head, body = blob[:len(_MAGIC) + 128], blob[len(_MAGIC) + 128:]
    if head != _MAGIC + digest.encode() + hashlib.sha256(body).hexdigest().encode():
        return None
    try:
        rules = _OnlyRules(io.BytesIO(body)).load()
    except (pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, KeyError,
            TypeError, ValueError):
        return None
    return rules if isinstance(rules, RuleSet) and rules.digest == digest else None


def _write(folder: Path, digest: str, rules: RuleSet) -> None:
    import tempfile  # only when there is something to write

    body = pickle.dumps(rules, protocol=5)
    blob = _MAGIC + digest.encode() + hashlib.sha256(body).hexdigest().encode() + body
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix="rules-", suffix=".tmp", dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(blob)
        Path(name).replace(folder / f"rules-{digest[:16]}.bin")
        for old in sorted(folder.glob("rules-*.bin"), key=lambda p: p.stat().st_mtime)[:-4]:
            old.unlink(missing_ok=True)
    except OSError:
        return  # a cache is a convenience; the rules are already loaded
