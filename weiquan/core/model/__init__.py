"""The rule types: what a file under rules/ may say. Frozen data, no behaviour, no I/O.

Every dataclass here is both the shape of the YAML (read by pydantic in weiquan.loading,
which also derives the JSON Schemas) and the object that the engine works on. A field's
comment is its documentation for rule authors.
"""

from weiquan.core.model.events import Event
from weiquan.core.model.facts import (
    Check,
    Choice,
    Clash,
    Fact,
    Reading,
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
    Remark,
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
from weiquan.core.model.points import (
    NotClaim,
    ReportPoint,
)
from weiquan.core.model.precedents import Precedent
from weiquan.core.model.theories import (
    Decides,
    Defeat,
    Derived,
    Element,
    Label,
    Line,
    Owes,
    Party,
    Say,
    Speech,
    Theory,
    Wish,
)

__all__ = [
    "Article",
    "ArticleVersion",
    "Basis",
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
    "Reading",
    "Remark",
    "ReportPoint",
    "Rung",
    "RungSpec",
    "Say",
    "Source",
    "Speech",
    "Stage",
    "Step",
    "Sum",
    "Theory",
    "Unit",
    "WarningRule",
    "When",
    "Who",
    "Wish",
]
