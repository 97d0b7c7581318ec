"""How periods are written, the same for reports and for figures.

`2025`, `2025H1`, `2025Q3`, `2025-07`, `2025M9` (nine months), `2024-2025` (school year); the first five with `W` behind
count from the 15th of the month before to the 14th.
"""

from __future__ import annotations

import re
from typing import Final

# Year; half, quarter or nine months; month; the second year of a school year; the window of the 15th.
PERIOD_CODE: Final = re.compile(r"([0-9]{4})(?:(H[12]|Q[1-4]|M9)|-(0[1-9]|1[0-2])|-([0-9]{4}))?(W)?")
