"""A body's report of a period as an Excel form: out without an account, back in once."""
