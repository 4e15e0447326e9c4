"""Attack 12: a trusted forwarder with a multicall, or a delegatecall, by which somebody acts in another's name.

There is none: what runs contains no such opcode, no such function, and takes nobody's word for who sent.
"""

from __future__ import annotations

import pytest
from brownie import reverts, web3
from conftest import badge_id
from eth_utils import keccak
from vouchers import Voucher, error

CALL, CALLCODE, DELEGATECALL, CREATE2, SELFDESTRUCT = 0xF1, 0xF2, 0xF4, 0xF5, 0xFF
ORIGIN, PUSH0, PUSH32, INVALID = 0x32, 0x5F, 0x7F, 0xFE
SIDE_DOORS = (
    "multicall(bytes[])",
    "multicall(uint256,bytes[])",
    "multicall(bytes32,bytes[])",
    "aggregate((address,bytes)[])",
    "isTrustedForwarder(address)",
    "trustedForwarder()",
    "execute((address,address,uint256,uint256,uint256,bytes),bytes)",
    "executeMetaTransaction(address,bytes,bytes32,bytes32,uint8)",
    "permit(address,uint256,uint256,uint8,bytes32,bytes32)",
    "permit(address,address,uint256,uint256,uint8,bytes32,bytes32)",
    "upgradeTo(address)",
    "upgradeToAndCall(address,bytes)",
    "initialize()",
    "initialize(address)",
    "pause()",
    "destroy()",
    "kill()",
    "burn(uint256)",
    "mint(address,uint256)",
    "setTokenURI(uint256,string)",
)


def instructions(code: bytes) -> list[int]:
    """The instructions of a runtime code, without what PUSH1 … PUSH32 carry, and without what stands behind them.

    Two bytes at the end say how long the metadata is. The compiler closes the code with INVALID; texts that the code
    copies come after that. An INVALID among the texts would let more be looked at, never less.
    """
    found = []
    position = 0
    end = len(code) - 2 - int.from_bytes(code[-2:], "big")
    while position < end:
        found.append(code[position])
        position += 1 + (code[position] - PUSH0 if PUSH0 < code[position] <= PUSH32 else 0)
    return found[: len(found) - found[::-1].index(INVALID)]


@pytest.fixture(params=["Badges", "BadgeReader", "BadgeRenderer"])
def code(request, badges, companions):
    addresses = {"Badges": badges, "BadgeRenderer": companions[0], "BadgeReader": companions[1]}
    return bytes(web3.eth.get_code(addresses[request.param].address))


def test_the_scan_sees_instructions_and_nothing_else():
    pushes = "61f4ff" + "7f" + "f4" * 32
    code = bytes.fromhex("5ff4" + pushes + "5bfe" + pushes + "fffe" + "f1f2f4ff" + "a1f4f2f1" + "0004")
    assert instructions(code) == [0x5F, 0xF4, 0x61, 0x7F, 0x5B, 0xFE, 0x61, 0x7F, 0xFF, 0xFE]


def test_what_runs_can_lend_its_storage_to_nobody_and_cannot_vanish(code):
    assert len(instructions(code)) > 1_000
    assert not {DELEGATECALL, CALLCODE, SELFDESTRUCT} & set(instructions(code))


def test_what_runs_calls_nobody_who_could_change_anything(code):
    """STATICCALL only: no recipient, source or wallet is ever given control. Nobody asks who began the transaction."""
    assert not {CALL, CREATE2, ORIGIN} & set(instructions(code))


@pytest.mark.parametrize("door", SIDE_DOORS)
def test_there_is_no_such_function(badges, owner, door):
    selector = keccak(text=door)[:4]
    assert selector.hex() not in {one[2:] for one in badges.selectors}
    with pytest.raises(Exception, match="revert"):
        web3.eth.call({"from": owner.address, "to": badges.address, "data": "0x" + (selector + bytes(640)).hex()})


def test_it_takes_neither_coins_nor_unknown_calls(badges, owner):
    for transaction in ({"value": 1}, {"data": "0x"}, {"data": "0xdeadbeef"}, {"value": 1, "data": "0x06fdde03"}):
        with pytest.raises(Exception, match="revert"):
            web3.eth.call({"from": owner.address, "to": badges.address, **transaction})


def test_a_sender_written_behind_the_call_counts_for_nothing(badges, owner, issuer, stranger, holder, create):
    """ERC-2771 puts the sender into the last 20 bytes; here they are bytes that nobody asked for."""
    medal = create("medal")
    for message, refusal in (
        (badges.issue.encode_input(badge_id(medal, holder), 0, 0, bytes(32)), error("NotIssuer", stranger, medal)),
        (badges.retireAchievement.encode_input(medal), error("OwnableUnauthorizedAccount", stranger)),
    ):
        for spoofed in (issuer, owner):
            with reverts(refusal):
                stranger.transfer(badges, data=message + spoofed.address[2:])


def test_claiming_for_somebody_needs_that_ones_signature_whoever_is_written_behind(
    badges, domain, issuer, holder, stranger, create
):
    voucher = Voucher(issuer, badge_id(create("medal"), holder))
    message = badges.claim.encode_input(*domain.request(voucher))
    with reverts(error("HolderMismatch", stranger, holder)):
        stranger.transfer(badges, data=message + holder.address[2:])


def test_the_interface_has_no_function_that_is_not_specified(badges):
    """Whatever can be called from outside stands in an interface; nothing was left over."""
    changing = {
        entry["name"]
        for entry in badges.abi
        if entry["type"] == "function" and entry["stateMutability"] in {"nonpayable", "payable"}
    }
    assert changing == {
        "acceptOwnership",
        "appointIssuer",
        "cancel",
        "claim",
        "createAchievement",
        "dismissIssuer",
        "issue",
        "issueCohort",
        "issueWithWitnesses",
        "refresh",
        "renew",
        "renewCohort",
        "renounce",
        "renounceBySignature",
        "renounceOwnership",
        "retireAchievement",
        "revoke",
        "setProfile",
        "transferOwnership",
    }
