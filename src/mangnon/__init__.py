"""Măng Non: from the paper that promises to the figure that proves, and back."""

__version__ = "0.12.0"
