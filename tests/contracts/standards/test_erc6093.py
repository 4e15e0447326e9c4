"""ERC-6093: Custom errors for commonly-used tokens."""

from __future__ import annotations

import pytest
from conftest import ZERO, BurnAuth, badge_id
from eth_abi import encode
from eth_utils import keccak


@pytest.fixture(scope="module")
def medal(create):
    return create("medal", burn_auth=BurnAuth.BOTH)


@pytest.fixture(scope="module")
def revert_data(web3, badges):
    """The raw data with which a question or a transaction reverts."""

    def data_of(function, *arguments, by=None):
        request = {"to": badges.address, "data": function.encode_input(*arguments)}
        if by is not None:
            request["from"] = by.address
        answer = web3.provider.make_request("eth_call", [request, "latest"])
        data = answer["error"]["data"]
        return bytes.fromhex((data if isinstance(data, str) else data["result"])[2:])

    return data_of


def expected(signature, *values):
    kinds = signature[signature.index("(") + 1 : -1].split(",")
    return keccak(text=signature)[:4] + encode(kinds, list(values))


def test_names_the_zero_owner_as_the_standard_does(badges, revert_data):
    """“`ERC721InvalidOwner(address owner)`: Indicates that an address can't be an owner. Used in balance queries.”"""
    assert revert_data(badges.balanceOf, ZERO) == expected("ERC721InvalidOwner(address)", ZERO)


@pytest.mark.parametrize(
    "query",
    ["ownerOf", "getApproved", "tokenURI", "locked", "burnAuth", "startTime", "endTime", "isTokenExpired", "refresh"],
)
def test_names_a_badge_that_does_not_exist_as_the_standard_does(
    badges, issuer, stranger, another_holder, issue, medal, revert_data, query
):
    """“`ERC721NonexistentToken(uint256 tokenId)`: Indicates a `tokenId` whose `owner` is the zero address”; “The
    `tokenId` MUST BE a non-minted or burned token.”"""
    ended = issue(medal, another_holder)
    badges.revoke(ended, {"from": issuer})
    for id_ in (ended, badge_id(medal, stranger), badge_id(medal, stranger, 1), 0):
        assert revert_data(getattr(badges, query), id_) == expected("ERC721NonexistentToken(uint256)", id_)


def test_uses_the_same_words_where_a_badge_is_to_be_changed(badges, issuer, stranger, medal, revert_data):
    id_ = badge_id(medal, stranger)
    missing = expected("ERC721NonexistentToken(uint256)", id_)
    assert revert_data(badges.renew, id_, 0, by=issuer) == missing
    assert revert_data(badges.revoke, id_, by=issuer) == missing
    assert revert_data(badges.renounce, id_, by=stranger) == missing
    assert revert_data(badges.isTransferable, id_, stranger, issuer) == missing


def test_never_uses_those_words_for_a_badge_that_exists(badges, holder, issue, medal):
    id_ = issue(medal, holder)
    assert badges.ownerOf(id_) == holder
    for query in ("getApproved", "tokenURI", "locked", "burnAuth", "startTime", "endTime", "isTokenExpired"):
        getattr(badges, query)(id_)


def test_has_errors_of_its_own_where_it_refuses_what_the_standard_takes_for_granted(
    badges, holder, stranger, issue, medal, revert_data
):
    """“Any addition to this EIP or implementation-specific errors (such as extensions) SHOULD follow the guidelines”:
    no badge moves and no approval is given, whoever asks; so neither owner, sender nor operator is what is wrong."""
    id_ = issue(medal, holder)
    transfer = revert_data(badges.transferFrom, holder, stranger, id_, by=holder)
    assert transfer == expected("TransferRefused(uint256)", id_)
    assert revert_data(badges.approve, stranger, id_, by=holder) == expected(
        "ApprovalRefused(address)", stranger.address
    )
    refused = revert_data(badges.setApprovalForAll, stranger, 1, by=holder)
    assert refused == expected("ApprovalRefused(address)", stranger.address)
