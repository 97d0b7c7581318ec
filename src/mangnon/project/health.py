"""Is the site alive, can it reach its data, and does anybody do the work in the background?"""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from mangnon.accounts.web.access import public_page
from mangnon.jobs.public import is_worker_alive


@public_page
def health(request: HttpRequest) -> HttpResponse:
    """200 and «ok», or 503 when the database does not answer. Says nothing else but whether a worker is alive.

    A site without one answers its pages all the same, so that alone is no 503: «worker» is «alive» or «none».
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        worker = "alive" if is_worker_alive() else "none"
    except DatabaseError:
        return JsonResponse({"status": "database unreachable"}, status=503)
    return JsonResponse({"status": "ok", "worker": worker})
