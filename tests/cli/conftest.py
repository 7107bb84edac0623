"""Running the program in this process, as main() does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from weiquan.cli.app import main
from weiquan.core.model.ruleset import RuleSet
from weiquan.loading import cache

FACTS: Mapping[str, str] = {
    "platform": "douyin", "dispute": "returned_not_refunded", "product": "羽绒服",
    "goods_kind": "clothing", "order_no": "6920000000000000001", "paid": "599.00",
    "ordered_on": "2026-11-01", "received_on": "2026-11-04", "seller_name": "某某服饰旗舰店",
    "seller_kind": "shop", "refund_status": "return_signed", "merchant_response": "silent",
    "platform_decision": "not_asked",
}
MORE: Mapping[str, str] = {
    "special": "都没有", "applied_on": "2026-11-05", "apply_reason": "no_reason",
    "sent_back_on": "2026-11-08", "return_signed_on": "2026-11-10", "return_dispute": "silent",
    "return_freight": "12", "told_on": "2026-11-05", "filed": "none", "loss": "0",
    "desired": "refund", "evidence_have": "order_page、return_waybill",
    "user_name": "张三", "user_phone": "13800000000", "user_address": "某市某区某路1号",
}
# The same case as it is told to the wizard.
TOLD: Mapping[str, str] = {
    **{k: v for k, v in {**FACTS, **MORE}.items() if k not in {"dispute", "special", "desired"}},
    "happened": "returned_no_refund", "wishes": "refund_return",
}
AS_OF = "2026-11-22T23:05"


@dataclass(frozen=True)
class Ran:
    """What one run gave."""

    code: int
    out: str
    err: str


_unpacked = cache.unpacked
_KEPT: dict[tuple[bytes, bool], RuleSet] = {}


@pytest.fixture(autouse=True)
def _unpacked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bytes of the cache give the same rules: unpacking is half of a run in here."""
    def unpacked(body: bytes, *, placed: bool = False) -> RuleSet:
        key = (sha256(body).digest(), placed)
        if key not in _KEPT:
            _KEPT[key] = _unpacked(body, placed=placed)
        return _KEPT[key]

    monkeypatch.setattr(cache, "unpacked", unpacked)


@pytest.fixture
def weiquan(capfd: pytest.CaptureFixture[str], tmp_path: Path,
            monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run the program with these arguments, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*argv: Any) -> Ran:
        code = main([str(a) for a in argv])
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    return run


def flags(facts: Mapping[str, str]) -> list[str]:
    """The facts as options of their own."""
    return [x for k, v in facts.items() for x in ("--" + k.replace("_", "-"), v)]


def sets(facts: Mapping[str, str]) -> list[str]:
    """The facts as --set."""
    return [x for k, v in facts.items() for x in ("--set", f"{k}={v}")]
