"""The contract's structs, which the ABI hands over as tuples, as models and back. Pure: no network."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from eth_utils.address import to_checksum_address

from soulbadge.errors import NodeError
from soulbadge.ids import ZERO_ADDRESS, parse_address
from soulbadge.models import (
    Achievement,
    Badge,
    BurnAuth,
    Cohort,
    Prerequisite,
    Profile,
    Requirement,
    Status,
    Terms,
    Tier,
)
from soulbadge.vouchers.signed import Consent, SignedVoucher


def achievement(values: tuple[Any, ...]) -> Achievement:
    """`IBadges.Achievement`; its local prerequisites have numbers and no slugs yet."""
    number, retired, cohorts, terms = values
    slug, name, description, criteria, skills, color, validity, burn, claim_only, individual, needs, tiers = terms
    return Achievement(
        number,
        retired,
        cohorts,
        Terms(
            slug=slug,
            name=name,
            description=description,
            criteria=criteria,
            skills=tuple(skills),
            color=color,
            validity=validity,
            burn_auth=_burn_auth(burn),
            claim_only=claim_only,
            individual=individual,
            requirements=_requirements(needs),
            tiers=tuple(Tier(label, _requirements(each)) for label, each in tiers),
        ),
    )


def cohort(achievement_id: int, number: int, values: tuple[Any, ...]) -> Cohort:
    """`IBadges.Cohort`."""
    label, issued_at, start_time, end_time, since, root, count, members = values
    address = to_checksum_address(members)
    return Cohort(achievement_id, number, label, issued_at, start_time, end_time, since, root, count, address)


def badge(chain_id: int, collection: str, badge_id: int, values: tuple[Any, ...]) -> Badge:
    """`IBadges.Badge`."""
    status, achievement_id, number, holder, issued_at, start, end, since, ended_at, award, burn, evidence, tier = values
    return Badge(
        chain_id=chain_id,
        collection=collection,
        badge_id=badge_id,
        status=status_of(status),
        achievement_id=achievement_id,
        cohort=number,
        holder=to_checksum_address(holder),
        issued_at=issued_at,
        start_time=start,
        end_time=end,
        since=since,
        ended_at=ended_at,
        award=award,
        burn_auth=_burn_auth(burn),
        evidence=evidence,
        tier=tier,
    )


def status_of(value: int) -> Status:
    """`IBadges.Status`; ABI decoding lets every small number pass."""
    if value not in Status.__members__.values():
        raise NodeError("eth_call", f"it answered {value} where a status belongs")
    return Status(value)


def from_signed_voucher(signed: SignedVoucher) -> tuple[Any, ...]:
    """`IBadges.Voucher`, `IBadges.Proof` and the signature: the first arguments of `claim`."""
    it, proof = signed.voucher, signed.proof
    voucher = (it.issuer, it.badge_id, it.award, it.start_time, it.end_time, it.evidence, it.deadline, it.claim_key)
    return voucher, (proof.path, proof.count, proof.deadline), signed.signature


def from_consent(word: Consent) -> tuple[Any, ...]:
    """`IBadges.Consent`."""
    return word.holder, word.deadline, word.holder_signature, word.key_signature


def from_terms(terms: Terms) -> tuple[Any, ...]:
    """`IBadges.Terms`; local prerequisites must have their numbers."""
    return (
        terms.slug,
        terms.name,
        terms.description,
        terms.criteria,
        terms.skills,
        terms.color,
        terms.validity,
        int(terms.burn_auth),
        terms.claim_only,
        terms.individual,
        _from_requirements(terms.requirements),
        [(tier.label, _from_requirements(tier.requirements)) for tier in terms.tiers],
    )


def from_profile(profile: Profile) -> tuple[str, str, str]:
    """`IBadges.Profile`."""
    return profile.name, profile.description, profile.url


def _requirements(values: tuple[Any, ...]) -> tuple[Requirement, ...]:
    return tuple(
        Requirement(
            prerequisites=tuple(
                Prerequisite(id=number, source=to_checksum_address(source), held_for=held_for)
                for source, number, held_for in kinds
            ),
            needed=needed,
            ongoing=ongoing,
        )
        for needed, ongoing, kinds in values
    )


def _from_requirements(requirements: tuple[Requirement, ...]) -> list[tuple[Any, ...]]:
    return [
        (
            requirement.needed,
            requirement.ongoing,
            [(parse_address(kind.source, zero=True), kind.id, kind.held_for) for kind in requirement.prerequisites],
        )
        for requirement in requirements
    ]


def local_prerequisites(terms: Terms) -> list[Prerequisite]:
    """The prerequisites in the collection itself, in the order in which they stand, tiers last."""
    every = [*terms.requirements, *(each for tier in terms.tiers for each in tier.requirements)]
    return [kind for requirement in every for kind in requirement.prerequisites if kind.source == ZERO_ADDRESS]


def with_ids(terms: Terms, ids: Mapping[str, int]) -> Terms:
    """The same terms, each local prerequisite that has a slug with the number that belongs to it."""
    return _replace(terms, lambda kind: _named(kind, slug=kind.slug, number=ids[kind.slug]) if kind.slug else kind)


def with_slugs(terms: Terms, slugs: Mapping[int, str]) -> Terms:
    """The same terms, each local prerequisite with the slug that belongs to its number."""
    return _replace(terms, lambda kind: _named(kind, slug=slugs[kind.id], number=kind.id))


def _burn_auth(value: int) -> BurnAuth:
    if value not in BurnAuth.__members__.values():
        raise NodeError("eth_call", f"it answered {value} where a burn authority belongs")
    return BurnAuth(value)


def _named(kind: Prerequisite, *, slug: str, number: int) -> Prerequisite:
    return Prerequisite(slug=slug, id=number, held_for=kind.held_for)


def _replace(terms: Terms, change: Callable[[Prerequisite], Prerequisite]) -> Terms:
    def changed(requirements: tuple[Requirement, ...]) -> tuple[Requirement, ...]:
        return tuple(
            replace(
                each,
                prerequisites=tuple(
                    change(kind) if kind.source == ZERO_ADDRESS else kind for kind in each.prerequisites
                ),
            )
            for each in requirements
        )

    tiers = tuple(replace(tier, requirements=changed(tier.requirements)) for tier in terms.tiers)
    return replace(terms, requirements=changed(terms.requirements), tiers=tiers)
