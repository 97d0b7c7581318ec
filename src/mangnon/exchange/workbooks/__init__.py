"""Excel workbooks for bodies without an account: given out with locked cells, merged once when they come back."""
