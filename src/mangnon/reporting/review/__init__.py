"""The recipient's side: reading, verdicts, returning, accepting, amending."""
