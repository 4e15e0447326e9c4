"""What `chain` says and does."""

from collections.abc import Sequence
from pathlib import Path

from soulbadge.errors import ProgramError

from .nodes import MNEMONIC, Node, find, free_port, running
from .output import Facts, Page, Table, emit, note


def serve(program: str | None, folders: Sequence[Path], port: int | None, accounts: int) -> None:
    """Run a chain until somebody ends it."""
    name, path = find(program, folders)
    keys = _accounts(accounts)
    try:
        with running(name, path, free_port(port), accounts) as node:
            _tell(node, keys)
            code = node.process.wait()
            raise ProgramError(name, f"it ended by itself (exit code {code})")
    except KeyboardInterrupt:
        note(f"{name} ended")  # this is how it is meant to end


def _accounts(count: int) -> list[tuple[str, str]]:
    from eth_account import Account

    Account.enable_unaudited_hdwallet_features()
    made = [Account.from_mnemonic(MNEMONIC, account_path=f"m/44'/60'/0'/0/{number}") for number in range(count)]
    return [(each.address, "0x" + bytes(each.key).hex()) for each in made]


def _tell(node: Node, keys: list[tuple[str, str]]) -> None:
    value = {
        "program": node.program,
        "rpc_url": node.url,
        "chain_id": node.chain_id,
        "pid": node.process.pid,
        "accounts": [{"address": address, "key": key} for address, key in keys],
    }
    emit(
        value,
        Page(
            [
                Facts([("chain", f"{node.program}, chain id {node.chain_id}"), ("rpc url", node.url)]),
                Table(("account", "key (known to everybody)"), keys),
                f"export SOULBADGE_RPC_URL={node.url} SOULBADGE_KEY={keys[0][1]}",
            ]
        ),
    )
    note("Ctrl-C ends it")
