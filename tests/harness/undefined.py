"""An undefined variable in a template fails the test, instead of printing nothing.

`{% if x %}`, `{% for … in x %}` and `{{ x|default:… }}` say themselves that x may be missing, and stay free to.
"""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.template import Context
from django.template.base import FilterExpression, Variable, VariableDoesNotExist

_TOLERANT = {"default", "default_if_none"}


class UndefinedVariable(AssertionError):
    """A template used a variable that its view did not give."""


def forbid_undefined_variables(patch: pytest.MonkeyPatch) -> None:
    """Every variable a template prints, passes on or binds with `{% with %}` must exist."""
    original = FilterExpression.resolve

    def resolve(self: FilterExpression, context: Context, ignore_failures: bool = False) -> Any:
        if ignore_failures or not isinstance(self.var, Variable):
            return original(self, context, ignore_failures)
        if self.filters and self.filters[0][0].__name__ in _TOLERANT:
            return original(self, context, True)
        try:
            value = self.var.resolve(context)
        except VariableDoesNotExist as fault:
            template = getattr(getattr(context, "template", None), "name", None) or "a template"
            raise UndefinedVariable(f"{template}: «{{{{ {self.token} }}}}» is undefined") from fault
        resolved = copy.copy(self)  # the node is shared between requests: never write to it
        resolved.var, resolved.is_var = value, False
        return original(resolved, context, False)

    patch.setattr(FilterExpression, "resolve", resolve)
