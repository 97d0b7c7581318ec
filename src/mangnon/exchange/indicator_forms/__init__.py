"""A form of figures as an Excel file: out without an account, back in cell by cell."""
