"""What every command needs: rules, the moment, facts, and a way to print."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weiquan.core.values.records import result
from weiquan.errors import BadValue, FactsMissing, RulesInvalid
from weiquan.wizard.streams import harmless

if TYPE_CHECKING:
    from weiquan.core.judging.assessment import Assessment
    from weiquan.core.model.ruleset import RuleSet


NOTHING = ("还什么都没说。用 --story 写几句经过，或者用 --set happened=… 写发生了什么；"
           "有哪些可以写，运行 weiquan rules table facts 查看。\n"
           "想一步一步地填，就在终端里运行 weiquan。")


YEARS = range(1990, 2200)   # in which today may be: periods run for decades from there


@result
class Place:
    """Where rules and templates are taken from."""

    root: Path
    own: bool   # the ones that came with the program


def place_of(rules: Path | None, templates: Path | None, *, trust: bool) -> Place:
    """The folder that holds rules/ and templates/.

    Rules from elsewhere decide what is printed in the user's name, so they need --trust.
    """
    from weiquan.paths import data_root

    if rules is None and templates is None:
        return Place(data_root(), own=True)
    if not trust:
        raise BadValue("别处来的规则和模板会决定写出什么内容。"
                       "看过内容、信得过的话，再加上 --trust。")
    own = data_root()
    return Place(_joined(rules or own / "rules", templates or own / "templates"), own=False)


def _joined(rules: Path, templates: Path) -> Path:
    check_folders(rules, templates)
    if rules.resolve().parent != templates.resolve().parent \
            or rules.name != "rules" or templates.name != "templates":
        raise BadValue("规则和模板请放在同一个文件夹里，分别叫 rules 和 templates。")
    return rules.resolve().parent


def check_folders(rules: Path | None, templates: Path | None) -> None:
    """Raise BadValue when one that was given is no folder."""
    for folder, option in ((rules, "--rules"), (templates, "--templates")):
        # Where a folder cannot be looked at, pathlib raises and this does not.
        if folder is not None and not os.path.isdir(folder):  # noqa: PTH112  never raises
            raise BadValue(f"没有文件夹「{folder}」。请检查 {option} 后面的位置。")


def rules_at(place: Place, *, placed: bool = False) -> RuleSet:
    """The RuleSet, from the validated cache when it fits; raises RulesInvalid.

    `placed`: all rules know where they stand.
    """
    from weiquan.loading.cache import load_cached

    return load_cached(place.root, cache_folder() if place.own else None, placed=placed)


def digest_at(place: Place) -> str:
    """The digest of the rules, without reading them where they are cached."""
    from weiquan.loading.sealed import cached_digest

    known = cached_digest(place.root, cache_folder()) if place.own else None
    return known or rules_at(place).digest


def cache_folder() -> Path | None:
    """The user's cache folder for weiquan; None when WEIQUAN_CACHE is 0 or there is none."""
    wish = os.environ.get("WEIQUAN_CACHE", "")
    if wish == "0":
        return None
    if wish:
        return Path(os.path.expanduser(wish))  # noqa: PTH111  never raises
    if sys.platform.startswith("linux"):  # what platformdirs answers there, without its import
        base = os.environ.get("XDG_CACHE_HOME", "")
        if Path(base).is_absolute():
            return Path(base) / "weiquan"
        return Path(os.path.expanduser("~")) / ".cache" / "weiquan"  # noqa: PTH111  never raises
    import platformdirs

    return Path(platformdirs.user_cache_dir("weiquan", appauthor=False))


def moment(as_of: str | None) -> datetime:
    """The time that everything is reckoned from: --as-of, or now to the minute."""
    if as_of is None:
        return datetime.now().replace(second=0, microsecond=0)
    text = as_of.strip().replace(" ", "T")
    try:
        day = datetime.fromisoformat(text).replace(tzinfo=None, second=0, microsecond=0)
    except ValueError:
        raise BadValue(f"--as-of 写成了 {as_of}，"
                       "请写成 2026-11-22 或 2026-11-22T23:05 的样子。") from None
    if day.year not in YEARS:
        raise BadValue(f"--as-of 写成了 {as_of}，太远了算不出期限。"
                       f"请写 {YEARS[0]} 年到 {YEARS[-1]} 年之间的日子。")
    return day


def columns() -> int:
    """The width to print at: the terminal's, at most 100; 80 when there is none."""
    import shutil

    return max(30, min(100, shutil.get_terminal_size((80, 24)).columns))


def emit(lines: Iterable[str], stream: Any = None) -> None:
    """Print lines as they are: no markup, no colour codes outside a terminal."""
    out = stream or sys.stdout
    text = "\n".join(lines)
    if text[:1] not in ("{", "["):  # data stays as it is
        from weiquan.cli.hints import as_started

        text = as_started(text)
    text = harmless(text)
    if not (out is sys.stdout and out.isatty() and _styled()):
        print(text, file=out)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(file=out, highlight=False, markup=False, soft_wrap=True, emoji=False)
    for line in text.split("\n"):
        strong = line.startswith(("先做：", "【")) or (line and not line.startswith((" ", "　"))
                                                    and len(line) <= 12)
        console.print(Text(line, style="bold" if strong else ""))


def _styled() -> bool:
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM", "") not in {"", "dumb"}


class Talk:
    """Whether the program talks besides its results; --quiet says no."""

    quiet = False


def say(text: str, *, always: bool = False) -> None:
    """Talk to the user on stderr; with --quiet only what `always` has to be said."""
    from weiquan.cli.hints import as_started

    if Talk.quiet and not always:
        return
    try:
        print(harmless(as_started(text)), file=sys.stderr)
    except OSError:  # there is nobody left to tell
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  until exit


def show_long(lines: Sequence[str], *, paged: bool = True) -> None:
    """Print lines; a screen at a time where they are longer than a terminal's screen."""
    from weiquan.wizard.opening import open_prompter
    from weiquan.wizard.streams import can_prompt

    kind = can_prompt(sys.stdin, sys.stdout, os.environ) if paged else "none"
    if kind == "rich":
        prompter = open_prompter(kind)
        if len(lines) >= prompter.rows:
            from weiquan.cli.hints import as_started

            prompter.read_through([as_started(x) for x in lines])
            return
    emit(lines)


def assessed(rules: RuleSet, facts: dict[str, Any], now: datetime,
             exhibits: Iterable[str] = ()) -> Assessment:
    """The assessment of what is known; raises FactsMissing when nothing is."""
    from weiquan.core.judging.assess import assess

    if not facts:
        raise FactsMissing(NOTHING, [("story", "--story")])
    try:
        return assess(rules, facts, now, tuple(exhibits))
    except LookupError as e:
        raise RulesInvalid((), f"规则对这个日期没有可用的数据（{e}）。"
                           "请核对日期，或更新规则。") from e
