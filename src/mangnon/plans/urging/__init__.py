"""What agencies are reminded of, and urged to do by letter."""
