"""What the fields of rules hold: conditions, sums, citations, and the fixed vocabularies."""

from __future__ import annotations

from typing import Annotated, Literal

from weiquan.core.language import condition as c
from weiquan.core.language import formula as f
from weiquan.core.language.reading import (
    Citation,
    ReadBy,
    read_citation,
    read_condition,
    read_formula,
)

When = Annotated[c.Condition, ReadBy(read_condition, "Condition")]
Sum = Annotated[f.Formula, ReadBy(read_formula, "Formula")]
Basis = Annotated[Citation, ReadBy(read_citation, "Citation")]

Confidence = Literal["verified-in-full-text", "official-text", "api-enum",
                     "verified-in-secondary", "secondary", "computed", "seed", "unverified"]
Rung = Literal["talk", "evidence", "platform", "law"]
Who = Literal["buyer", "merchant", "platform", "authority", "court"]
Stage = Literal["", "merchant_reply", "buyer_intervene", "buyer_return", "merchant_receive",
                "buyer_proof", "ship", "aftersale_end", "merchant_appeal", "platform_review",
                "refund_arrive", "freight_insurance"]
Unit = Literal["hour", "calendar_day", "working_day", "month", "year"]
