"""The rule types: what a file under rules/ may say. Frozen data, no behaviour, no I/O.

Every dataclass here is both the shape of the YAML (read by pydantic in weiquan.loading,
which also derives the JSON Schemas) and the object that the engine works on. A field's
comment is its documentation for rule authors.
"""

from weiquan.core.model.disputes import (
    Claim,
    Dispute,
    Element,
    NotClaim,
    ReportPoint,
)
from weiquan.core.model.facts import (
    Check,
    Choice,
    Fact,
)
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
    Step,
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
    RungSpec,
)
from weiquan.core.model.places import (
    Channel,
    Contact,
    MenuPath,
    Operator,
    PageState,
    Platform,
    Source,
)

__all__ = [
    "Article",
    "ArticleVersion",
    "Basis",
    "CalendarYear",
    "Channel",
    "Check",
    "Choice",
    "Claim",
    "Close",
    "Confidence",
    "Contact",
    "Deadline",
    "Dispute",
    "Element",
    "Evidence",
    "Excuse",
    "Fact",
    "Ground",
    "Law",
    "Length",
    "LetterMeta",
    "MenuPath",
    "NamedCondition",
    "NotClaim",
    "Note",
    "Operator",
    "Override",
    "PageState",
    "Param",
    "ParamValue",
    "Platform",
    "ReportPoint",
    "Rung",
    "RungSpec",
    "Source",
    "Stage",
    "Step",
    "Sum",
    "Unit",
    "WarningRule",
    "When",
    "Who",
]
