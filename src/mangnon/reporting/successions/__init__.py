"""A reorganisation reaches the reports, and is taken back."""
