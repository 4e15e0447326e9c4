"""A chain inside the process, whose clock can be moved."""

import warnings
from typing import TYPE_CHECKING, Any

from soulbadge.errors import MissingExtraError

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount
    from web3 import Web3


class Chain:
    """One chain, new and empty but for a rich account.

    Raises:
        MissingExtraError: eth-tester is not installed.
    """

    def __init__(self) -> None:
        try:
            with warnings.catch_warnings():
                # Libraries below eth-tester announce deprecations of their own; nobody here can act on them.
                warnings.simplefilter("ignore")
                from eth_tester import EthereumTester, PyEVMBackend
        except ImportError as error:
            raise MissingExtraError("a chain inside the process", "demo") from error
        import web3

        self._tester: Any = EthereumTester(PyEVMBackend())
        self.web3: Web3 = web3.Web3(web3.EthereumTesterProvider(self._tester))

    @property
    def now(self) -> int:
        """The chain's clock: Unix seconds of the latest block."""
        return int(self.web3.eth.get_block("latest")["timestamp"])

    def person(self) -> "LocalAccount":
        """A new account with a key of its own and 10 ether."""
        from eth_account import Account

        account: LocalAccount = Account.create()
        rich = self.web3.eth.accounts[0]
        self.web3.eth.send_transaction({"from": rich, "to": account.address, "value": self.web3.to_wei(10, "ether")})
        return account

    def pass_time(self, seconds: int) -> None:
        """Let time pass; the next block sees it."""
        self._tester.time_travel(self.now + seconds)
        self._tester.mine_block()
