"""Where rules and templates are: inside the installed package, or in a checkout."""

from __future__ import annotations

from pathlib import Path

from weiquan.errors import RulesInvalid


def data_root() -> Path:
    """The folder that holds rules/ and templates/; raises RulesInvalid when there is none."""
    package = Path(__file__).resolve().parent
    for root in (package / "_data", package.parent):
        if (root / "rules" / "rungs.yaml").is_file() and (root / "templates").is_dir():
            return root
    raise RulesInvalid((), "找不到规则和模板。请重新安装 weiquan，"
                       "或用 --rules 和 --templates 指出位置。")
