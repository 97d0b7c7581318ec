"""Pure decisions of plans: states and deadlines (`execution`), periods (`portfolio`), succession. No Django."""

from mangnon.plans.rules.execution import (
    DUE_SOON_DAYS,
    EXECUTION_MOVES,
    FourCells,
    Move,
    cell_of,
    deadline_state,
    four_cells,
    is_acceptable_progress,
    next_execution,
)
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
    "Destination",
    "FourCells",
    "Move",
    "Part",
    "Period",
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
