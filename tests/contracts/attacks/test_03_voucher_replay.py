"""Attack 3: a voucher shown again: here, to another contract, on another chain, after the badge ended or was renewed,
or with any field changed.
"""

from __future__ import annotations

import anvil
import pytest
from brownie import reverts, web3
from conftest import DAY, YEAR, BurnAuth, Status, Terms, badge_id
from vouchers import BY_HOLDER, FOREVER, NO_PROOF, Domain, Tree, Voucher, error, person, sign


@pytest.fixture(scope="module")
def medal(create):
    return create("medal", burn_auth=BurnAuth.BOTH)


@pytest.fixture(scope="module")
def another_medal(create, medal):
    return create("another-medal")


@pytest.fixture(scope="module")
def sister(deploy, owner, issuer, medal, badges):
    """Another collection of the same owner, with the same issuer and achievement."""
    collection = deploy()
    collection.appointIssuer(issuer, 0, {"from": owner})
    collection.createAchievement(badges.achievementOf(medal)["terms"], {"from": owner})
    return collection


@pytest.fixture(scope="module")
def voucher(issuer, holder, medal):
    return Voucher(issuer, badge_id(medal, holder))


def test_again_in_the_same_contract(badges, domain, holder, relayer, voucher):
    badges.claim(*domain.request(voucher), {"from": holder})
    for sender, consent in ((holder, BY_HOLDER), (relayer, domain.consent(voucher, holder, burn_auth=BurnAuth.BOTH))):
        with reverts(error("NotARenewal", voucher.badge_id)):
            badges.claim(*domain.request(voucher, consent=consent), {"from": sender})


def test_a_hundred_times_with_everything_that_can_be_added_to_it(badges, domain, issuer, holder, voucher, now):
    """An end makes it look like a renewal; but the end that it names is the one that the badge has."""
    voucher = voucher.with_(end=now() + YEAR)
    badges.claim(*domain.request(voucher), {"from": holder})
    tree = Tree([domain.voucher(voucher), bytes(32)])
    under_a_root = domain.request(
        voucher, proof=tree.proof(domain.voucher(voucher)), signature=sign(issuer, domain.root(tree.root, 2))
    )
    for request in (domain.request(voucher), under_a_root):
        with reverts(error("EndNotLater", voucher.end, voucher.end)):
            badges.claim(*request, {"from": holder})


def test_in_another_contract(badges, sister, domain, issuer, holder, voucher, chain):
    there = Domain(chain.id, sister.address)
    with reverts(error("SignatureInvalid", issuer, there.voucher(voucher))):
        sister.claim.call(*domain.request(voucher), {"from": holder})
    sister.claim.call(*there.request(voucher), {"from": holder})


def test_consent_and_claim_key_in_another_contract(
    sister, domain, issuer, holder, relayer, stranger, voucher, medal, chain
):
    there = Domain(chain.id, sister.address)
    with reverts(error("SignatureInvalid", holder, there.claim(voucher, holder, burn_auth=BurnAuth.BOTH))):
        sister.claim.call(
            *there.request(voucher, consent=domain.consent(voucher, holder, burn_auth=BurnAuth.BOTH)), {"from": relayer}
        )
    key = person("a claim link")
    link = Voucher(issuer, badge_id(medal, "0x0"), claim_key=key)
    with reverts(error("SignatureInvalid", key, there.claim(link, stranger, burn_auth=BurnAuth.BOTH))):
        consent = domain.consent(link, stranger, burn_auth=BurnAuth.BOTH, signed=False, key=key)
        sister.claim.call(*there.request(link, consent=consent), {"from": stranger})


def test_on_another_chain(badges, domain, issuer, holder, relayer, voucher):
    """The chain id is asked live, so a fork with an id of its own takes nothing that was signed before."""
    for chain_id in (1, 0, 2**256 - 1):
        elsewhere = Domain(chain_id, badges.address)
        with reverts(error("SignatureInvalid", issuer, domain.voucher(voucher))):
            badges.claim.call(*elsewhere.request(voucher), {"from": holder})
        with reverts(error("SignatureInvalid", holder, domain.claim(voucher, holder, burn_auth=BurnAuth.BOTH))):
            badges.claim.call(
                *domain.request(voucher, consent=elsewhere.consent(voucher, holder, burn_auth=BurnAuth.BOTH)),
                {"from": relayer},
            )
    tree = Tree([domain.voucher(voucher), bytes(32)])
    signature = sign(issuer, Domain(1, badges.address).root(tree.root, 2))
    with reverts(error("SignatureInvalid", issuer, domain.root(tree.root, 2))):
        badges.claim.call(
            *domain.request(voucher, proof=tree.proof(domain.voucher(voucher)), signature=signature), {"from": holder}
        )


def test_on_a_fork_of_the_chain_that_takes_another_id(badges, accounts, Badges, BadgeRenderer, BadgeReader):
    """The same contract with the same state at the same address; only the chain's id has changed."""
    owner, issuer, holder = (accounts[number].address for number in range(3))
    voucher = Voucher(issuer, badge_id(1, holder))
    with anvil.started() as node:
        collection = node.found(owner, Badges, BadgeRenderer, BadgeReader)
        for preparation in (
            badges.createAchievement.encode_input(Terms("medal").as_tuple()),
            badges.appointIssuer.encode_input(issuer, 0),
        ):
            node.send(owner, collection, preparation, node.now() + 1)
        before, after = Domain(1337, collection), Domain(7331, collection)
        signed = {domain: badges.claim.encode_input(*domain.request(voucher)) for domain in (before, after)}

        def ask(domain: Domain) -> None:
            node.call(holder, collection, signed[domain], node.now() + 1)

        ask(before)
        with pytest.raises(anvil.RevertedError, match=before.voucher(voucher).hex()):
            ask(after)
        node.ask("anvil_setChainId", 7331)
        ask(after)
        with pytest.raises(anvil.RevertedError, match=after.voucher(voucher).hex()):
            ask(before)


@pytest.mark.parametrize("ending", ["revoked", "renounced", "renounced by signature"])
def test_after_the_badge_ended(badges, domain, issuer, holder, relayer, voucher, ending, now):
    end = now() + YEAR
    used, unused = voucher.with_(end=end), voucher.with_(end=end + DAY)
    badges.claim(*domain.request(used), {"from": holder})
    if ending == "revoked":
        badges.revoke(voucher.badge_id, {"from": issuer})
    elif ending == "renounced":
        badges.renounce(voucher.badge_id, {"from": holder})
    else:
        signature = sign(holder, domain.renounce(voucher.badge_id))
        badges.renounceBySignature(voucher.badge_id, 0, signature, {"from": relayer})
    for old in (used, unused):
        with reverts(error("AwardMismatch", voucher.badge_id, 0, 1)):
            badges.claim(*domain.request(old), {"from": holder})


def test_after_a_renewal(badges, domain, issuer, holder, voucher, now):
    first, second = voucher.with_(end=now() + YEAR), voucher.with_(end=now() + 2 * YEAR)
    badges.claim(*domain.request(first), {"from": holder})
    badges.claim(*domain.request(second), {"from": holder})
    for old in (first, second):
        with reverts(error("EndNotLater", old.end, second.end)):
            badges.claim(*domain.request(old), {"from": holder})


def test_after_a_renewal_by_the_issuer(badges, domain, issuer, holder, voucher, now):
    first = voucher.with_(end=now() + YEAR)
    badges.claim(*domain.request(first), {"from": holder})
    second, third = first.end + YEAR, first.end + 2 * YEAR
    badges.renew(voucher.badge_id, third, {"from": issuer})
    with reverts(error("EndNotLater", second, third)):
        badges.claim(*domain.request(voucher.with_(end=second)), {"from": holder})


def test_after_the_badge_expired(badges, domain, holder, voucher, now, travel_to):
    voucher = voucher.with_(end=now() + DAY)
    badges.claim(*domain.request(voucher), {"from": holder})
    travel_to(voucher.end)
    assert badges.statusOf(voucher.badge_id) == Status.EXPIRED
    with reverts(error("EndNotLater", voucher.end, voucher.end)):
        badges.claim(*domain.request(voucher), {"from": holder})


def test_a_voucher_that_somebody_else_signed_for_the_same_badge_after_the_first(badges, domain, owner, holder, voucher):
    """Two issuers may both have signed; the badge is still one."""
    colleague = person("a colleague")
    badges.appointIssuer(colleague.address, 0, {"from": owner})
    badges.claim(*domain.request(voucher), {"from": holder})
    with reverts(error("NotARenewal", voucher.badge_id)):
        badges.claim(*domain.request(voucher.with_(issuer=colleague)), {"from": holder})


@pytest.mark.parametrize("bit", ["lowest", "highest"])
@pytest.mark.parametrize("field", range(8))
def test_with_any_bit_of_any_field_flipped(badges, domain, issuer, holder, another_medal, voucher, field, bit):
    """A voucher names every field that counts: with one bit changed it is not what was signed."""
    widths = [160, 256, 16, 40, 40, 256, 40, 160]
    values = list(voucher.with_(evidence=b"\x55" * 32, start=1, end=2**39).as_tuple())
    signature = sign(issuer, domain.digest("Voucher", *values))
    mask = 1 << (0 if bit == "lowest" else widths[field] - 1)
    before = values[field]
    if isinstance(before, bytes):
        values[field] = (int.from_bytes(before, "big") ^ mask).to_bytes(32, "big")
    elif isinstance(before, str):
        values[field] = web3.to_checksum_address(f"{int(before, 16) ^ mask:#042x}")
    else:
        values[field] = before ^ mask
    refusal = error("SignatureInvalid", values[0], domain.digest("Voucher", *values))
    with reverts(refusal):
        badges.claim.call(tuple(values), NO_PROOF, signature, BY_HOLDER, [], {"from": holder})


@pytest.mark.parametrize("field", ["voucher", "holder", "burnAuth", "deadline"])
def test_with_any_field_of_the_consent_changed(badges, domain, holder, relayer, voucher, field):
    said = {
        "voucher": domain.voucher(voucher),
        "holder": holder.address,
        "burnAuth": int(BurnAuth.BOTH),
        "deadline": FOREVER,
    }
    wanted = domain.digest("Claim", *said.values())
    other = {"voucher": bytes(32), "holder": relayer.address, "burnAuth": 1, "deadline": FOREVER - 1}
    signed = domain.digest("Claim", *(said | {field: other[field]}).values())
    with reverts(error("SignatureInvalid", holder, wanted)):
        consent = (holder.address, FOREVER, sign(holder, signed), b"")
        badges.claim.call(*domain.request(voucher, consent=consent), {"from": relayer})
    badges.claim.call(
        *domain.request(voucher, consent=(holder.address, FOREVER, sign(holder, wanted), b"")), {"from": relayer}
    )


def test_with_dirty_bits_that_no_field_has(badges, domain, holder, voucher):
    """What does not fit its type is refused, not cut down to what was signed."""
    message = bytes.fromhex(badges.claim.encode_input(*domain.request(voucher))[2:])
    for word in (0, 2, 3, 4, 6, 7):  # the fields that are narrower than a word
        position = 4 + 32 * word
        dirty = message[:position] + b"\1" + message[position + 1 :]
        with pytest.raises(Exception, match="revert"):
            web3.eth.call({"from": holder.address, "to": badges.address, "data": "0x" + dirty.hex()})
    web3.eth.call({"from": holder.address, "to": badges.address, "data": "0x" + message.hex()})
