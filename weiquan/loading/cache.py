"""A validated copy of the rules, so that a warm start reads no YAML and imports no pydantic.

The copy is data only, see `plain`, and lies in a file that `sealed` knows. A copy that is stale,
foreign or damaged is ignored and made anew; a folder that cannot be written to is no error.
"""

from __future__ import annotations

from pathlib import Path

from weiquan.core.model.ruleset import RuleSet
from weiquan.loading.plain import packed, unpacked
from weiquan.loading.sealed import DIGEST, digest_of, key_of_rules, read_sealed, write_sealed

_DAMAGED = (ValueError, TypeError, LookupError, AttributeError, RecursionError)


def load_cached(root: Path, folder: Path | None, *, placed: bool = False) -> RuleSet:
    """The RuleSet of `root`, from the cache in `folder` when it is whole and fits.

    Only with `placed` do all rules of a copy know where they stand. Raises RulesInvalid when the
    rules have to be read and have findings.
    """
    key = key_of_rules(root)
    kept = _rules(folder, key, placed=placed)
    if kept is not None:
        return kept
    from dataclasses import replace

    from weiquan.loading.loader import load_rules

    rules = replace(load_rules(root), digest=digest_of(root))
    if folder is not None:
        write_sealed(folder, key, rules.digest.encode() + packed(rules))
    return rules


def _rules(folder: Path | None, key: str, *, placed: bool) -> RuleSet | None:
    body = read_sealed(folder, key) if folder is not None else None
    if body is None:
        return None
    try:
        return unpacked(body[DIGEST:], placed=placed)
    except _DAMAGED:
        return None
