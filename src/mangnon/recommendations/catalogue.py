"""Clusters of the Committee and rights of the Law on Children, read once from the package's data. No Django."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from mangnon.kernel.text import fold


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster of recommendations. `phrases` only serve suggestions."""

    code: str
    name: str
    articles: str
    phrases: tuple[str, ...]
    tag: str
    source: str

    @property
    def is_verified(self) -> bool:
        """Whether its name and articles were read, not recalled."""
        return self.tag in ("V", "S")


@dataclass(frozen=True, slots=True)
class Right:
    """A right of the child: one article of the Law on Children, in force from–to."""

    article: int
    name: str
    tag: str
    source: str
    valid_from: dt.date | None
    valid_to: dt.date | None


def _data(name: str) -> dict[str, Any]:
    text = (resources.files("mangnon.recommendations") / "data" / name).read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@lru_cache(maxsize=1)
def clusters() -> Mapping[str, Cluster]:
    """Every cluster by its code, in the Committee's order."""
    data = _data("clusters.json")
    return {
        each["code"]: Cluster(
            each["code"], each["name"], each["articles"], tuple(each["phrases"]), data["tag"], data["source"]
        )
        for each in data["clusters"]
    }


@lru_cache(maxsize=1)
def rights() -> Mapping[int, Right]:
    """Every right by its article, in the Law's order."""
    data = _data("rights.json")
    first, last = (dt.date.fromisoformat(data[name]) if data[name] else None for name in ("valid_from", "valid_to"))
    return {
        each["article"]: Right(each["article"], each["name"], data["tag"], data["source"], first, last)
        for each in data["rights"]
    }


def shipped_documents() -> list[dict[str, Any]]:
    """What is known of documents of Committees without their full text (data/registry.json)."""
    found: list[dict[str, Any]] = _data("registry.json")["documents"]
    return found


def cluster_named(code: str) -> str:
    """«E. Bạo lực đối với trẻ em»; the code itself where it is not known, a sentence where there is none."""
    found = clusters().get(code)
    return f"{found.code}. {found.name}" if found else code or "Chưa xếp cụm"


def cluster_meant(words: str) -> str | None:
    """The code that words of a list mean: a code, a name, «E. Bạo lực …»; None for what means none.

    >>> cluster_meant("E. Bạo lực đối với trẻ em"), cluster_meant("g"), cluster_meant("Z")
    ('E', 'G', None)
    """
    wanted = fold(words)
    for cluster in clusters().values():
        code, name = fold(cluster.code), fold(cluster.name)
        if wanted in (code, name, f"{code} {name}", f"cum {code}"):
            return cluster.code
    return None


def rights_meant(words: str) -> tuple[list[int], list[str]]:
    """(articles, words not understood) of «12; 25, Điều 27»: numbers of articles of the Law on Children.

    >>> rights_meant("Điều 25; 27, 99")
    ([25, 27], ['99'])
    """
    known, articles, unknown = rights(), [], []
    for part in words.replace(";", ",").replace("\n", ",").split(","):
        word = fold(part).removeprefix("dieu").strip()
        if not word:
            continue
        if word.isdecimal() and len(word) < 4 and int(word) in known:
            articles.append(int(word))
        else:
            unknown.append(part.strip())
    return sorted(set(articles)), unknown
