"""Renews requirements/: what is installed and tested, with hashes; started by run.py 锁定.

Everything becomes the newest that is allowed. With words for uv instead, such as
`--upgrade-package NAME`, the other pins stay where they still fit.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from uv import find_uv_bin

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "requirements"
OLDEST = "3.11"
# Each file holds all of the one before it.
EXTRAS: dict[str, tuple[str, ...]] = {
    "run": ("pdf",), "test": ("pdf", "test"), "dev": ("pdf", "test", "dev")}
PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")
SYSTEMS = ("x86_64-manylinux_2_28", "aarch64-manylinux_2_28", "x86_64-unknown-linux-musl",
           "x86_64-apple-darwin", "aarch64-apple-darwin", "x86_64-pc-windows-msvc",
           "aarch64-pc-windows-msvc")


def main(chosen: list[str]) -> int:
    """Write the three files, the largest first, so that they agree; then look for gaps."""
    LOCKS.mkdir(exist_ok=True)
    chosen = chosen or ["--upgrade"]
    for name in ("dev", "test", "run"):
        agree = [] if name == "dev" else ["--constraint", "requirements/dev.txt"]
        code = lock(LOCKS / f"{name}.txt", EXTRAS[name], *agree, *chosen)
        if code:
            return code
    for python, system in gaps(LOCKS / "run.txt"):
        print(f"没有现成的组件，要现场编译：Python {python}，{system}", file=sys.stderr)
    return 0


def lock(file: Path, extras: tuple[str, ...], *more: str) -> int:
    """Pin everything for every supported Python and system; the exit code."""
    return uv("pip", "compile", "pyproject.toml", "--universal", "--python-version", OLDEST,
              "--generate-hashes", "--no-annotate", "--custom-compile-command",
              "python3 run.py 锁定", "--output-file", str(file),
              *(f"--extra={e}" for e in extras), *more).returncode


def gaps(file: Path) -> list[tuple[str, str]]:
    """The Pythons and systems for which something in the lock is not ready to install."""
    with TemporaryDirectory() as nowhere:
        return [(python, system) for python in PYTHONS for system in SYSTEMS
                if uv("pip", "install", "--dry-run", "--target", nowhere, "--only-binary", ":all:",
                      "--require-hashes", "--python-version", python, "--python-platform", system,
                      "-r", str(file), stderr=subprocess.DEVNULL).returncode]


def uv(*words: str, **streams: Any) -> subprocess.CompletedProcess[str]:
    """The finished uv, which says something only when it fails."""
    return subprocess.run([find_uv_bin(), "--quiet", *words], cwd=ROOT, check=False, text=True,
                          encoding="utf-8", **streams)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
