from collections.abc import AsyncIterator

import pytest

from tests.api.driver import Account


@pytest.fixture
async def account() -> AsyncIterator[Account]:
    account = Account()
    async with account.client, account.controls:
        yield account
