"""Choices of exchange (docs/glossary.md)."""

from django.db import models


class TokenScope(models.TextChoices):
    """What a program may do with a key, within what its person may."""

    READ = "read", "Chỉ đọc"
    WRITE = "write", "Đọc và ghi"
