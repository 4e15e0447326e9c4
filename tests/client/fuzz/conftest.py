"""The table of everything that parses what a stranger wrote."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.support.strangers.seeds import seeds
from tests.support.strangers.targets import Target, targets


@pytest.fixture(scope="session")
def parsers() -> Iterator[Mapping[str, Target]]:
    with TemporaryDirectory() as folder:
        yield targets(seeds(), Path(folder))
