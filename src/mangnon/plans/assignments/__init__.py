"""An assignment as it stands: its log, who gave it, who carries it on, what waits on it, how it is locked."""
