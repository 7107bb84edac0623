"""What the preflight of letters found, told; and the stop where one must not go out."""

from __future__ import annotations

from collections.abc import Sequence

from weiquan.cli.common import columns, say
from weiquan.cli.made import Made
from weiquan.errors import PreflightBlocked

FORCE = "改好再写；一定要照这样写，加上 --force，文件名会带上“未过检查”。"


def checked_lines(made: Sequence[Made]) -> list[str]:
    """The findings of every letter, for the screen."""
    from weiquan.render.preflight import CLEAN, finding_lines

    out: list[str] = []
    for one in made:
        out += [f"{one.name}：", *(finding_lines(one.findings, columns())
                                             or [f"  {CLEAN}"])]
    return out


def tell_findings(made: Sequence[Made]) -> None:
    """Say beside the letters what was found in them."""
    from weiquan.render.preflight import finding_lines

    for one in made:
        if one.findings:
            say("\n".join([f"检查「{one.name}」：",
                           *finding_lines(one.findings, columns())]))


def stop_blocked(made: Sequence[Made]) -> None:
    """Raise PreflightBlocked where a letter must not go out as it is."""
    names = [one.name for one in made if one.blocked]
    if names:
        raise PreflightBlocked(f"没过检查：{'、'.join(names)}。{FORCE}")
