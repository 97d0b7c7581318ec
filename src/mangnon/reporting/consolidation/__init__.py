"""One report from the reports below: made, edited, made again, written as files."""
