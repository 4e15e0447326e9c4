"""Chosen badges and chosen facts for one audience, until a moment; nothing in a share can be exchanged."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from eth_account import Account
from eth_account.messages import encode_defunct
from eth_account.signers.local import LocalAccount
from tests.client.conftest import InProcess, Programme, begin

from soulbadge import ids, siwe
from soulbadge.contract import Collection
from soulbadge.errors import (
    BadgeNotActiveError,
    ChainMismatchError,
    DomainMismatchError,
    EvidenceMismatchError,
    ExpiryMismatchError,
    MalformedMessageError,
    MalformedShareError,
    NotYourBadgeError,
    PolicyUnclearError,
    PresentationExpiredError,
    PresentationNotYetValidError,
    SignatureMismatchError,
    StatementMismatchError,
    UnlistedIssuerError,
    UriMismatchError,
    ValueInvalidError,
    VerificationError,
)
from soulbadge.evidence.documents import EvidenceDocument
from soulbadge.holder import Holder
from soulbadge.models import Terms
from soulbadge.proofs import Presentation
from soulbadge.sharing import CheckedShare, Share, check_share, share

AUDIENCE = "recruiter.example"
WEEK = 7 * 86_400


@dataclass(frozen=True)
class Life:
    """A holder with a `cka` and a `guide`, each with evidence, and a badge of somebody whom nobody trusts."""

    collection: Collection
    stranger: Collection
    holder: LocalAccount
    cka: EvidenceDocument
    guide: EvidenceDocument
    impostor: EvidenceDocument
    now: int

    def shared(self, **changes: Any) -> Share:  # noqa: ANN401 (of several kinds)
        given = {
            "badges": [self.cka.badge],
            "audience": AUDIENCE,
            "expires_in": WEEK,
            "now": lambda: self.now,
            **changes,
        }
        return share(self.holder, **given)

    def check(self, shown: Share, audience: str = AUDIENCE, **changes: Any) -> CheckedShare:  # noqa: ANN401 (as above)
        given = {"collections": [self.collection], "now": lambda: self.now, **changes}
        return check_share(shown, audience, **given)

    def resigned(self, shown: Share, **changes: Any) -> Share:  # noqa: ANN401 (as above)
        """The same with fields of the message changed before it is signed, as `share` would never make it."""
        text = replace(siwe.parse(shown.presentation.message), **changes).to_text()
        signature = bytes(self.holder.sign_message(encode_defunct(text=text)).signature)
        return replace(shown, presentation=Presentation(text, "0x" + signature.hex()))


def _endowed(programme: Programme, holder: str, slug: str, facts: dict[str, Any]) -> EvidenceDocument:
    document = EvidenceDocument.of(facts)
    badge_id = programme.issuer.issue(slug, holder, evidence=document.commitment).badge_id
    return document.of_badge(ids.caip19(programme.collection.chain_id, programme.collection.address, badge_id))


@pytest.fixture(scope="module")
def life(in_process: InProcess, programme: Programme) -> Life:
    holder: LocalAccount = Account.create()
    programme.issuer.create_achievement(Terms("guide", "Guide", individual=True))
    stranger = begin(in_process.web3, in_process.signer)
    facts = {"grade": "A", "born": "2001-04-05"}
    cka, guide = (_endowed(programme, holder.address, slug, facts) for slug in ("cka", "guide"))
    impostor = _endowed(stranger, holder.address, "cka", facts)
    return Life(programme.collection, stranger.collection, holder, cka, guide, impostor, in_process.now())


def test_an_audience_learns_what_was_chosen_and_no_more(life: Life) -> None:
    shown = life.shared(disclosures=[life.cka.disclose(["grade"])])
    found = life.check(Share.parse(json.dumps(shown.to_json())))
    assert found.holder == life.holder.address
    assert [held.badge.caip19 for held in found.badges] == [life.cka.badge]
    assert found.facts == {life.cka.badge: {"grade": "A"}}
    assert found.expires_at == life.now + WEEK
    assert found.block_hash == life.collection.node.block_at(found.block_number).hash
    whole = json.dumps([shown.to_json(), found.to_json()])
    assert "2001-04-05" not in whole
    assert "born" not in whole
    assert life.guide.badge not in whole


def test_a_share_is_read_as_often_as_its_audience_likes_until_it_ends(life: Life) -> None:
    shown = life.shared()
    for second in (0, 1, WEEK - 1):
        assert life.check(shown, now=lambda second=second: life.now + second).facts == {}
    with pytest.raises(PresentationExpiredError):
        life.check(shown, now=lambda: life.now + WEEK)
    with pytest.raises(PresentationNotYetValidError):
        life.check(shown, now=lambda: life.now - 1)
    ticks = iter([life.now, life.now, life.now + WEEK])
    with pytest.raises(PresentationExpiredError):
        life.check(shown, now=lambda: next(ticks))


def test_the_wallet_shows_for_whom_until_when_and_of_what(life: Life) -> None:
    bare, full = life.shared(), life.shared(disclosures=[life.cka.disclose(["grade"])])
    message = siwe.parse(bare.presentation.message)
    assert message.domain == AUDIENCE
    assert message.uri == f"https://{AUDIENCE}/"
    until = message.expiration_time
    start = f"I show these badges to {AUDIENCE} until {until}, and of the evidence behind them "
    assert message.statement == start + "nothing."
    assert (siwe.parse(full.presentation.message).statement or "").startswith(start + "0x")


def test_each_share_has_a_nonce_of_its_own(life: Life) -> None:
    assert life.shared() != life.shared()


Attack = Callable[[Life], Share]


def full(it: Life) -> Share:
    """A share with a fact."""
    return it.shared(disclosures=[it.cka.disclose(["grade"])])


def edited(it: Life, old: str, new: str) -> Share:
    shown = it.shared()
    assert old in shown.presentation.message
    return replace(
        shown, presentation=replace(shown.presentation, message=shown.presentation.message.replace(old, new))
    )


ATTACKS: dict[str, tuple[type[VerificationError], Attack]] = {
    "for another audience": (DomainMismatchError, lambda it: it.shared(audience="other.example")),
    "for another audience, edited": (StatementMismatchError, lambda it: edited(it, f"{AUDIENCE} until", "x until")),
    "for a subdomain": (DomainMismatchError, lambda it: it.shared(audience="www.recruiter.example")),
    "of another scheme": (DomainMismatchError, lambda it: it.resigned(it.shared(), scheme="http")),
    "about another page": (UriMismatchError, lambda it: it.resigned(it.shared(), uri=f"https://{AUDIENCE}/login")),
    "a fact left out": (StatementMismatchError, lambda it: replace(full(it), disclosures=())),
    "a fact added": (StatementMismatchError, lambda it: replace(it.shared(), disclosures=full(it).disclosures)),
    "another fact": (
        StatementMismatchError,
        lambda it: replace(full(it), disclosures=(it.cka.disclose(["born"]),)),
    ),
    "one fact more": (
        StatementMismatchError,
        lambda it: replace(full(it), disclosures=(it.cka.disclose(["born", "grade"]),)),
    ),
    "the same facts for another badge": (
        StatementMismatchError,
        lambda it: replace(full(it), disclosures=(replace(it.cka.disclose(["grade"]), badge=it.guide.badge),)),
    ),
    "facts that no issuer committed to": (
        EvidenceMismatchError,
        lambda it: it.shared(
            disclosures=[EvidenceDocument.of({"grade": "A"}).of_badge(it.cka.badge).disclose(["grade"])]
        ),
    ),
    "facts of one badge, signed for another": (
        EvidenceMismatchError,
        lambda it: it.shared(disclosures=[replace(it.guide.disclose(["grade"]), badge=it.cka.badge)]),
    ),
    "facts behind a badge that is not shown": (
        MalformedShareError,
        lambda it: it.resigned(full(it), resources=(it.guide.badge,)),
    ),
    "a later end": (
        StatementMismatchError,
        lambda it: it.resigned(it.shared(), expiration_time="9999-12-31T23:59:59Z"),
    ),
    "no end": (ExpiryMismatchError, lambda it: it.resigned(it.shared(), expiration_time=None)),
    "an end before its beginning": (
        MalformedShareError,
        lambda it: it.resigned(it.shared(), expiration_time="1970-01-02T00:00:00Z"),
    ),
    "a nonce edited": (SignatureMismatchError, lambda it: edited(it, "Nonce: ", "Nonce: 0")),
    "another badge": (SignatureMismatchError, lambda it: edited(it, it.cka.badge, it.guide.badge)),
    "another's badge": (
        NotYourBadgeError,
        lambda it: it.resigned(it.shared(), address=str(Account.create().address)),
    ),
    "chain 0": (MalformedShareError, lambda it: it.resigned(it.shared(), chain_id=0)),
    "another chain": (ChainMismatchError, lambda it: it.resigned(it.shared(), chain_id=1)),
    "no badge of a trusted collection": (UnlistedIssuerError, lambda it: it.shared(badges=[it.impostor.badge])),
    "no badge at all": (UnlistedIssuerError, lambda it: it.resigned(it.shared(), resources=None)),
    "a login handed on as a share": (
        StatementMismatchError,
        lambda it: it.resigned(it.shared(), statement="Log in to recruiter.example"),
    ),
    "no EIP-4361": (
        MalformedMessageError,
        lambda it: replace(it.shared(), presentation=Presentation("I show everything.", "0x00")),
    ),
}


@pytest.mark.parametrize(("error", "attack"), [pytest.param(*row, id=name) for name, row in ATTACKS.items()])
def test_an_attack_on_a_share_is_refused(life: Life, error: type[VerificationError], attack: Attack) -> None:
    with pytest.raises(VerificationError) as refusal:
        life.check(attack(life))
    assert type(refusal.value) is error
    assert str(refusal.value).isprintable()


def test_a_badge_of_nobody_known_is_reported_beside_others_and_its_facts_are_not(life: Life) -> None:
    both = [life.cka.badge, life.impostor.badge]
    facts = [life.cka.disclose(["grade"]), life.impostor.disclose(["grade"])]
    found = life.check(life.shared(badges=both, disclosures=facts))
    assert found.unlisted == (life.impostor.badge,)
    assert list(found.facts) == [life.cka.badge]
    with pytest.raises(PolicyUnclearError):
        life.check(life.shared(), collections=[])


def test_a_badge_that_ends_ends_its_shares(in_process: InProcess, programme: Programme, life: Life) -> None:
    holder: LocalAccount = Account.create()
    document = _endowed(programme, holder.address, "guide", {"grade": "B"})
    shown = share(
        holder,
        [document.badge],
        AUDIENCE,
        expires_in=WEEK,
        disclosures=[document.disclose(["grade"])],
        now=lambda: life.now,
    )
    assert life.check(shown).facts == {document.badge: {"grade": "B"}}
    in_process.endow(holder)
    Holder(programme.collection, holder).renounce(ids.parse_caip19(document.badge).badge_id)
    with pytest.raises(BadgeNotActiveError):
        life.check(shown)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"badges": []}, ValueInvalidError),
        ({"expires_in": 0}, ValueInvalidError),
        ({"expires_in": -1}, ValueInvalidError),
        ({"audience": ""}, MalformedMessageError),
        ({"audience": "https://recruiter.example"}, MalformedMessageError),
        ({"audience": "recruiter.example/path"}, MalformedMessageError),
    ],
)
def test_what_makes_no_sense_is_not_signed(life: Life, change: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        life.shared(**change)


def test_facts_that_are_not_behind_a_shown_badge_are_not_signed(life: Life) -> None:
    nameless = replace(life.cka.disclose(["grade"]), badge="")
    with pytest.raises(ValueInvalidError):
        life.shared(disclosures=[life.guide.disclose(["grade"])])
    for wrong in ([nameless], [life.cka.disclose(["grade"]), life.cka.disclose(["born"])]):
        with pytest.raises(MalformedShareError):
            life.shared(disclosures=wrong)
    with pytest.raises(NotYourBadgeError):
        share(Account.create(), [life.cka.badge], AUDIENCE, expires_in=WEEK)
    elsewhere = life.cka.badge.replace(f"eip155:{life.collection.chain_id}/", "eip155:1/")
    with pytest.raises(ChainMismatchError):
        life.shared(badges=[life.cka.badge, elsewhere])


@pytest.mark.parametrize(
    "form", ["no JSON", "a list", "other members", "another format", "no list", "bad facts", "bad proof"]
)
def test_a_document_that_is_no_share_is_refused(life: Life, form: str) -> None:
    data = full(life).to_json()
    texts = {
        "no JSON": "{",
        "a list": "[]",
        "other members": json.dumps({**data, "badges": []}),
        "another format": json.dumps({**data, "share": "soulbadge share 2"}),
        "no list": json.dumps({**data, "disclosures": {}}),
        "bad facts": json.dumps({**data, "disclosures": [{}]}),
        "bad proof": json.dumps({**data, "presentation": {}}),
    }
    with pytest.raises(MalformedShareError):
        Share.parse(texts[form])
