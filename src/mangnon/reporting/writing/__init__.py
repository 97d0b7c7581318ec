"""The writer's side: the page, saving, sending."""
