"""A real browser with a wallet in it that really signs: Debian's Chromium, driven by Playwright."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eth_account.messages import encode_defunct, encode_typed_data
from eth_account.signers.local import LocalAccount
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from web3 import Web3

CHROMIUM = Path("/usr/bin/chromium")
_FLAGS = [
    "--no-sandbox",  # as root there is none
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
]

_INJECTED = """
(() => {
  const request = async ({ method, params }) => {
    const answer = JSON.parse(await window.testWallet(JSON.stringify({ method, params: params ?? [] })));
    if (answer.error) throw Object.assign(new Error(answer.error.message), { code: answer.error.code });
    return answer.result;
  };
  const provider = Object.freeze({ request });
  const icon = "data:image/svg+xml,%%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%%3E" +
    "%%3Crect width='8' height='8' rx='2' fill='%%23f6851b'/%%3E%%3C/svg%%3E";
  const uuid = "5f0a4ac1-0000-4000-8000-%(number)s";
  const info = Object.freeze({ uuid, name: "%(name)s", rdns: "test.wallet", icon });
  if (%(announces)s) {
    const detail = Object.freeze({ info, provider });
    const announce = () => window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
    window.addEventListener("eip6963:requestProvider", announce);
    announce();
  } else {
    window.ethereum = provider;
  }
})();
"""


class WalletSaysNo(Exception):  # noqa: N818 (a wallet's own words)
    """An error as EIP-1193 has it."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass
class Wallet:
    """A wallet in a browser: it holds a key, and does what its owner would click.

    Attributes:
        account: The key.
        web3: The chain that it sends to.
        chain_id: The chain that it is on.
        knows: Chains that it can change to.
        rejects: Methods that its owner declines.
        asked: What it was asked, in order.
    """

    account: LocalAccount
    web3: Web3
    chain_id: int
    knows: tuple[int, ...] = ()
    rejects: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def answer(self, text: str) -> str:
        """One request as JSON, and its answer."""
        given = json.loads(text)
        method = str(given["method"])
        self.asked.append(method)
        if method in self.rejects:
            return json.dumps({"error": {"code": 4001, "message": "User rejected the request."}})
        try:
            result = self._methods()[method](given["params"])
        except KeyError:
            return json.dumps({"error": {"code": 4200, "message": f"unsupported method {method}"}})
        except WalletSaysNo as error:
            return json.dumps({"error": {"code": error.code, "message": str(error)}})
        return json.dumps({"result": result})

    def _methods(self) -> dict[str, Callable[[Any], Any]]:
        return {
            "eth_requestAccounts": lambda _: [self.account.address.lower()],  # as wallets do, without checksum
            "eth_chainId": lambda _: hex(self.chain_id),
            "wallet_switchEthereumChain": self._switch,
            "personal_sign": self._sign,
            "eth_signTypedData_v4": self._sign_typed,
            "eth_sendTransaction": self._send,
        }

    def _switch(self, params: Any) -> None:  # noqa: ANN401 (JSON)
        wanted = int(params[0]["chainId"], 16)
        if wanted not in self.knows:
            raise WalletSaysNo(4902, "Unrecognized chain ID.")
        self.chain_id = wanted

    def _sign(self, params: Any) -> str:  # noqa: ANN401 (JSON)
        assert params[1].lower() == self.account.address.lower()
        return "0x" + bytes(self.account.sign_message(encode_defunct(hexstr=params[0])).signature).hex()

    def _sign_typed(self, params: Any) -> str:  # noqa: ANN401 (JSON)
        assert params[0].lower() == self.account.address.lower()
        message = encode_typed_data(full_message=json.loads(params[1]))
        return "0x" + bytes(self.account.sign_message(message).signature).hex()

    def _send(self, params: Any) -> str:  # noqa: ANN401 (JSON)
        given = params[0]
        assert given["from"].lower() == self.account.address.lower()
        transaction: Any = {
            "from": self.account.address,
            "to": Web3.to_checksum_address(given["to"]),
            "data": given["data"],
            "value": int(given.get("value", "0x0"), 16),
            "chainId": self.chain_id,
            "nonce": self.web3.eth.get_transaction_count(self.account.address),
            "gas": 2_000_000,
            "maxFeePerGas": self.web3.eth.gas_price * 3,
            "maxPriorityFeePerGas": 1,
        }
        signed = self.account.sign_transaction(transaction)
        return "0x" + bytes(self.web3.eth.send_raw_transaction(signed.raw_transaction)).hex()


@contextmanager
def opened() -> Iterator[Browser]:
    """The browser. A missing one is a failure: pages that nobody has seen are not tested."""
    assert CHROMIUM.is_file(), f"no {CHROMIUM}: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def inject(context: BrowserContext, *wallets: Wallet, announces: bool = True) -> None:
    """Put a wallet into every page of a context; by EIP-6963, or at window.ethereum as before it."""
    assert len(wallets) <= 1
    for number, wallet in enumerate(wallets):
        context.expose_function("testWallet", wallet.answer)
        values = {"number": f"{number:012}", "name": "Test wallet", "announces": "true" if announces else "false"}
        context.add_init_script(_INJECTED % values)
