"""Words that commands take besides names: completion offers them, too."""

from __future__ import annotations

EVERY = "全部"   # every letter that can be written now
STATES = {"open": "没了结", "finished": "已了结", "damaged": "读不懂"}
