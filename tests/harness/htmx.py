"""A client that speaks as htmx does, and the promise that a fragment leaves the page as a fresh load would."""

from __future__ import annotations

import copy
from typing import Any

from django.http import HttpResponse
from django.test import Client
from lxml import html

# Differ on every rendering, and say nothing about the page.
_CHANGING = {"nonce", "hx-headers"}


class HtmxClient(Client):
    """`fragment_get` and `fragment_post` ask as an htmx element would; the plain methods stay plain."""

    def fragment_get(self, path: str, *, target: str, page: str | None = None, **extra: Any) -> HttpResponse:
        """GET for the element with id `target` of `page` (default: the same address)."""
        return self.get(path, headers=self._headers(target, page or path), **extra)  # type: ignore[return-value]

    def fragment_post(
        self, path: str, data: dict[str, Any] | None = None, *, target: str, page: str | None = None, **extra: Any
    ) -> HttpResponse:
        """POST for the element with id `target` of `page` (default: the same address)."""
        return self.post(path, data or {}, headers=self._headers(target, page or path), **extra)  # type: ignore[return-value]

    @staticmethod
    def _headers(target: str, page: str) -> dict[str, str]:
        return {
            "HX-Request": "true",
            "HX-Target": target,
            "HX-Current-URL": f"http://testserver{page}",
        }


def _document(source: str | bytes | HttpResponse) -> html.HtmlElement:
    content = source.content if isinstance(source, HttpResponse) else source
    text = content.decode("utf-8") if isinstance(content, bytes) else content
    return html.document_fromstring(text)


def _pieces(source: str | bytes | HttpResponse) -> list[html.HtmlElement]:
    content = source.content if isinstance(source, HttpResponse) else source
    text = content.decode("utf-8") if isinstance(content, bytes) else content
    return [piece for piece in html.fragments_fromstring(text.strip()) if isinstance(piece, html.HtmlElement)]


def _replace(page: html.HtmlElement, identity: str, pieces: list[html.HtmlElement], swap: str) -> None:
    found = page.xpath("//*[@id=$identity]", identity=identity)
    if len(found) != 1:
        raise AssertionError(f"the page has {len(found)} elements with id «{identity}», it needs exactly one")
    target = found[0]
    if swap == "innerHTML":
        target.text = None
        target[:] = [copy.deepcopy(piece) for piece in pieces]
        return
    parent = target.getparent()
    index, tail = parent.index(target), target.tail
    fresh = [copy.deepcopy(piece) for piece in pieces]
    parent[index : index + 1] = fresh
    if fresh:
        fresh[-1].tail = tail


def apply_fragment(
    page: str | bytes | HttpResponse, fragment: str | bytes | HttpResponse, *, target: str, swap: str = "outerHTML"
) -> html.HtmlElement:
    """The page after htmx has put the fragment in; pieces marked `hx-swap-oob="true"` go to their own ids."""
    document = _document(page)
    main: list[html.HtmlElement] = []
    for piece in _pieces(fragment):
        if piece.attrib.pop("hx-swap-oob", None) is not None:
            _replace(document, piece.get("id", ""), [piece], "outerHTML")
        else:
            main.append(piece)
    _replace(document, target, main, swap)
    return document


def _lines(element: html.HtmlElement, depth: int = 0) -> list[str]:
    """The element as comparable lines: tag, sorted attributes, text with its white space made single."""
    if not isinstance(element.tag, str):
        return []
    attributes = {key: value for key, value in element.attrib.items() if key not in _CHANGING}
    if attributes.get("name") == "csrfmiddlewaretoken":
        attributes["value"] = "…"
    shown = "".join(f' {key}="{value}"' for key, value in sorted(attributes.items()))
    lines = [f"{' ' * depth}<{element.tag}{shown}>"]
    if text := " ".join((element.text or "").split()):
        lines.append(f"{' ' * depth} {text}")
    for child in element:
        lines += _lines(child, depth + 1)
        if tail := " ".join((child.tail or "").split()):
            lines.append(f"{' ' * depth} {tail}")
    return lines


def assert_same_as_fresh(
    before: str | bytes | HttpResponse,
    fragment: str | bytes | HttpResponse,
    fresh: str | bytes | HttpResponse,
    *,
    target: str,
    swap: str = "outerHTML",
    within: str = "//body",
) -> None:
    """The old page with the fragment put in equals the page loaded afresh, within one element (default: the body)."""
    applied = apply_fragment(before, fragment, target=target, swap=swap).xpath(within)
    loaded = _document(fresh).xpath(within)
    assert len(applied) == len(loaded) == 1, f"«{within}» must name exactly one element in both pages"
    assert _lines(applied[0]) == _lines(loaded[0])
