"""A real Chromium: the machine's own, kept off the network, seen through axe, photographed for the manual."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe
from PIL import Image

from tests.harness.needs import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

REPOSITORY = Path(__file__).resolve().parents[2]
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--font-render-hinting=none",
    # The browser is another process: it keeps off the network by resolving nothing but this machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
_GRAVE = {"serious", "critical"}


def launch(playwright: Playwright) -> Browser:
    """The machine's Chromium, without a window. The `browser` marker has made sure that there is one."""
    return playwright.chromium.launch(executable_path=chromium(), args=_ARGUMENTS)


def axe(page: Page, *, allowed: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Fail on any serious or critical accessibility violation of the page as it stands; answers axe's whole result.

    `allowed` names rules to pass over; each needs its reason beside the call.
    """
    result: dict[str, Any] = Axe().run(page).response
    assert result["passes"], "axe examined nothing: is the page empty?"
    grave = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}: "
        + "; ".join(node["html"][:160] for node in violation["nodes"][:3])
        for violation in result["violations"]
        if violation["impact"] in _GRAVE and violation["id"] not in allowed
    ]
    assert not grave, f"{page.url} at {page.viewport_size}:\n" + "\n".join(grave)
    return result


def photograph(page: Page, name: str) -> Path | None:
    """Write docs/manual/images/NAME.png when MANGNON_UPDATE_MANUAL=1; otherwise nothing, and None.

    The picture shows the top of the page, as much as a reader takes in at once, in few colours: it is kept in the
    repository.
    """
    if os.environ.get("MANGNON_UPDATE_MANUAL") != "1":
        return None
    path = REPOSITORY / "docs" / "manual" / "images" / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size or {"width": 1280, "height": 720}
    page.set_viewport_size({"width": before["width"], "height": 1150})
    content = page.screenshot(animations="disabled")
    page.set_viewport_size(before)
    Image.open(BytesIO(content)).convert("RGB").quantize(96).save(path, optimize=True)
    return path
