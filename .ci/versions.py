"""Everything, with the oldest and with the newest libraries allowed; started by run.py 版本.

The oldest libraries on the oldest Python that is found, the newest on the newest; with words,
only those Pythons are looked at. Takes two runs of all tests and needs a package index. Not part
of the daily run: a new release of somebody else's library must not stop our work.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from lock import EXTRAS, ROOT, uv

OLDEST = (3, 11)
TRIALS = (("最旧", "lowest-direct", min), ("最新", "highest", max))


def main(chosen: list[str]) -> int:
    """Try both ends apart; the exit code."""
    pythons = {version: path for path in chosen or found() if (version := version_of(path))}
    if not pythons:
        print("没有找到能用的 Python，至少要 3.11。", file=sys.stderr)
        return 2
    said = []
    for title, resolution, end in TRIALS:
        version = end(pythons)
        print(f"\n=== {title}的组件，Python {'.'.join(map(str, version))}", flush=True)
        with TemporaryDirectory() as folder:
            failed = trial(pythons[version], resolution, Path(folder))
        said.append(f"{title}：{'没有通过 ' + '、'.join(failed) if failed else '全部通过'}")
    print("\n" + "\n".join(said))
    return int(any("没有通过" in line for line in said))


def trial(python: str, resolution: str, folder: Path) -> list[str]:
    """What failed with these libraries, by name; empty when all is well."""
    pins, venv = folder / "pins.txt", folder / "venv"
    bin_ = venv / ("Scripts" if os.name == "nt" else "bin")
    steps = [
        ("pip", "compile", "pyproject.toml", "--resolution", resolution, "--python", python,
         "--no-annotate", "--no-header", "--output-file", str(pins),
         *(f"--extra={e}" for e in EXTRAS["dev"])),
        ("venv", "--seed", "--python", python, str(venv)),
        ("pip", "install", "--python", str(venv), "-r", str(pins)),
    ]
    if any(uv(*words).returncode for words in steps):
        return ["安装"]
    print(", ".join(re.findall(r"^(\S+==\S+)", pins.read_text("utf-8"), re.MULTILINE)), flush=True)
    env = {k: v for k, v in os.environ.items() if k != "VIRTUAL_ENV"} | {"PYTHONPATH": str(ROOT)}
    checks = {
        "测试": ["python", "-m", "pytest", "-n", "auto", "-p", "no:cacheprovider"],
        "检查": ["ruff", "check", "--no-cache", "."],
        "类型": ["mypy", "--cache-dir", str(folder / "types")],
        "打包": ["python", "-m", "hatchling", "build", "-d", str(folder / "dist")],
        "锁定": ["uv", "--quiet", "pip", "compile", "pyproject.toml", "--universal",
               "--generate-hashes", "--output-file", str(folder / "lock.txt")],
    }
    return [name for name, (tool, *words) in checks.items() if subprocess.run(
        [bin_ / tool, *words], cwd=ROOT, env=env, check=False, stdin=subprocess.DEVNULL).returncode]


def found() -> list[str]:
    """Every Python on PATH, and this one's origin; older names first."""
    names = re.compile(r"python3(\.\d+)?(\.exe)?")
    folders = [Path(f) for f in os.get_exec_path() if Path(f).is_dir()]
    return [str(p) for f in folders for p in sorted(f.iterdir()) if names.fullmatch(p.name)] + [
        str(Path(sys.base_prefix, "python.exe" if os.name == "nt" else "bin/python3"))]


def version_of(python: str) -> tuple[int, ...] | None:
    """Its version when it starts and is one that we support."""
    try:
        done = subprocess.run([python, "-c", "import sys; print(*sys.version_info[:3])"],
                              capture_output=True, text=True, encoding="utf-8", check=False)
    except OSError:
        return None
    version = tuple(map(int, done.stdout.split())) if done.returncode == 0 else ()
    return version if version >= OLDEST else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
