"""Cohorts, vouchers and claims through the library, on a real chain."""

from dataclasses import replace

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount

from soulbadge import (
    Collection,
    Consent,
    Domain,
    Holder,
    Issuer,
    MerkleTree,
    Prerequisite,
    Requirement,
    SignedVoucher,
    Status,
    Terms,
    Voucher,
    badge_id,
    connect,
    consent,
    deploy,
    evidence_leaf,
    sign_voucher,
    sign_vouchers,
)
from soulbadge.cohorts import MOST_MEMBERS, pack_members
from soulbadge.demo.chain import Chain
from soulbadge.errors import (
    AwardMismatchError,
    CohortOutOfOrderError,
    DeadlinePassedError,
    HolderMismatchError,
    InputError,
    SignatureInvalidError,
    ValueInvalidError,
    VoucherElsewhereError,
    VoucherSpentError,
)
from soulbadge.ids import ZERO_ADDRESS
from soulbadge.models import NO_EVIDENCE, BurnAuth

YEAR = 31_557_600


class World:
    """A collection with a licence that runs a year, a medal, and a title for two medals."""

    def __init__(self) -> None:
        self.chain = Chain()
        self.account = self.chain.person()
        self.holder = self.chain.person()
        self.badges: Collection = connect(
            self.chain.web3, deploy(self.chain.web3, self.account, "An issuer", "ID").address
        )
        self.issuer = Issuer(self.badges, self.account)
        self.issuer.appoint_issuer(self.account.address)
        self.issuer.create_achievement(Terms("licence", "A licence", validity=YEAR))
        self.issuer.create_achievement(Terms("medal", "A medal"))
        two = (Requirement((Prerequisite("medal"),), needed=2),)
        self.issuer.create_achievement(Terms("title", "A title", requirements=two))

    @property
    def domain(self) -> Domain:
        return Domain(self.badges.chain_id, self.badges.address)

    def voucher(self, holder: str, achievement: int = 1, *, end: int = 0, key: str = ZERO_ADDRESS) -> Voucher:
        return Voucher(
            self.account.address,
            badge_id(achievement, 0, holder),
            award=0,
            start_time=0,
            end_time=end,
            evidence=NO_EVIDENCE,
            deadline=self.chain.now + YEAR,
            claim_key=key,
        )

    def signed(self, holder: str, achievement: int = 1) -> SignedVoucher:
        return sign_voucher(self.domain, self.account, self.voucher(holder, achievement))


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.fixture
def holder(world: World) -> LocalAccount:
    return world.chain.person()


def status(world: World, achievement: int, holder: str, cohort: int = 0) -> Status:
    return world.badges.status_of(badge_id(achievement, cohort, holder))


# ──────────────────────────────────────────── cohorts ────────────────────────────────────────────


def test_a_cohort_is_issued_once_and_renewed_together(world: World, holder: LocalAccount) -> None:
    others = [Account.create().address for _ in range(3)]
    receipt = world.issuer.issue_cohort("licence", [holder.address, *others], "A class")
    assert [status(world, 1, each, receipt.number) for each in (holder.address, *others)] == [Status.ACTIVE] * 4
    with pytest.raises(CohortOutOfOrderError):
        world.issuer.issue_cohort("licence", others, "A class", number=receipt.number)
    before = world.badges.cohort("licence", receipt.number).end_time
    world.chain.pass_time(1000)
    world.issuer.renew_cohort("licence", receipt.number)
    assert world.badges.cohort("licence", receipt.number).end_time > before
    assert world.badges.badges_of(holder.address)[0].end_time > before


def test_a_cohorts_evidence_is_proven_member_by_member(world: World, holder: LocalAccount) -> None:
    number = world.badges.achievement("medal").cohorts + 1
    members = [holder.address, Account.create().address]
    records = {badge_id(2, number, each): bytes([place]) * 32 for place, each in enumerate(members, start=1)}
    tree = MerkleTree([evidence_leaf(id_, record) for id_, record in records.items()])
    world.issuer.issue_cohort("medal", members, "A match", number=number, evidence_root=tree.root)
    for id_, record in records.items():
        path = list(tree.proof(evidence_leaf(id_, record)))
        for other in records:
            proven = world.badges.call("isEvidence", other, record, path, sender=holder.address)
            assert proven is (other == id_)


@pytest.mark.parametrize(
    ("holders", "words"),
    [
        ([], "found 0"),
        ([ZERO_ADDRESS], "zero"),
        (["0x1234"], "0x1234"),
        (["0x" + "11" * 20, "0x" + "11" * 20], "named twice"),
        ([f"0x{n:040x}" for n in range(1, MOST_MEMBERS + 2)], f"found {MOST_MEMBERS + 1}"),
    ],
)
def test_members_that_no_cohort_takes_are_refused_before_anything_is_sent(holders: list[str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        pack_members(holders)


def test_members_are_packed_in_ascending_order() -> None:
    packed = pack_members(["0x" + "22" * 20, "0x" + "11" * 20])
    assert packed == b"\x11" * 20 + b"\x22" * 20


# ─────────────────────────────────────────── vouchers ────────────────────────────────────────────


def test_a_holder_claims_and_a_voucher_never_works_twice(world: World, holder: LocalAccount) -> None:
    signed = world.signed(holder.address)
    receipt = Holder(world.badges, holder).claim(signed)
    assert world.badges.status_of(receipt.badge_id) is Status.ACTIVE
    Holder(world.badges, holder).renounce(receipt.badge_id)
    with pytest.raises(AwardMismatchError):
        Holder(world.badges, holder).claim(signed)


def test_a_dry_run_claims_nothing(world: World, holder: LocalAccount) -> None:
    receipt = Holder(world.badges, holder).claim(world.signed(holder.address), dry_run=True)
    assert receipt.is_dry_run
    assert status(world, 1, holder.address) is Status.NONE


def test_somebody_else_sends_and_pays_with_the_holders_word(world: World, holder: LocalAccount) -> None:
    signed = world.signed(holder.address)
    relayer = Holder(world.badges, world.account)
    with pytest.raises(HolderMismatchError):
        relayer.claim(signed)
    deadline = world.chain.now + 1000
    with pytest.raises(SignatureInvalidError):
        relayer.claim(signed, consent(signed, BurnAuth.OwnerOnly, deadline, holder=holder.address))
    with pytest.raises(SignatureInvalidError):  # the holder agreed to other terms
        relayer.claim(signed, consent(signed, BurnAuth.Both, deadline, holder=holder))
    relayer.claim(signed, consent(signed, BurnAuth.OwnerOnly, deadline, holder=holder))
    assert status(world, 1, holder.address) is Status.ACTIVE


def test_a_word_has_a_deadline(world: World, holder: LocalAccount) -> None:
    signed = world.signed(holder.address)
    word = consent(signed, BurnAuth.OwnerOnly, world.chain.now - 1, holder=holder)
    with pytest.raises(DeadlinePassedError):
        Holder(world.badges, world.account).claim(signed, word)


def test_a_claim_key_lets_one_newcomer_in(world: World, holder: LocalAccount) -> None:
    key = Account.create()
    signed = sign_voucher(world.domain, world.account, world.voucher(ZERO_ADDRESS, key=key.address))
    deadline = world.chain.now + 1000
    with pytest.raises(ValueInvalidError, match="names"):
        consent(signed, BurnAuth.OwnerOnly, deadline, holder=holder.address)
    with pytest.raises(ValueInvalidError, match="names"):
        consent(signed, BurnAuth.OwnerOnly, deadline, holder=holder.address, key=Account.create())
    word = consent(signed, BurnAuth.OwnerOnly, deadline, holder=holder.address, key=key)
    thief = world.chain.person()
    with pytest.raises(SignatureInvalidError):  # the word, copied, still names the first holder
        Holder(world.badges, thief).claim(signed, replace(word, holder=thief.address))
    assert Holder(world.badges, holder).claim(signed, word).badge_id == badge_id(1, 0, holder.address)
    again = consent(signed, BurnAuth.OwnerOnly, deadline, holder=thief.address, key=key)
    with pytest.raises(VoucherSpentError):
        Holder(world.badges, thief).claim(signed, again)


def test_a_voucher_without_a_key_takes_none(world: World, holder: LocalAccount) -> None:
    signed = world.signed(holder.address)
    with pytest.raises(ValueInvalidError, match="needs none"):
        consent(signed, BurnAuth.OwnerOnly, 1, holder=holder, key=Account.create())


@pytest.mark.parametrize("count", [1, 2, 3, 10])
def test_one_signature_is_good_for_many(world: World, count: int) -> None:
    people = [world.chain.person() for _ in range(2)] + [Account.create() for _ in range(count - 2)]
    people = people[:count]
    vouchers = [world.voucher(person.address) for person in people]
    signed = sign_vouchers(world.domain, world.account, vouchers, world.chain.now + YEAR)
    assert len({each.signature for each in signed}) == 1
    assert [each.voucher for each in signed] == vouchers
    for person, each in list(zip(people, signed, strict=True))[:2]:
        Holder(world.badges, person).claim(SignedVoucher.from_json(each.to_json()))
        assert status(world, 1, person.address) is Status.ACTIVE


def test_a_voucher_and_a_root_can_be_cancelled(world: World, holder: LocalAccount) -> None:
    signed = world.signed(holder.address)
    world.issuer.cancel(signed.digest)
    with pytest.raises(VoucherSpentError):
        Holder(world.badges, holder).claim(signed)
    deadline = world.chain.now + YEAR
    pair = [world.voucher(holder.address, 2), world.voucher(world.holder.address, 2)]
    many = sign_vouchers(world.domain, world.account, pair, deadline)
    root = MerkleTree([world_leaf(world, each) for each in pair]).root
    world.issuer.cancel(world.domain.voucher_root(root, 2, deadline).digest)
    with pytest.raises(VoucherSpentError):
        Holder(world.badges, holder).claim(many[0])


def world_leaf(world: World, voucher: Voucher) -> bytes:
    from soulbadge.merkle import leaf_of

    return leaf_of(world.domain.voucher_digest(voucher))


def test_a_voucher_renews(world: World, holder: LocalAccount) -> None:
    end = world.chain.now + 1000
    first = sign_voucher(world.domain, world.account, world.voucher(holder.address, end=end))
    claimed = Holder(world.badges, holder).claim(first).badge_id
    later = sign_voucher(world.domain, world.account, world.voucher(holder.address, end=end + 500))
    Holder(world.badges, holder).claim(later)
    assert world.badges.badge(claimed).end_time == end + 500


def test_witnesses_are_filled_in(world: World, holder: LocalAccount) -> None:
    for match in ("one", "two"):
        world.issuer.issue_cohort("medal", [holder.address], match)
    Holder(world.badges, holder).claim(world.signed(holder.address, 3))
    assert status(world, 3, holder.address) is Status.ACTIVE


def test_what_should_not_be_signed_is_not(world: World, holder: LocalAccount) -> None:
    voucher = world.voucher(holder.address)
    with pytest.raises(ValueInvalidError, match="signs"):
        sign_voucher(world.domain, holder, voucher)
    with pytest.raises(ValueInvalidError, match="deadline"):
        sign_voucher(world.domain, world.account, replace(voucher, deadline=0))
    with pytest.raises(ValueInvalidError, match="same"):
        sign_vouchers(world.domain, world.account, [voucher, voucher], world.chain.now + 1)


def test_a_voucher_of_another_collection_is_refused_before_anything_is_sent(world: World, holder: LocalAccount) -> None:
    signed = replace(world.signed(holder.address), collection="0x" + "22" * 20)
    with pytest.raises(VoucherElsewhereError, match="is of collection"):
        Holder(world.badges, holder).claim(signed, Consent())
