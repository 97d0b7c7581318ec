"""Repair of Vietnamese text damaged by an engine that does not know the language (see data/language_model.md)."""

from __future__ import annotations

from .package_data import load_repairer
from .repairer import RepairedText, RepairedWord, Repairer

__all__ = ["RepairedText", "RepairedWord", "Repairer", "load_repairer"]
