"""Every address says who may open it."""

from __future__ import annotations

from typing import Any

from tests.architecture.walls import url_patterns


def _access(callback: Any) -> str | None:
    found = getattr(callback, "access", None) or getattr(getattr(callback, "view_class", None), "access", None)
    return found if isinstance(found, str) else None


def test_every_address_names_its_policy() -> None:
    silent = [
        f"{address} → {pattern.callback.__module__}.{pattern.callback.__qualname__}"
        for address, pattern in url_patterns()
        if not _access(pattern.callback)
    ]
    assert not silent, (
        "These views do not say who may open them; decorate each with public_page, signed_in or requires(policy) of "
        "mangnon.accounts.web.access:\n" + "\n".join(silent)
    )


def test_only_these_addresses_are_open_to_everybody() -> None:
    """The list is short on purpose. A new open page is entered here, by hand, and seen in review."""
    gallery = "/thu-vien-giao-dien/"  # components with made-up texts; it reads no data
    expected = {"/", "/dang-nhap/", "/dang-xuat/", "/suc-khoe"}
    expected |= {"/dang-nhap/ngoai/", "/dang-nhap/ngoai/ve/"}  # there only when the settings name a provider
    expected |= {gallery, f"{gallery}luu/", f"{gallery}bieu-do/", f"{gallery}loi/<int:code>/"}
    # An invited person has no account yet: the code of the slip is the key.
    expected |= {"/loi-moi/", "/loi-moi/mat-khau/", "/loi-moi/<str:code>/"}
    # A calendar program cannot sign in: the address itself is the key (docs/decisions/0033).
    expected |= {"/lich/<str:token>.ics"}
    expected |= {"/api/openapi.json"}  # how programs ask; it tells nothing of anybody
    open_addresses = {address for address, pattern in url_patterns() if _access(pattern.callback) == "public"}
    assert open_addresses - expected == set(), "newly open to everybody: is that meant?"


def test_every_address_has_a_name_of_its_own() -> None:
    names = [pattern.name for _, pattern in url_patterns()]
    assert None not in names, [address for address, pattern in url_patterns() if pattern.name is None]
