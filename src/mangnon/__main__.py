"""`python -m mangnon` is the `mangnon` command."""

import sys

from mangnon.project.cli import main

sys.exit(main())
