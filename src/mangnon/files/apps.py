"""files: files kept once, by their content."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Stored files."""

    name = "mangnon.files"
    verbose_name = "Tệp lưu trữ"
