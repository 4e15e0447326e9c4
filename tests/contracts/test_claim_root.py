"""`claim` of a voucher under a signed root: see claim_root.tree."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, YEAR, Status, badge_id
from eth_utils import keccak
from vouchers import FOREVER, ZERO, Tree, Voucher, error, person, sign


@pytest.fixture(scope="module")
def medal(create):
    return create("medal")


@pytest.fixture(scope="module")
def voucher(issuer, holder, medal):
    return Voucher(issuer, badge_id(medal, holder))


@pytest.fixture(scope="module")
def grow(domain, voucher):
    """A tree of so many vouchers, the holder's among them."""

    def grow_to(count: int, *, position: int = 0) -> Tree:
        others = [keccak(number.to_bytes(32, "big")) for number in range(count - 1)]
        return Tree([*others[:position], domain.voucher(voucher), *others[position:]])

    return grow_to


@pytest.fixture(scope="module")
def ask(domain, voucher):
    """All that `claim` takes for a voucher of a tree; what is given otherwise is not what was signed."""

    def ask_for(tree: Tree, *, what: Voucher = voucher, deadline: int = FOREVER, **request: object) -> tuple:
        request.setdefault("proof", tree.proof(domain.voucher(what), deadline))
        request.setdefault("signature", sign(what.issuer, domain.root(tree.root, tree.count, deadline)))
        return domain.request(what, **request)

    return ask_for


def folded(value: bytes, path: list[bytes]) -> bytes:
    """The root to which a path leads."""
    node = Tree.leaf(value)
    for sibling in path:
        node = keccak(min(node, sibling) + max(node, sibling))
    return node


@pytest.mark.parametrize("count", [2, 3, 4, 5, 7, 8, 9, 16, 17, 31, 32, 33])
def test_takes_any_voucher_of_a_tree(badges, domain, issuer, ask, medal, count):
    people = [f"0x{number:040x}" for number in range(1, count + 1)]
    vouchers = [Voucher(issuer, badge_id(medal, one)) for one in people]
    tree = Tree([domain.voucher(one) for one in vouchers])
    signature = sign(issuer, domain.root(tree.root, tree.count))
    for one, voucher in zip(people, vouchers, strict=True):
        assert badges.claim.call(*ask(tree, what=voucher, signature=signature), {"from": one}) == voucher.badge_id


def test_issues_the_badge(badges, holder, ask, grow, voucher):
    badges.claim(*ask(grow(5, position=2)), {"from": holder})
    assert badges.statusOf(voucher.badge_id) == Status.ACTIVE


def test_works_to_the_last_second_of_the_roots_deadline(badges, holder, ask, grow, now, travel_to):
    deadline = now() + DAY
    request = ask(grow(5), deadline=deadline)
    travel_to(deadline)
    badges.claim.call(*request, {"from": holder})
    travel_to(deadline + 1)
    with reverts(error("DeadlinePassed", deadline)):
        badges.claim.call(*request, {"from": holder})


def test_refuses_a_root_without_deadline(badges, holder, ask, grow):
    with reverts(error("DeadlinePassed", 0)):
        badges.claim.call(*ask(grow(5), deadline=0), {"from": holder})


def test_keeps_the_vouchers_own_deadline_under_a_root(badges, domain, holder, ask, voucher, now, travel_to):
    deadline = now() + DAY
    brief = voucher.with_(deadline=deadline)
    request = ask(Tree([domain.voucher(brief), domain.voucher(voucher)]), what=brief)
    travel_to(deadline)
    badges.claim.call(*request, {"from": holder})
    travel_to(deadline + 1)
    with reverts(error("DeadlinePassed", deadline)):
        badges.claim.call(*request, {"from": holder})


def test_wants_a_path_that_fits_the_count(badges, domain, issuer, holder, voucher):
    """A complete tree of n leaves has them at depths from log2(n), rounded down, to log2(2n - 1), rounded down."""
    for length in range(1, 6):
        path = [keccak(bytes([step])) for step in range(length)]
        node = folded(domain.voucher(voucher), path)
        for count in range(2**7):
            fits = count > 0 and count.bit_length() - 1 <= length <= (2 * count - 1).bit_length() - 1
            edge = count in {0, 1, 2 ** (length - 1), 2 ** (length - 1) + 1, 2 ** (length + 1) - 1, 2 ** (length + 1)}
            if not edge and count != 2**length:
                continue
            signature = sign(issuer, domain.root(node, count))
            request = domain.request(voucher, proof=(path, count, FOREVER), signature=signature)
            if fits:
                badges.claim.call(*request, {"from": holder})
            else:
                with reverts(error("ProofMalformed", length, count)):
                    badges.claim.call(*request, {"from": holder})


@pytest.mark.parametrize(
    ("length", "count"), [(32, 2**31 + 1), (32, 2**33 - 1), (33, 2**32 + 1), (33, 2**33), (300, 2**255)]
)
def test_takes_a_path_of_32_and_none_longer(badges, domain, issuer, holder, voucher, length, count):
    path = [keccak(bytes(32))] * length
    node = folded(domain.voucher(voucher), path)
    request = domain.request(voucher, proof=(path, count, FOREVER), signature=sign(issuer, domain.root(node, count)))
    if length <= 32:
        badges.claim.call(*request, {"from": holder})
    else:
        with reverts(error("ProofMalformed", length, count)):
            badges.claim.call(*request, {"from": holder})


@pytest.mark.parametrize("count", [2**256 - 1, 2**255, 2**33])
def test_refuses_counts_beyond_every_tree(badges, holder, ask, grow, domain, voucher, count):
    path = grow(4).path(domain.voucher(voucher))
    with reverts(error("ProofMalformed", 2, count)):
        badges.claim.call(*ask(grow(4), proof=(path, count, FOREVER)), {"from": holder})


@pytest.mark.parametrize("proof", [([], 1, 0), ([], 0, FOREVER), ([], 0, 1), ([], 2, FOREVER), ([], 2**256 - 1, 0)])
def test_refuses_fields_without_a_path(badges, domain, holder, voucher, proof):
    """With a signature over the voucher, which would do if nothing stood there."""
    with reverts(error("ProofMalformed", 0, proof[1])):
        badges.claim.call(*domain.request(voucher, proof=proof), {"from": holder})


def test_refuses_a_root_over_one_voucher(badges, domain, holder, ask, voucher):
    tree = Tree([domain.voucher(voucher)])
    with reverts(error("ProofMalformed", 0, 1)):
        badges.claim.call(*ask(tree), {"from": holder})


def test_refuses_a_count_or_deadline_that_was_not_signed(badges, domain, issuer, holder, ask, grow, voucher):
    tree = grow(5)
    path = tree.path(domain.voucher(voucher))
    for count, deadline in ((6, FOREVER), (7, FOREVER), (5, FOREVER - 1)):
        with reverts(error("SignatureInvalid", issuer, domain.root(tree.root, count, deadline))):
            badges.claim.call(*ask(tree, proof=(path, count, deadline)), {"from": holder})


def test_refuses_a_voucher_that_is_not_in_the_tree(badges, domain, issuer, holder, grow, voucher):
    tree = grow(4)
    path = tree.path(domain.voucher(voucher))
    changed = voucher.with_(end=FOREVER)
    node = folded(domain.voucher(changed), path)
    signature = sign(issuer, domain.root(tree.root, 4))
    with reverts(error("SignatureInvalid", issuer, domain.root(node, 4))):
        badges.claim.call(*domain.request(changed, proof=(path, 4, FOREVER), signature=signature), {"from": holder})


def test_refuses_a_path_in_another_order_or_of_another_voucher(badges, domain, issuer, holder, ask, grow, voucher):
    tree = grow(4)
    path = tree.path(domain.voucher(voucher))
    for wrong in (path[::-1], tree.path(tree.values[1]), [path[0], bytes(32)]):
        node = folded(domain.voucher(voucher), wrong)
        with reverts(error("SignatureInvalid", issuer, domain.root(node, 4))):
            badges.claim.call(*ask(tree, proof=(wrong, 4, FOREVER)), {"from": holder})


def test_refuses_the_signature_of_the_voucher_for_the_root(badges, domain, issuer, holder, ask, grow, voucher):
    tree = grow(5)
    with reverts(error("SignatureInvalid", issuer, domain.root(tree.root, 5))):
        badges.claim.call(*ask(tree, signature=sign(issuer, domain.voucher(voucher))), {"from": holder})


def test_refuses_another_issuers_voucher_in_the_tree(badges, domain, owner, issuer, holder, ask, voucher):
    """A root covers only vouchers that name its signer: nobody can issue in another issuer's name."""
    colleague = person("a colleague")
    badges.appointIssuer(colleague.address, 0, {"from": owner})
    hers = voucher.with_(issuer=colleague)
    tree = Tree([domain.voucher(hers), domain.voucher(voucher)])
    signature = sign(issuer, domain.root(tree.root, 2))
    with reverts(error("SignatureInvalid", colleague, domain.root(tree.root, 2))):
        badges.claim.call(*ask(tree, what=hers, signature=signature), {"from": holder})
    badges.claim.call(*ask(tree, signature=signature), {"from": holder})


def test_refuses_every_voucher_of_a_cancelled_root(badges, domain, issuer, holder, ask, grow, voucher):
    tree = grow(5)
    digest = domain.root(tree.root, 5)
    badges.cancel(digest, {"from": issuer})
    with reverts(error("VoucherSpent", digest)):
        badges.claim.call(*ask(tree), {"from": holder})
    # The same root signed with another deadline is another root; the voucher by itself is untouched.
    badges.claim.call(*ask(tree, deadline=FOREVER - 1), {"from": holder})
    badges.claim.call(*domain.request(voucher), {"from": holder})


def test_refuses_a_cancelled_voucher_of_a_good_root(
    badges, domain, issuer, holder, another_holder, ask, voucher, medal
):
    other = Voucher(issuer, badge_id(medal, another_holder))
    tree = Tree([domain.voucher(voucher), domain.voucher(other)])
    badges.cancel(domain.voucher(voucher), {"from": issuer})
    with reverts(error("VoucherSpent", domain.voucher(voucher))):
        badges.claim.call(*ask(tree), {"from": holder})
    badges.claim.call(*ask(tree, what=other), {"from": another_holder})


def test_refuses_a_used_voucher_under_whatever_root(badges, domain, holder, ask, grow, voucher):
    badges.claim(*ask(grow(5)), {"from": holder})
    for request in (ask(grow(5)), ask(grow(9)), domain.request(voucher)):
        with reverts(error("NotARenewal", voucher.badge_id)):
            badges.claim.call(*request, {"from": holder})
    badges.renounce(voucher.badge_id, {"from": holder})
    for request in (ask(grow(5)), ask(grow(9)), domain.request(voucher)):
        with reverts(error("AwardMismatch", voucher.badge_id, 0, 1)):
            badges.claim.call(*request, {"from": holder})


def test_renews_under_a_root(badges, domain, holder, issue, ask, voucher, medal, now):
    id_ = issue(medal, holder, end=now() + DAY)
    renewal = voucher.with_(end=now() + YEAR)
    badges.claim(*ask(Tree([domain.voucher(renewal), bytes(32)]), what=renewal), {"from": holder})
    assert badges.endTime(id_) == renewal.end


def test_takes_consent_and_claim_keys_under_a_root(badges, domain, holder, relayer, stranger, ask, voucher, medal):
    key = person("a claim link")
    keyed = voucher.with_(badge_id=badge_id(medal, ZERO), claim_key=key)
    tree = Tree([domain.voucher(keyed), domain.voucher(voucher)])
    badges.claim(*ask(tree, consent=domain.consent(voucher, holder)), {"from": relayer})
    consent = domain.consent(keyed, stranger, key=key)
    badges.claim(*ask(tree, what=keyed, consent=consent), {"from": relayer})
    assert badges.ownerOf(badge_id(medal, holder)) == holder
    assert badges.ownerOf(badge_id(medal, stranger)) == stranger
    # The key is used up, though the root is not.
    with reverts(error("VoucherSpent", domain.voucher(keyed))):
        badges.claim(*ask(tree, what=keyed, consent=domain.consent(keyed, relayer, key=key)), {"from": relayer})
