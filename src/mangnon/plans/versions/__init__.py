"""What later papers make of a plan: versions, changes, replacements."""
