"""Official figures and the matrix of a plan, on any day."""
