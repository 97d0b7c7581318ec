"""How well directives are read: `python -m benchmarks.reading_quality` writes docs/reading.md."""
