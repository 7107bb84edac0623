from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from weiquan.store.folder import create_case, save_case

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def now():
    return datetime(2026, 11, 22, 23, 5)


@pytest.fixture
def home(tmp_path) -> Path:
    return tmp_path / "维权案卷"


@pytest.fixture
def case(home, now):
    """A case that has been saved twice, so that it has a backup."""
    with create_case(home, now, platform="抖音", product="耳机", version="0.1.0") as case:
        case.set_answer("platform", "douyin", "flag", now)
        case.set_answer("paid", "299.00", "wizard", now)
        save_case(case)
        yield case


@pytest.fixture
def fail_call(monkeypatch):
    """Make the nth call of a function of the os module raise; returns how often it was called."""

    def install(module, name, error, nth):
        real = getattr(module, name)
        calls = []

        def wrapper(*args, **kwargs):
            calls.append(args)
            if len(calls) == nth:
                raise error
            return real(*args, **kwargs)

        monkeypatch.setattr(module, name, wrapper)
        return calls

    return install
