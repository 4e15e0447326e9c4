"""A desk at a chain on which the CNCF's catalog was deployed by `soulbadge deploy`."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from eth_account import Account
from tests.support.command_line import ROOT, Desk, deployed

from soulbadge.contract import Collection, connect

CATALOG = """
[issuer]
name = "Foundation"
symbol = "FND"

[[achievement]]
slug = "cka"
name = "Administrator"
description = "Runs clusters."
skills = ["kubernetes"]
validity = "2 years"
individual = true

[[achievement]]
slug = "cks"
name = "Security"
validity = "2 years"
requirements = [{ prerequisites = [{ achievement = "cka" }] }]

[[achievement]]
slug = "title"
name = "Title"
requirements = [{ prerequisites = [{ achievement = "cka" }], ongoing = true }]

[[achievement]]
slug = "gold"
name = "Gold medal"
burn_auth = "Both"

[[achievement]]
slug = "pass"
name = "Pass"
validity = "1 years"
"""


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The owner's, who issues too."""
    with deployed(tmp_path_factory.mktemp("desk"), CATALOG) as found:
        yield found


@pytest.fixture
def collection(desk: Desk) -> Collection:
    record = desk.done("show")
    assert desk.node
    return connect(desk.node.web3, record["collection"])


@pytest.fixture
def holder() -> str:
    """Somebody new who holds nothing."""
    return str(Account.create().address)


@pytest.fixture
def aside(tmp_path: Path) -> Desk:
    """A desk in an empty folder, without a node."""
    assert ROOT.is_dir()
    return Desk(tmp_path)
