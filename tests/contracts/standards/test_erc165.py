"""ERC-165: Standard Interface Detection."""

from __future__ import annotations

from functools import reduce

import pytest
from eth_utils import function_signature_to_4byte_selector as selector

INTERFACES = {
    0x01FFC9A7: ("ERC-165", ["supportsInterface(bytes4)"]),
    0x80AC58CD: (
        "ERC-721",
        [
            "balanceOf(address)",
            "ownerOf(uint256)",
            "safeTransferFrom(address,address,uint256,bytes)",
            "safeTransferFrom(address,address,uint256)",
            "transferFrom(address,address,uint256)",
            "approve(address,uint256)",
            "setApprovalForAll(address,bool)",
            "getApproved(uint256)",
            "isApprovedForAll(address,address)",
        ],
    ),
    0x5B5E139F: ("ERC-721 Metadata", ["name()", "symbol()", "tokenURI(uint256)"]),
    0xB45A3C0E: ("ERC-5192", ["locked(uint256)"]),
    0x0489B56F: ("ERC-5484", ["burnAuth(uint256)"]),
    0x3EBDFA31: (
        "ERC-7858",
        ["expiryType()", "isTokenExpired(uint256)", "startTime(uint256)", "endTime(uint256)"],
    ),
    0x91A6262F: ("ERC-6454", ["isTransferable(uint256,address,address)"]),
    0x84B0196E: ("ERC-5267", ["eip712Domain()"]),
    0xE8A3D485: ("ERC-7572", ["contractURI()"]),
}
CONSTANT = 0x49064906  # ERC-4906 has events only, so its id is given, not computed

OTHERS = {
    0x00000000: "nothing",
    0x780E9D63: "ERC-721 Enumerable",
    0x150B7A02: "the receiver of ERC-721",
    0xEC7FFD66: "epochs of ERC-7858",
    0xEB72BB7C: "ERC-4973",
    0x8C65F84D: "ERC-5643",
    0xB61D1057: "ERC-6147",
    0x6B61A747: "ERC-6982",
    0xF5112315: "ERC-5646",
    0x7965DB0B: "AccessControl",
    0xD9B67A26: "ERC-1155",
    0x1626BA7E: "ERC-1271",
    0x32C1995A: "Transfer and approve of ERC-4524",
}


def as_bytes(interface_id: int) -> bytes:
    return interface_id.to_bytes(4, "big")


def combined(signatures: list[str]) -> int:
    return reduce(int.__xor__, (int.from_bytes(selector(signature), "big") for signature in signatures))


@pytest.mark.parametrize("interface_id", INTERFACES, ids=[name for name, _ in INTERFACES.values()])
def test_identifies_an_interface_by_its_selectors(interface_id):
    """“We define the interface identifier as the XOR of all function selectors in the interface.”"""
    assert combined(INTERFACES[interface_id][1]) == interface_id


@pytest.mark.parametrize("interface_id", [*INTERFACES, CONSTANT], ids=hex)
def test_says_true_for_every_interface_that_it_implements(badges, interface_id):
    """“`true` when `interfaceID` is `0x01ffc9a7` (EIP165 interface)”; “`true` for any other `interfaceID` this contract
    implements”"""
    assert badges.supportsInterface(as_bytes(interface_id))


@pytest.mark.parametrize("interface_id", INTERFACES, ids=[name for name, _ in INTERFACES.values()])
def test_implements_every_function_of_what_it_claims(badges, interface_id):
    present = set(badges.selectors)
    for signature in INTERFACES[interface_id][1]:
        assert "0x" + selector(signature).hex() in present


def test_says_true_for_the_collection_and_for_a_source(badges, interface):
    """The project's own interfaces, by the same rule; what an interface inherits is not part of it."""

    def signatures(abi):
        return {
            f"{part['name']}({','.join(kind_of(each) for each in part['inputs'])})"
            for part in abi
            if part["type"] == "function"
        }

    def kind_of(parameter):
        if not parameter["type"].startswith("tuple"):
            return parameter["type"]
        return f"({','.join(map(kind_of, parameter['components']))}){parameter['type'][5:]}"

    source = signatures(interface.IBadgeSource.abi)
    collection = signatures(interface.IBadges.abi) - source
    assert source == {"heldSince(address,uint256)"}
    assert badges.supportsInterface(as_bytes(combined(list(source))))
    assert badges.supportsInterface(as_bytes(combined(list(collection))))


def test_says_false_for_the_invalid_id(badges):
    """“`false` when `interfaceID` is `0xffffffff`”"""
    assert not badges.supportsInterface(b"\xff" * 4)


@pytest.mark.parametrize("interface_id", OTHERS, ids=OTHERS.values())
def test_says_false_for_any_other(badges, interface_id):
    """“`false` for any other `interfaceID`”"""
    assert not badges.supportsInterface(as_bytes(interface_id))


@pytest.mark.parametrize("interface_id", [*INTERFACES, CONSTANT, 0xFFFFFFFF, 0], ids=hex)
def test_uses_at_most_30000_gas(badges, owner, MockCaller, interface_id):
    """“This function must return a bool and use at most 30,000 gas.”"""
    caller = MockCaller.deploy({"from": owner})
    cost, _ = caller.cost(badges.address, badges.supportsInterface.encode_input(as_bytes(interface_id)))
    assert cost < 30_000


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("0x01ffc9a701ffc9a700000000000000000000000000000000000000000000000000000000", 1),
        ("0x01ffc9a7ffffffff00000000000000000000000000000000000000000000000000000000", 0),
    ],
    ids=["first call", "second call"],
)
def test_is_detected_by_the_procedure_of_the_standard(web3, badges, question, answer):
    """“The source contract makes a `STATICCALL` to the destination address with input data …”; “If the second call
    fails or returns true, the destination contract does not implement ERC-165.”"""
    intrinsic = 21_000 + 16 * 36
    result = web3.eth.call({"to": badges.address, "data": question, "gas": intrinsic + 30_000})
    assert len(result) == 32
    assert int.from_bytes(result, "big") == answer
