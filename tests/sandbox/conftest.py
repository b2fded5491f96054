from collections.abc import AsyncIterator

import pytest

from tests.sandbox.driver import Driver
from tests.sandbox.recorded import Recorded, recorded


@pytest.fixture
async def api() -> AsyncIterator[Driver]:
    driver = Driver()
    async with driver.http, driver.without_key:
        yield driver


@pytest.fixture
async def files(api: Driver) -> Recorded:
    """One finished session of two people, composed; requests go out without a key."""
    return await recorded(api)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
