"""What a file is by its content, and by which name it is given out. Pure."""

from mangnon.files.rules.kinds import kind_of
from mangnon.files.rules.names import clean_name, disposition

__all__ = ["clean_name", "disposition", "kind_of"]
