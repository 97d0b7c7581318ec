"""A body's answers to a called report as an Excel form: out without an account, back in once."""
