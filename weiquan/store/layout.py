"""What lies where in a case folder; a list of cases needs no more than this."""

from __future__ import annotations

CASE_FILE = "case.json"
BACKUP_FILE = "case.json.bak"
README_FILE = "说明.txt"
LETTERS = "文书"
EVIDENCE = "证据"
OLD = "旧"
TRACES = "出处.json"     # what stands behind each sentence of the letters
LOCK_FILE = ".lock"
SCHEMA = 1
LARGEST = 32_000_000   # bytes of a case.json; a long case has some ten thousand
OURS = ".weiquan-"     # begins the name of a folder that is on its way in or out
