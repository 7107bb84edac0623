"""No network, no real home and no real cache in any test."""

from __future__ import annotations

import os
import socket
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from pathlib import Path

    from weiquan.core.model.ruleset import RuleSet

settings.register_profile("local", deadline=None, max_examples=60)
settings.register_profile("ci", deadline=None, max_examples=100, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")

_homes = count()
_NETWORK = {socket.AF_INET, socket.AF_INET6}


class NetworkUsed(Exception):
    """A test, or the program in it, tried to reach the network."""


def _refusing(real: Any) -> Any:
    def call(self: socket.socket, *args: Any) -> Any:
        if self.family in _NETWORK:
            raise NetworkUsed(f"{real.__name__}{args!r}")
        return real(self, *args)

    return call


def _no_names(*args: Any, **_: Any) -> Any:
    raise NetworkUsed(f"getaddrinfo{args!r}")


# For the whole run, collection included: a fixture would leave imports free to connect.
for _name in ("connect", "connect_ex", "sendto"):
    setattr(socket.socket, _name, _refusing(getattr(socket.socket, _name)))
socket.getaddrinfo = _no_names


@pytest.fixture(scope="session")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One warm cache of the rules for the whole run."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _own_places(tmp_path_factory: pytest.TempPathFactory, _cache: Path,
                monkeypatch: pytest.MonkeyPatch) -> None:
    """Cases, cache and home are temporary, for child processes too."""
    # Not mktemp: its numbers are found by reading the whole folder, for each of ten thousand tests.
    home = tmp_path_factory.getbasetemp() / "homes" / str(next(_homes))
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("WEIQUAN_HOME", str(home / "维权案卷"))
    monkeypatch.setenv("WEIQUAN_CACHE", str(_cache))
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "WEIQUAN_PLAIN", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def rules(_cache: Path) -> RuleSet:
    """The rules of this checkout."""
    from weiquan.loading.cache import load_cached
    from weiquan.paths import data_root

    return load_cached(data_root(), _cache)
