"""The round of a day in a process of its own, which a test kills: `python -m tests.desk.digest_process 2025-05-20`.

It says «begun» when it is about to begin, and takes a breath after each stored part.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import time


def main(day: str) -> None:
    """One round, on the day at seven in the morning."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "mangnon.project.settings.base"
    import django

    django.setup()
    from mangnon.desk.digest import run_digests
    from mangnon.kernel import clock

    on = dt.date.fromisoformat(day)
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    with clock.frozen(clock.at(on, 7)):
        done = run_digests(on=on, step=lambda: time.sleep(0.002))
    sys.stdout.write(f"{done.made} {done.mail.sent}\n")


if __name__ == "__main__":
    main(sys.argv[1])
