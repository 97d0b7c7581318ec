"""Reading paper: from the lines of a directive to what it orders.

`load_lines` takes a file apart into lines, `read_directive` turns lines into a `Reading`.
"""
