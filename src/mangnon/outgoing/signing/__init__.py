"""Digital signatures: the port behind which keys lie, PAdES signatures on PDF files, and what a signature proves."""
