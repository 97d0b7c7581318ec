"""What stands in the way of an assignment, and what became of it."""
