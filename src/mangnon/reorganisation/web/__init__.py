"""Pages of the organisation in time."""
