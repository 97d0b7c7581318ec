"""Pure decisions of plans: `execution` (states, deadlines), `figures`, `portfolio` (periods), succession. No Django."""

from mangnon.plans.rules.execution import (
    DUE_SOON_DAYS,
    EXECUTION_MOVES,
    Move,
    deadline_state,
    is_acceptable_progress,
    next_execution,
)
from mangnon.plans.rules.figures import Against, Dimension, FourCells, Rate, cell_of, four_cells
from mangnon.plans.rules.portfolio import Period, period_of, period_state
from mangnon.plans.rules.succession import (
    Destination,
    Part,
    State,
    decided_function,
    destination,
    fold,
    holders_on,
    needs_function,
    share_of,
)

__all__ = [
    "DUE_SOON_DAYS",
    "EXECUTION_MOVES",
    "Against",
    "Destination",
    "Dimension",
    "FourCells",
    "Move",
    "Part",
    "Period",
    "Rate",
    "State",
    "cell_of",
    "deadline_state",
    "decided_function",
    "destination",
    "fold",
    "four_cells",
    "holders_on",
    "is_acceptable_progress",
    "needs_function",
    "next_execution",
    "period_of",
    "period_state",
    "share_of",
]
