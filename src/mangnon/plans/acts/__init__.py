"""The acts on an assignment: giving, taking on, working, returning, extending, giving on, judging, undoing."""
