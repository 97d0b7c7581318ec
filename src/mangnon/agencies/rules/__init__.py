"""Pure decisions: what an event file may say, and where a chain of events leads. No Django, no clock."""
