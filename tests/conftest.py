"""What every test gets: no network, a still clock, strict templates, unordered queries shuffled."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from mangnon.kernel import clock
from tests.harness.database import begin_home, keep_migrated_databases
from tests.harness.evidence import let_test_databases_be_emptied
from tests.harness.htmx import HtmxClient
from tests.harness.needs import missing_needs, required_needs
from tests.harness.network import forbid_network
from tests.harness.shuffle import shuffle_unordered_queries
from tests.harness.undefined import forbid_undefined_variables

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

# A Tuesday morning inside the first half-year of the sample year, well before any send-by date.
STILL_AT = clock.at(dt.date(2025, 5, 20), 9)


# How fast a machine makes examples says nothing of the product: a busy build server must not fail by it.
settings.register_profile("mangnon", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("mangnon")

# A test that has one of these, or the mark `django_db`, meets the database.
_DATABASE_FIXTURES = {"db", "transactional_db", "django_db_serialized_rollback", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--only-database`: for the second database, where what never meets it, or only in a browser, says nothing new."""
    parser.addoption("--only-database", action="store_true", help="run only the tests that use the database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, under `--only-database`, what passes or fails alike on every database; browser tests get two tries.

    A browser is another process with clocks of its own: a machine under load can make it miss a wait. A test that
    needed its second try is named in the summary (RERUN): it is to be mended, not to be lived with.
    """
    for item in items:
        if item.get_closest_marker("browser") is not None:
            item.add_marker(pytest.mark.flaky(reruns=1))
    if not config.getoption("--only-database"):
        return
    kept = [item for item in items if _uses_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _uses_database(item)])
    items[:] = kept


def _uses_database(item: pytest.Item) -> bool:
    """Whether another database may answer otherwise. What a browser shows was answered to the page tests before."""
    if item.get_closest_marker("browser") is not None and item.get_closest_marker("both_databases") is None:
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & _DATABASE_FIXTURES)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what the machine cannot do, and fail instead where MANGNON_REQUIRE says it must."""
    for need, reason in missing_needs().items():
        if item.get_closest_marker(need) is None:
            continue
        if need in required_needs():
            pytest.fail(f"MANGNON_REQUIRE asks for «{need}»: {reason}", pytrace=False)
        pytest.skip(reason)


def pytest_unconfigure() -> None:
    """A worker process ends without ceremony, so its throw-away home is removed here."""
    home = os.environ.get("MANGNON_HOME", "")
    if "mangnon-test-" in home:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _traps(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        forbid_network(patch)
        forbid_undefined_variables(patch)
        shuffle_unordered_queries(patch)
        let_test_databases_be_emptied(patch)
        if hasattr(request.config, "cache"):
            keep_migrated_databases(patch, request.config.cache.mkdir("mangnon-database"))
        yield


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[dt.datetime]:
    """It is always 09:00 on 20/05/2025 in Viet Nam; a test that needs another time uses `clock.frozen` inside."""
    with clock.frozen(STILL_AT):
        yield STILL_AT
    home = os.environ["MANGNON_HOME"]  # a test that made a home of its own may move its clock
    left = Path(home) / "training.json"
    assert "mangnon-test-" not in home or not left.exists(), (
        "a test left a moved clock in the home of the run: every later process would live in it"
    )


@pytest.fixture(scope="session")
def begun_home(request: pytest.FixtureRequest) -> Callable[[Path], None]:
    """Makes a folder the home of a site that has begun, for a command in a process of its own; cheap."""
    kept_in = request.config.cache.mkdir("mangnon-database")
    return lambda home: begin_home(kept_in, home)


@pytest.fixture
def htmx() -> HtmxClient:
    """A client that can ask for fragments; sign in with `htmx.force_login(user)`."""
    return HtmxClient()


@pytest.fixture
def site(live_server: LiveServer) -> Iterator[LiveServer]:
    """The product served on loopback. Its threads do not see `still_clock`, so the process's clock is moved there."""
    before = clock.training_shift()
    clock.set_training_shift(STILL_AT - dt.datetime.now(dt.UTC))
    yield live_server
    clock.set_training_shift(before)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run; a test that uses it carries `@pytest.mark.browser`."""
    from playwright.sync_api import sync_playwright

    from tests.harness.browser import launch

    # Playwright's loop lives in this thread, and Django then refuses the database here although nothing is async.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, site: LiveServer) -> Iterator[Page]:
    """A fresh page on `site`, in Vietnamese. A script error, or what its security policy blocks, fails it."""
    context = browser.new_context(base_url=site.url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    context.set_default_timeout(int(os.environ.get("MANGNON_BROWSER_TIMEOUT_MS", "30000")))
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    opened.on(
        "console",
        lambda line: faults.append(line.text) if line.type == "error" and "Content Security" in line.text else None,
    )
    yield opened
    context.close()
    assert not faults, "the page's scripts failed or broke the Content-Security-Policy: " + "; ".join(faults)
