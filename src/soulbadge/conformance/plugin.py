"""A pytest plugin: every rule of the standards as a test of its own, against a deployed token of yours.

In `conftest.py`:

    pytest_plugins = ["soulbadge.conformance.plugin"]

    @pytest.fixture(scope="session")
    def token_to_conform():
        return "http://127.0.0.1:8545", "0x5FbDB2315678afecb367f032d93F642f64180aa3"

and a test that takes `standard_rule`, which is run once for each rule:

    def test_it_keeps_the_standards(standard_rule):
        standard_rule.must_hold()

A rule that FAILs fails with its reason; what is NOT CHECKABLE is skipped with its reason; where the token DEPARTS on
purpose it passes, unless pytest is run with `--conform-strictly`. Instead of the fixture the token can be named on the
command line: `--conform 0x5FbD… --conform-rpc http://127.0.0.1:8545`.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from soulbadge.conformance import STANDARDS, Conformance, Outcome, RuleResult, conform

if TYPE_CHECKING:
    from web3 import Web3

_FIXTURE = "standard_rule"


@dataclass(frozen=True)
class StandardRule:
    """What was found about one rule."""

    result: RuleResult
    strictly: bool

    def must_hold(self) -> None:
        """Fail, or skip, as the outcome is."""
        told = f"{self.result.standard}: “{self.result.sentence}” {self.result.because}"
        if self.result.outcome is Outcome.NOT_CHECKABLE:
            pytest.skip(told)
        broken = {Outcome.FAIL, Outcome.DEPARTS} if self.strictly else {Outcome.FAIL}
        if self.result.outcome in broken:
            pytest.fail(told, pytrace=False)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--conform`, `--conform-rpc` and `--conform-strictly`."""
    group = parser.getgroup("soulbadge")
    group.addoption("--conform", metavar="ADDRESS", help="the token that must keep its standards")
    group.addoption("--conform-rpc", metavar="URL", default="http://127.0.0.1:8545", help="the node to ask about it")
    group.addoption("--conform-strictly", action="store_true", help="fail where the token departs on purpose, too")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for each rule."""
    if _FIXTURE in metafunc.fixturenames:
        names = [rule.name for standard in STANDARDS for rule in standard.rules]
        metafunc.parametrize(_FIXTURE, names, ids=names, indirect=True)


@pytest.fixture(scope="session")
def token_to_conform(pytestconfig: pytest.Config) -> "tuple[str | Web3, str]":
    """Node (URL or web3) and address of the token; a project overrides it, or gives the options."""
    address = pytestconfig.getoption("--conform")
    if not address:
        pytest.fail("name the token: --conform ADDRESS, or a fixture token_to_conform of yours", pytrace=False)
    return str(pytestconfig.getoption("--conform-rpc")), str(address)


@pytest.fixture(scope="session")
def conformance_report(token_to_conform: "tuple[str | Web3, str]") -> Conformance:
    """The whole report, made once."""
    node, address = token_to_conform
    return conform(node, address)


@pytest.fixture
def standard_rule(
    request: pytest.FixtureRequest, conformance_report: Conformance, pytestconfig: pytest.Config
) -> StandardRule:
    """One rule after the other."""
    return StandardRule(conformance_report.of(request.param), bool(pytestconfig.getoption("--conform-strictly")))
