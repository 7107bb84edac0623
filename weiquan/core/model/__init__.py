"""The rule types: what a file under rules/ may say. Frozen data, no behaviour, no I/O.

Every dataclass here is both the shape of the YAML (read by pydantic in weiquan.loading,
which also derives the JSON Schemas) and the object that the engine works on. A field's
comment is its documentation for rule authors.
"""

from weiquan.core.model.accounts import Account
from weiquan.core.model.answers import Answer
from weiquan.core.model.events import Event
from weiquan.core.model.facts import (
    Check,
    Choice,
    Clash,
    Fact,
    Reading,
)
from weiquan.core.model.followups import FollowUp
from weiquan.core.model.kinds import (
    Basis,
    Confidence,
    Rung,
    Stage,
    Sum,
    Unit,
    When,
    Who,
)
from weiquan.core.model.ladder import (
    Close,
    Deadline,
    Evidence,
    Excuse,
    Length,
    Note,
    Override,
    Rebuttal,
    Step,
    Term,
    WarningRule,
)
from weiquan.core.model.law import (
    Article,
    ArticleVersion,
    Law,
    Param,
    ParamValue,
)
from weiquan.core.model.letters import (
    CalendarYear,
    Ground,
    LetterMeta,
    NamedCondition,
    Remark,
    RungSpec,
)
from weiquan.core.model.places import (
    Box,
    Channel,
    Contact,
    MenuPath,
    Operator,
    PageState,
    Platform,
    Source,
)
from weiquan.core.model.points import (
    NotClaim,
    ReportPoint,
)
from weiquan.core.model.precedents import Precedent
from weiquan.core.model.preflight import Preflight, Wording
from weiquan.core.model.queries import Query, QueryTell
from weiquan.core.model.sayings import Saying
from weiquan.core.model.situations import Ask, FirstStep, Retort, Situation
from weiquan.core.model.theories import (
    AskNow,
    Decides,
    Defeat,
    Derived,
    Element,
    Label,
    Line,
    Owes,
    Party,
    Reason,
    Rest,
    Say,
    Speech,
    Theory,
    Titling,
    Wish,
)

__all__ = [
    "Account",
    "Answer",
    "Article",
    "ArticleVersion",
    "Ask",
    "AskNow",
    "Basis",
    "Box",
    "CalendarYear",
    "Channel",
    "Check",
    "Choice",
    "Clash",
    "Close",
    "Confidence",
    "Contact",
    "Deadline",
    "Decides",
    "Defeat",
    "Derived",
    "Element",
    "Event",
    "Evidence",
    "Excuse",
    "Fact",
    "FirstStep",
    "FollowUp",
    "Ground",
    "Label",
    "Law",
    "Length",
    "LetterMeta",
    "Line",
    "MenuPath",
    "NamedCondition",
    "NotClaim",
    "Note",
    "Operator",
    "Override",
    "Owes",
    "PageState",
    "Param",
    "ParamValue",
    "Party",
    "Platform",
    "Precedent",
    "Preflight",
    "Query",
    "QueryTell",
    "Reading",
    "Reason",
    "Rebuttal",
    "Remark",
    "ReportPoint",
    "Rest",
    "Retort",
    "Rung",
    "RungSpec",
    "Say",
    "Saying",
    "Situation",
    "Source",
    "Speech",
    "Stage",
    "Step",
    "Sum",
    "Term",
    "Theory",
    "Titling",
    "Unit",
    "WarningRule",
    "When",
    "Who",
    "Wish",
    "Wording",
]
