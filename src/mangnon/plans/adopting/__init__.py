"""From a reviewed reading to a live plan."""
