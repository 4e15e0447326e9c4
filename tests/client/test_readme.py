"""The README keeps its word: its session runs, its files exist, its ids are the standards'."""

import doctest
import re
from pathlib import Path

import pytest

from soulbadge import Catalog, Issuer, connect, deploy
from soulbadge.chain.artifacts import interface_id
from soulbadge.demo.chain import Chain
from soulbadge.demo.stage import catalog_file

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def session() -> str:
    blocks: list[str] = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(blocks) == 1
    return blocks[0]


def test_the_session_has_at_most_twelve_lines() -> None:
    assert len(session().strip().splitlines()) <= 12


def test_the_session_runs_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    chain = Chain()
    foundation, ada = chain.person(), chain.person()
    catalog = Catalog.load(catalog_file("cncf"))
    address = deploy(chain.web3, foundation, catalog.name, catalog.symbol).address
    issuer = Issuer(connect(chain.web3, address), foundation)
    issuer.appoint_issuer(foundation.address)
    catalog.apply(issuer)
    # The session names an RPC URL; here the node behind it is in the process.
    monkeypatch.setattr("soulbadge.contract.open_web3", lambda _url: chain.web3)

    names = {"address": address, "foundation": foundation, "ada": ada}
    test = doctest.DocTestParser().get_doctest(session(), names, "README", "README.md", 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False)
    report: list[str] = []
    results = runner.run(test, out=report.append)
    assert results.attempted == 8
    assert results.failed == 0, "".join(report)


@pytest.mark.parametrize("path", re.findall(r"\]\(([\w./-]+)\)", README))
def test_links_lead_somewhere(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("line", re.findall(r"^([a-z]+/) ", README, re.MULTILINE))
def test_the_tree_is_as_drawn(line: str) -> None:
    assert (ROOT / line).is_dir()


def test_the_interface_ids_are_answered() -> None:
    chain = Chain()
    owner = chain.person()
    collection = connect(chain.web3, deploy(chain.web3, owner, "An issuer", "ID").address)
    ids = re.findall(r"`0x([0-9a-f]{8})`", README)
    assert len(ids) == 10
    for id_ in (*ids, interface_id().hex()):
        assert collection.call("supportsInterface", bytes.fromhex(id_), sender=owner.address) is True
