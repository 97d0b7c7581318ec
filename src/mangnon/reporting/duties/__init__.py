"""What is owed: by whom, for whom, in which tier, in which words and on what questions. Reads only."""
