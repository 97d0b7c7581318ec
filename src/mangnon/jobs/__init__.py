"""jobs: work that outlasts a request, kept in the database until somebody does it."""
