"""Measurements of speed and quality. `python -m benchmarks [NAME…] [--json FILE]`; see benchmarks/README.md."""
