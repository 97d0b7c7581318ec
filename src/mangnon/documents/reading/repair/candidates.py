"""What a damaged word may be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Candidates:
    """Word ids with log P(raw | word), best first; UNKNOWN among them stands for "as it is written"."""

    ids: npt.NDArray[np.int64]
    likelihoods: npt.NDArray[np.float32]
