"""How an address asks for the table of its page as a file. No Django."""

FILE_KEY = "tep"
WORKBOOK, SEPARATED = "excel", "du-lieu"
KINDS = ((WORKBOOK, "Excel"), (SEPARATED, "tệp dữ liệu"))
