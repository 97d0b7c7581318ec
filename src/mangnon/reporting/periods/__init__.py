"""Periods: opened, who must report listed, days moved, the calendar, who owes."""
