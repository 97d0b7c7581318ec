"""Functions of bodies of state (child affairs, justice, …): their names, and the words officials use for them.

Pure: data/functions.json, read once; no Django, no clock.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from mangnon.kernel.text import fold

# The leading function must be met at least this many times as often as the next one to be called clear.
_CLEARLY = 2.0


@dataclass(frozen=True, slots=True)
class Function:
    """A function a body can carry, and phrases by which a text shows that it is about it."""

    code: str
    name: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FunctionGuess:
    """Which function some words are about. `function` None when it is not clear; `words` are the phrases met."""

    function: str | None
    words: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def load_functions() -> dict[str, Function]:
    """Every function by its code, in the file's order."""
    text = (resources.files("mangnon.agencies") / "data" / "functions.json").read_text(encoding="utf-8")
    return {
        item["code"]: Function(item["code"], item["name"], tuple(item["phrases"]))
        for item in json.loads(text)["functions"]
    }


def function_names() -> dict[str, str]:
    """The Vietnamese name of every function, by code."""
    return {code: function.name for code, function in load_functions().items()}


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[str, str, frozenset[str]], ...]:
    """(folded, as written, functions), longest first: «môi trường mạng» is met before «môi trường»."""
    written: dict[str, str] = {}
    functions: dict[str, set[str]] = {}
    for function in load_functions().values():
        for phrase in function.phrases:
            folded = f" {fold(phrase)} "
            written.setdefault(folded, phrase)
            functions.setdefault(folded, set()).add(function.code)
    longest_first = sorted(written, key=lambda folded: (-len(folded), folded))
    return tuple((folded, written[folded], frozenset(functions[folded])) for folded in longest_first)


def functions_of_text(text: str, among: Collection[str]) -> FunctionGuess:
    """Which of some functions a text is about, by the phrases of data/functions.json.

    Each word counts once, for the longest phrase it stands in, also when that phrase is another body's matter. Longer
    phrases weigh more. The function is None when nothing is met or the first is not clearly ahead of the second.
    """
    rest = f" {fold(text)} "
    weights: dict[str, float] = {}
    met: dict[str, list[str]] = {}
    for folded, phrase, functions in _phrases():
        count = rest.count(folded)
        if not count:
            continue
        rest = rest.replace(folded, " | ")
        for code in functions.intersection(among):
            weights[code] = weights.get(code, 0.0) + count * len(folded.split()) ** 0.5
            met.setdefault(code, []).append(phrase)
    if not weights:
        return FunctionGuess(None)
    ranked = sorted(weights, key=lambda code: (-weights[code], code))
    if len(ranked) > 1 and weights[ranked[0]] < _CLEARLY * weights[ranked[1]]:
        return FunctionGuess(None, tuple(phrase for code in ranked for phrase in met[code]))
    return FunctionGuess(ranked[0], tuple(met[ranked[0]]))
