"""Pure decisions about units in time: following events, adding counts, what may be recorded. No Django."""
