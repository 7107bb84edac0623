"""What a letter template may use besides facts: the names, so that a typo is a finding."""

from __future__ import annotations

# Values computed for each letter (weiquan.core.telling.letters); templates see plain data only.
CONTEXT: frozenset[str] = frozenset({
    # who writes to whom
    "me", "them", "party", "capacity", "principal", "buyer", "addressee", "platform_name",
    "operators", "place", "on_platform",
    # what is asked, by when, and what comes then
    "asks", "wish", "deed", "sum_sure", "sum_more", "sum_times", "sum_rest", "left_out", "owed",
    "owed_sum", "favour", "hopeless", "reply_by", "reply_days", "ways",
    "platform_now", "door",
    # why
    "reasons", "rebuttals", "offer", "issue", "summary", "cause", "grounds", "own_basis",
    "articles", "asked_law",
    # what happened, and what proves it
    "told", "accounts", "count", "their_words", "tells", "stand", "proofs_told", "events",
    "troubles", "matter", "fault", "service",
    "goods_back", "goods_stay", "never_came", "came", "dated", "kin_told", "exhibits",
    "report_points",
    # the letter itself
    "attempts", "gaps", "dates", "today", "letter_title", "recipient", "tight", "called", "against",
    # what is answered to the other side's reason; empty where it may be right
    "calm",
})
FILTERS: frozenset[str] = frozenset({
    "yuan", "money", "capitals", "zh_date", "zh_day", "md", "cite", "join", "length", "first",
    "last", "picked", "kept", "cell", "ensure_stop", "quote", "within", "list", "selectattr",
    "rejectattr", "bare", "sentences",
})
