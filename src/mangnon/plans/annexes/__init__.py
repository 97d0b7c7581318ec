"""The Excel annex of a plan, out and in."""
