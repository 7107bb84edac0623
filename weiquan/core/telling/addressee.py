"""To whom a letter goes: the name, the platform, the place; a visible mark where one is missing."""

from __future__ import annotations

from weiquan.core.case.context import chosen
from weiquan.core.judging.assessment import Assessment
from weiquan.core.language.condition import Context
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.parties import Parties, called_of, known_text
from weiquan.core.telling.progress import holds
from weiquan.core.telling.rebuttals import BYSTANDERS


class Placeholder(str):
    """Text that the user must still replace; filters leave it as it is."""

    __slots__ = ()


def placeholder(short: str) -> Placeholder:
    """The visible mark for something that is still missing."""
    return Placeholder(f"【{short}】")


def platform_named(rules: RuleSet, ctx: Context, result: Assessment) -> str:
    """The platform by its name; a blank where it is one that the person has to name."""
    platform = rules.platforms.get(result.platform_id)
    if platform is None or not platform.named_by:
        return result.platform_name.partition("（")[0]
    said = ctx.facts.get(platform.named_by)
    return said if isinstance(said, str) else placeholder(rules.specs[platform.named_by].short)


def addressee_of(rules: RuleSet, ctx: Context, result: Assessment, sides: Parties) -> str:
    """The name of the other side as it is known; empty where only the order says who it is."""
    if sides.party == "platform":
        return platform_named(rules, ctx, result) or known_text(ctx, "seller_name")
    if sides.party in BYSTANDERS:
        return placeholder(f"{called_of(sides.party)}名称")
    return known_text(ctx, "seller_name")


def operators_of(rules: RuleSet, result: Assessment) -> list[dict[str, str]]:
    """Who runs the platform, as official texts say: {"name", "district"}."""
    platform = rules.platforms.get(result.platform_id)
    return [{"name": o.name, "district": o.district}
            for o in (platform.operators if platform is not None else ())
            if o.confidence == "official-text" and o.district]


def place_of(ctx: Context, sides: Parties) -> str:
    """Where the authority is found: the platform's seat, a shown address, a shop, or not known."""
    if sides.party == "platform":
        return "seat"
    if chosen(ctx, "where_bought") in {"street", "organ", "meeting", "takeaway"}:
        return "shop"
    if known_text(ctx, "seller_address"):
        return "address"
    if holds(ctx, "letter_platform_order"):
        return "hidden"
    return "unknown"
