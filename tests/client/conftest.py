"""Actors by role, and three chains: in this process, anvil, ganache."""

import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_tester import EthereumTester, PyEVMBackend
from tests.support import chains
from web3 import EthereumTesterProvider, Web3

from soulbadge.contract import Collection, connect
from soulbadge.deployment import deploy
from soulbadge.issuer import Issuer
from soulbadge.models import Prerequisite, Profile, Requirement, Terms

YEAR = 31_557_600


def pytest_configure() -> None:
    """Let tests interrupt what they start: what a shell runs in the background ignores that, and so do its children."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@dataclass(frozen=True)
class Programme:
    """A collection whose signer owns it and issues: `cka`, and `cks` that asks for a `cka` at issue."""

    web3: Web3
    signer: LocalAccount
    collection: Collection
    issuer: Issuer

    def height(self) -> int:
        return self.collection.node.block_number()


def begin(web3: Web3, signer: LocalAccount) -> Programme:
    deployment = deploy(web3, signer, "Cloud Native", "CN", Profile("Cloud Native", "Certifies", "https://cn.example"))
    collection = connect(web3, deployment.address)
    issuer = Issuer(collection, signer)
    issuer.appoint_issuer(signer.address)
    issuer.create_achievement(Terms("cka", "Administrator", validity=2 * YEAR, individual=True))
    needs = (Requirement((Prerequisite("cka"),)),)
    issuer.create_achievement(Terms("cks", "Security", validity=2 * YEAR, requirements=needs))
    return Programme(web3, signer, collection, issuer)


class InProcess:
    """py-evm in this process, with a clock that can be moved."""

    def __init__(self) -> None:
        self.tester = EthereumTester(PyEVMBackend())
        self.web3 = Web3(EthereumTesterProvider(self.tester))
        self.signer: LocalAccount = Account.from_key("0x" + "00" * 31 + "01")  # the first that eth-tester endows

    def now(self) -> int:
        return int(self.web3.eth.get_block("latest")["timestamp"])

    def endow(self, account: LocalAccount) -> None:
        """Give it an ether."""
        rich, one = self.tester.get_accounts()[1], 10**18
        self.tester.send_transaction({"from": rich, "to": account.address, "value": one, "gas": 21_000})

    def pass_time(self, seconds: int) -> None:
        self.tester.time_travel(self.now() + seconds)
        self.tester.mine_block()


@pytest.fixture(scope="module")
def in_process() -> InProcess:
    return InProcess()


@pytest.fixture(scope="module")
def programme(in_process: InProcess) -> Programme:
    return begin(in_process.web3, in_process.signer)


@pytest.fixture
def holder() -> str:
    """Somebody new who holds nothing."""
    return str(Account.create().address)


@pytest.fixture
def poor() -> LocalAccount:
    """Somebody with a key and no ether."""
    account: LocalAccount = Account.create()
    return account


@pytest.fixture(scope="session")
def anvil() -> Iterator[chains.Node]:
    with chains.anvil() as node:
        yield node


@pytest.fixture(scope="session")
def ganache() -> Iterator[chains.Node]:
    with chains.ganache() as node:
        yield node


def pytest_terminal_summary(terminalreporter: "pytest.TerminalReporter") -> None:
    """What tests did to the system (property `injected`). It stands here, where the leader of the workers reads it."""
    every: Counter[str] = Counter()
    lines = []
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") == "teardown":
                for name, counts in report.user_properties:
                    if name == "injected" and counts:
                        every.update(counts)
                        told = ", ".join(f"{count} {fault}" for fault, count in sorted(counts.items()))
                        lines.append(f"{report.nodeid.rpartition('::')[2]}: {told}")
    if lines:
        terminalreporter.section("faults injected while issuing")
        for line in lines:
            terminalreporter.line(line)
        terminalreporter.line("in all: " + ", ".join(f"{count} {fault}" for fault, count in sorted(every.items())))
