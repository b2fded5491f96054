from collections.abc import AsyncIterator

import pytest

from tests.sandbox.driver import Driver


@pytest.fixture
async def api() -> AsyncIterator[Driver]:
    driver = Driver()
    async with driver.http, driver.without_key:
        yield driver


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
