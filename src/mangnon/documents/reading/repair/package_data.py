"""The data that ships with the package."""

from __future__ import annotations

import io
from functools import lru_cache
from importlib import resources
from typing import Final

import numpy as np

from .channel import ErrorModel
from .language import LanguageModel
from .repairer import Repairer
from .symbols import SymbolTable

LANGUAGE_FILE: Final = "syllables.npz"
CONFUSIONS_FILE: Final = "confusions.tsv"
SYMBOLS_FILE: Final = "symbol_parts.tsv"
INPUTS_FILE: Final = "language_model_inputs.tsv"


@lru_cache(maxsize=1)
def load_repairer() -> Repairer:
    """The repairer with the shipped model; loaded once a process, in well under a second."""
    folder = resources.files("mangnon.documents") / "data"
    with np.load(io.BytesIO((folder / LANGUAGE_FILE).read_bytes())) as arrays:
        language = LanguageModel.from_arrays(dict(arrays))
    errors = ErrorModel(read_confusions((folder / CONFUSIONS_FILE).read_text(encoding="utf-8")))
    symbols = SymbolTable(read_parts((folder / SYMBOLS_FILE).read_text(encoding="utf-8")))
    return Repairer(language, errors, symbols)


def read_confusions(text: str) -> dict[tuple[str, str], int]:
    """Rows `letter <tab> read as <tab> count`; an empty second field is a letter that was lost."""
    rows = [line.split("\t") for line in text.splitlines()[1:]]
    return {(letter, read): int(count) for letter, read, count in rows}


def read_parts(text: str) -> dict[str, int]:
    """Rows `abbreviation <tab> count`."""
    rows = [line.split("\t") for line in text.splitlines()[1:]]
    return {part: int(count) for part, count in rows}
