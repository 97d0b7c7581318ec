"""What the architecture tests look at: the layer order, the models, the URLs, the files of the repository."""

from __future__ import annotations

import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import Field, Model
from django.urls import URLPattern, URLResolver, get_resolver

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCE = REPOSITORY / "src" / "mangnon"


def project_file() -> dict[str, Any]:
    """pyproject.toml, parsed."""
    return tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))


def layers() -> list[str]:
    """The apps from top to bottom, as the import contract `apps` lists them."""
    contracts = project_file()["tool"]["importlinter"]["contracts"]
    return list(next(contract["layers"] for contract in contracts if contract["id"] == "apps"))


def own_models() -> list[type[Model]]:
    """Every model of the product, in a stable order; join tables that Django makes by itself are left out."""
    models = [model for model in apps.get_models() if model.__module__.startswith("mangnon.")]
    return sorted(models, key=lambda model: model._meta.label)


def own_fields(model: type[Model]) -> list[Field[Any, Any]]:
    """The columns and many-to-many fields that a model declares, without its automatic key."""
    fields = [*model._meta.concrete_fields, *model._meta.local_many_to_many]
    return [field for field in fields if not field.primary_key]


def url_patterns() -> Iterator[tuple[str, URLPattern]]:
    """Every address of the site with its pattern."""

    def walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
        for entry in resolver.url_patterns:
            address = prefix + str(entry.pattern)
            if isinstance(entry, URLResolver):
                yield from walk(entry, address)
            else:
                yield address, entry

    yield from walk(get_resolver(), "/")


def tracked_files() -> list[Path]:
    """What git tracks, without what has been deleted and not yet committed."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, check=False)
    if listing.returncode:  # an archive of the sources, without git
        folders = ("src", "tests", "docs", "requirements", "benchmarks", "samples", ".ci")
        return [path for folder in folders for path in (REPOSITORY / folder).rglob("*") if path.is_file()]
    paths = [REPOSITORY / name for name in listing.stdout.decode("utf-8").split("\0") if name]
    return [path for path in paths if path.is_file()]
