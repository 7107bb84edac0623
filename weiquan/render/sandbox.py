"""Where templates run: nothing in it opens a file, goes on for ever or fills the memory."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from jinja2.exceptions import SecurityError
from jinja2.runtime import Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, without products of texts, powers and calls of methods."""

    # A text times a number, or a power, can fill the memory or keep a loop going for ever.
    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """The product of two numbers; raises SecurityError for anything else."""
        if operator == "**" or not all(isinstance(x, int | Decimal) for x in (left, right)):
            raise SecurityError(operator)
        return super().call_binop(context, operator, left, right)

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether `obj` is a macro: methods of values do the same."""
        return isinstance(obj, Macro)
