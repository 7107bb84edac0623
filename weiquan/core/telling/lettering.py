"""What a letter template may use besides facts: the names, so that a typo is a finding."""

from __future__ import annotations

# Values computed for each letter (weiquan.core.telling.letters); templates see plain data only.
CONTEXT: frozenset[str] = frozenset({
    "platform_name", "dispute_name", "summary", "burden", "cause", "operators",
    "claims", "firm", "arguable", "total", "other_claims", "demands", "elements", "timeline",
    "exhibits",
    "basis", "own_basis", "grounds", "articles", "report_points", "report_basis", "answers",
    "settled", "open_days",
    "excuse_note", "attempts", "today", "reply_by", "reply_days", "letter_title", "recipient",
})
FILTERS: frozenset[str] = frozenset({
    "yuan", "capitals", "zh_date", "zh_day", "cite", "join", "length", "first", "last", "cell",
    "ensure_stop", "quote",
})
