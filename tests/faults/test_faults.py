"""Faults that were once found in what is printed, each as a kind, with inputs of our own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.yaml_files import texts_in
from weiquan.cli.app import main

FAULTS = sorted(Path(__file__).parent.glob("*.yaml"))
KEYS = {"kind", "as_of", "command", "facts", "never", "some", "codes"}


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_there_is_a_fault_for_each_kind_that_was_found() -> None:
    assert len(FAULTS) >= 14


@pytest.mark.parametrize("path", FAULTS, ids=lambda p: p.stem)
def test_a_fault_does_not_come_back(path: Path, tmp_path: Path,
                                    capfd: pytest.CaptureFixture[str]) -> None:
    fault: dict[str, Any] = texts_in(path)
    assert set(fault) <= KEYS
    assert fault["kind"]
    assert fault.get("never") or fault.get("some")
    told = tmp_path / "facts.yaml"
    told.write_text(yaml.safe_dump(fault["facts"], allow_unicode=True), encoding="utf-8")
    code = main([*fault["command"], "--facts", str(told), "--as-of", fault["as_of"]])
    out, err = capfd.readouterr()
    text = _squeezed(out)
    assert str(code) in fault.get("codes", ["0"]), err
    assert not [w for w in fault.get("never", []) if _squeezed(w) in text], out
    some = fault.get("some", [])
    assert not some or any(_squeezed(w) in _squeezed(out + err) for w in some), out
