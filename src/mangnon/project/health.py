"""Is the site alive, and can it reach its data?"""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from mangnon.accounts.web.access import public_page


@public_page
def health(request: HttpRequest) -> HttpResponse:
    """200 and «ok», or 503 when the database does not answer. Says nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database unreachable"}, status=503)
    return JsonResponse({"status": "ok"})
