"""What becomes of assignments, leads and duties when bodies are reorganised."""
