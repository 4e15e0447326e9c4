"""Collections of released code: kept in every rule, with what they depend on named."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from eth_abi.abi import encode
from eth_utils.crypto import keccak
from tests.client.audit.conftest import ROOT, Stranger
from tests.client.conftest import InProcess
from tests.support import chains
from tests.support.blocks import MANUAL, Blocks
from web3 import Web3

from soulbadge.auditing import AccountKind, AuditReport, RuleVerdict, audit, audit_address
from soulbadge.catalog import Catalog
from soulbadge.chain.artifacts import artifact, badges_abi
from soulbadge.chain.structs import from_profile
from soulbadge.contract import Collection, connect
from soulbadge.deployment import deploy
from soulbadge.errors import BlockGoneError, NoContractError, UnreachableError, WrongChainError
from soulbadge.issuer import Issuer
from soulbadge.models import BurnAuth, Prerequisite, Profile, Requirement, Terms, Tier

Put = Callable[..., Stranger]
STANDINGS = "_standings"


@pytest.fixture
def owner(anvil: chains.Node) -> Issuer:
    signer = chains.account(4)
    return Issuer(connect(anvil.url, deploy(anvil.url, signer, "Example", "EX").address), signer)


def all_kept(report: AuditReport) -> None:
    told = {finding.rule: finding.because for finding in report.findings if finding.verdict is not RuleVerdict.KEPT}
    assert told == {}
    assert report.is_kept
    assert not report.is_broken
    assert [finding.rule for finding in report.findings] == list(range(1, 11))


def _ongoing(*kinds: Prerequisite) -> tuple[Requirement, ...]:
    return (Requirement(kinds, ongoing=True),)


def test_a_fresh_collection_keeps_every_rule_and_shows_by_which_code(owner: Issuer) -> None:
    report = audit(owner.collection)
    all_kept(report)
    assert report.code.release.startswith("Badges ")
    assert report.reader is not None
    assert report.renderer is not None
    assert report.reader.release.startswith("BadgeReader ")
    assert report.renderer.release.startswith("BadgeRenderer ")
    assert report.creation == "released"
    assert report.owner is not None
    assert (report.owner.address, report.owner.kind) == (chains.account(4).address, AccountKind.EOA)
    assert (report.pending_owner, report.issuers, report.levers, report.warnings) == (None, (), (), ())
    assert report.contract_uri.startswith("data:")
    assert report.code.code_hash in report.finding(1).evidence[0].value
    assert AuditReport.from_json(json.loads(json.dumps(report.to_json()))) == report


def test_the_same_in_process_and_on_ganache(in_process: InProcess, ganache: chains.Node) -> None:
    for web3, signer in ((in_process.web3, in_process.signer), (ganache.web3, chains.account(4))):
        collection = connect(web3, deploy(web3, signer, "Example", "EX").address)
        issuer = Issuer(collection, signer)
        issuer.appoint_issuer(signer.address)
        issuer.create_achievement(Terms("cka", "Administrator"))
        report = audit(collection)
        all_kept(report)
        assert report.issuers is not None
        assert [each.everything for each in report.issuers] == [True]


def test_every_example_catalog_is_kept_and_without_levers(anvil: chains.Node) -> None:
    where: dict[str, str] = {}
    for name in ("cncf", "kaggle", "employer", "university", "club"):
        collection = connect(anvil.url, deploy(anvil.url, chains.account(4), name, "EX").address)
        catalog = Catalog.load(ROOT / "examples" / f"{name}.toml", sources=where)
        catalog.apply(Issuer(collection, chains.account(4)))
        report = audit(collection)
        all_kept(report)
        assert report.levers == ()  # the club's sources are released collections, and nobody can revoke there
        assert [each.slug for each in report.achievements] == [each.slug for each in catalog.achievements]
        where[name] = collection.address
    assert len(report.sources) == 3
    assert all(each.unvouched for each in report.achievements)  # the club's, which ask outside


def test_issuers_are_named_with_their_scopes_and_whoever_was_dismissed_is_not(
    owner: Issuer, anvil: chains.Node
) -> None:
    first = owner.create_achievement(Terms("a", "A")).achievement_id
    second = owner.create_achievement(Terms("b", "B")).achievement_id
    everything, scoped, dismissed, delegated = (chains.account(number).address for number in (5, 6, 7, 8))
    owner.appoint_issuer(everything)
    owner.appoint_issuer(scoped, first)
    owner.appoint_issuer(scoped, second)
    owner.appoint_issuer(dismissed)
    owner.dismiss_issuer(dismissed)
    owner.appoint_issuer(delegated, second)
    owner.appoint_issuer(owner.collection.address, first)
    anvil.ask("anvil_setCode", delegated, "0xef0100" + owner.collection.address[2:])
    try:
        report = audit(owner.collection)
    finally:
        anvil.ask("anvil_setCode", delegated, "0x")
    all_kept(report)
    found = [
        (each.account.address, each.account.kind, each.everything, each.achievements) for each in report.issuers or ()
    ]
    assert found == [
        (everything, AccountKind.EOA, True, ()),
        (scoped, AccountKind.EOA, False, (first, second)),
        (delegated, AccountKind.DELEGATED, False, (second,)),
        (owner.collection.address, AccountKind.CONTRACT, False, (first,)),
    ]
    assert any("7702" in each for each in report.warnings)


def test_an_owner_who_leaves_and_one_who_is_on_the_way_are_told(owner: Issuer) -> None:
    web3, signer, contract = owner.collection.web3, chains.account(4), owner.collection.address
    heir = chains.account(5).address
    for call, expected in (
        (badges_abi().encode("transferOwnership", heir), (signer.address, heir)),
        (badges_abi().encode("renounceOwnership"), ("0x" + "0" * 40, None)),
    ):
        _send(web3, contract, call)
        report = audit(owner.collection)
        all_kept(report)
        assert report.owner is not None
        assert (report.owner.address, report.pending_owner and report.pending_owner.address) == expected
        assert report.warnings


def _send(web3: Web3, to: str | None, data: bytes) -> str:
    signer = chains.account(4)
    frame = {"nonce": web3.eth.get_transaction_count(signer.address), "gas": 9_000_000, "chainId": 31337}
    transaction: Any = {**frame, "gasPrice": web3.eth.gas_price, "data": data, **({"to": to} if to else {})}
    digest = web3.eth.send_raw_transaction(signer.sign_transaction(transaction).raw_transaction)
    receipt = web3.eth.wait_for_transaction_receipt(digest)
    assert receipt["status"] == 1
    return str(receipt["contractAddress"])


# ──────────────────────────────────────────── levers ─────────────────────────────────────────────


def test_an_ongoing_requirement_on_what_issuers_can_revoke_is_a_lever_and_one_at_issue_is_none(owner: Issuer) -> None:
    loose = Terms("loose", "Loose", burn_auth=BurnAuth.Both, individual=True)
    owner.create_achievement(loose)
    owner.create_achievement(Terms("firm", "Firm", individual=True))
    owner.create_achievement(Terms("once", "Once", requirements=(Requirement((Prerequisite("loose"),)),)))
    owner.create_achievement(
        Terms("title", "Title", requirements=_ongoing(Prerequisite("loose"), Prerequisite("firm")))
    )
    owner.create_achievement(Terms("grand", "Grand", requirements=_ongoing(Prerequisite("title"))))
    tier = Tier("High", (Requirement((Prerequisite("loose"),)),))
    owner.create_achievement(Terms("levelled", "Levelled", individual=True, tiers=(tier,)))
    report = audit(owner.collection)
    all_kept(report)
    why = "the issuers of loose can revoke it (Both)"
    assert [(each.achievement, each.where, each.rests_on, each.why) for each in report.levers] == [
        ("title", "requirement 1", "loose", why),
        ("grand", "requirement 1", "title, which rests on loose", why),
        ("levelled", "tier 1", "loose", why),
    ]
    assert [each.slug for each in report.achievements if each.revocable] == ["loose"]
    assert "3 levers" in report.finding(2).because
    assert [each.name for each in report.finding(2).evidence].count("lever") == 3


def test_foreign_sources_are_levers_unless_they_are_released_and_cannot_be_revoked(
    owner: Issuer, stranger: Put, anvil: chains.Node
) -> None:
    other = Issuer(connect(anvil.url, deploy(anvil.url, chains.account(4), "Other", "OT").address), chains.account(4))
    other.create_achievement(Terms("firm", "Firm"))
    other.create_achievement(Terms("loose", "Loose", burn_auth=BurnAuth.Both))
    plain, proxy = stranger("NeverHeld").address, stranger("Upgradable", other.collection.address).address
    there = other.collection.address
    firm, loose, missing = (Prerequisite(source=there, id=number << 48) for number in (1, 2, 3))
    for slug, kind in (
        ("on-firm", firm),
        ("on-loose", loose),
        ("on-missing", missing),
        ("on-plain", Prerequisite(source=plain, id=7)),
        ("on-proxy", Prerequisite(source=proxy, id=1 << 48)),
    ):
        owner.create_achievement(Terms(slug, slug, requirements=_ongoing(kind)))
    owner.create_achievement(Terms("at-issue", "At issue", requirements=(Requirement((loose,)),)))
    report = audit(owner.collection)
    all_kept(report)
    assert {each.achievement: each.why for each in report.levers} == {
        "on-loose": f"in the collection {there} the issuers of loose can revoke it (Both)",
        "on-missing": "achievement 3 does not exist there yet; the owner of that collection decides",
        "on-plain": "whoever controls the source, or what it asks, decides",
        "on-proxy": f"the source is a proxy (EIP-1967) (now {there}): whoever may upgrade it decides",
    }
    sources = {each.code.address: each for each in report.sources}
    assert sources[there].code.release.startswith("Badges ")
    assert sources[there].named_by == ("on-firm", "on-loose", "on-missing", "at-issue")
    assert (sources[proxy].code.proxy, sources[proxy].code.implementation) == ("EIP-1967", there)
    # What asks outside is not vouched for by the collection; the audit warns.
    assert [each.slug for each in report.achievements if each.unvouched] == [
        *("on-firm", "on-loose", "on-missing", "on-plain", "on-proxy")
    ]
    assert sum("nobody holds it" in each for each in report.warnings) == 5


def test_a_source_whose_code_has_gone_is_told(owner: Issuer, stranger: Put, anvil: chains.Node) -> None:
    source = stranger("NeverHeld").address
    owner.create_achievement(Terms("a", "A", requirements=_ongoing(Prerequisite(source=source, id=1))))
    anvil.ask("anvil_setCode", source, "0x")
    report = audit(owner.collection)
    all_kept(report)
    assert "no code" in report.levers[0].why
    assert any("counts as not held" in each for each in report.warnings)


def test_a_mail_address_in_the_terms_is_for_a_person_to_judge(owner: Issuer) -> None:
    owner.create_achievement(Terms("a", "A", criteria="Ask ada.lovelace@example.com."))
    report = audit(owner.collection)
    assert report.finding(8).verdict is RuleVerdict.UNKNOWN
    assert report.finding(8).evidence[0].value == "ada.lovelace@example.com"
    assert not report.is_broken


# ─────────────────────────────────────── how it came to be ───────────────────────────────────────


def _creation_code(collection: Collection) -> bytes:
    arguments = ("Example", "EX", chains.account(4).address, from_profile(Profile("Example")), *collection.companions())
    return artifact("Badges").bytecode + badges_abi().encode_constructor(*arguments)


def test_a_deterministic_deployer_is_seen_through(owner: Issuer) -> None:
    """The common CREATE2 deployer takes a salt and creation code; the address proves both (EIP-1014)."""
    web3 = owner.collection.web3
    runtime = bytes.fromhex(
        "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3"
    )
    deployer = _send(web3, None, bytes.fromhex("6045600c6000396045 6000f3".replace(" ", "")) + runtime)
    salt, code = bytes(31) + b"\7", _creation_code(owner.collection)
    _send(web3, deployer, salt + code)
    address = "0x" + keccak(b"\xff" + bytes.fromhex(deployer[2:]) + salt + keccak(code))[-20:].hex()
    report = audit(connect(web3, address))
    all_kept(report)
    assert report.creation == "released"


def _slot(label: str) -> int:
    layout = json.loads((ROOT / "src/soulbadge/abi/Badges.json").read_text("utf-8"))["storageLayout"]
    return int(next(each["slot"] for each in layout if each["label"] == label))


def test_released_code_behind_a_constructor_of_somebodys_own_is_not_believed(owner: Issuer) -> None:
    """An issuer of whom no event tells can be written into storage before the released code is left there."""
    collection, hidden = owner.collection, chains.account(9).address
    renderer, reader = collection.companions()
    standing = keccak(encode(["address", "uint256"], [hidden, _slot(STANDINGS)]))
    words = {
        0: int(chains.account(4).address, 16),
        _slot("_renderer"): int(renderer, 16),
        _slot("_reader"): int(reader, 16),
        int.from_bytes(standing, "big"): 2,
    }
    body = b"".join(
        b"\x7f" + value.to_bytes(32, "big") + b"\x7f" + slot.to_bytes(32, "big") + b"\x55"
        for slot, value in words.items()
    )
    # Logs OwnershipTransferred(0, owner), as the real constructor does, then returns the released code.
    topic = keccak(text="OwnershipTransferred(address,address)")
    log = b"\x7f" + words[0].to_bytes(32, "big") + bytes.fromhex("6000") + b"\x7f" + topic + bytes.fromhex("60006000a3")
    runtime = artifact("Badges").runtime
    size = len(runtime).to_bytes(2, "big")
    here = len(body) + len(log) + 13
    tail = b"\x61" + size + b"\x80\x61" + here.to_bytes(2, "big") + bytes.fromhex("6000396000f3")
    address = _send(collection.web3, None, body + log + tail + runtime)
    prepared = connect(collection.web3, address)
    assert prepared.is_issuer(hidden, 1)
    report = audit(prepared)
    assert report.code.release.startswith("Badges ")
    assert report.issuers == ()  # no event tells
    assert report.creation == "other"
    told = {finding.rule: finding.verdict for finding in report.findings}
    assert (told[2], told[10]) == (RuleVerdict.UNKNOWN, RuleVerdict.UNKNOWN)
    assert told[1] is RuleVerdict.KEPT  # whatever is in storage, the code moves nothing
    assert any("prepared" in each for each in report.warnings)


def test_foreign_companions_take_away_what_rests_on_them_and_nothing_else(owner: Issuer, stranger: Put) -> None:
    """The renderer draws; the reader answers long reads and lays out new terms."""
    web3, (renderer, reader) = owner.collection.web3, owner.collection.companions()
    for companions, unknown in (
        ((stranger("NeverHeld").address, reader), {7}),
        ((renderer, stranger("NeverHeld").address), {2, 4, 6, 7}),
        ((renderer, stranger("Upgradable", reader).address), {4, 6, 7}),
    ):
        arguments = ("Example", "EX", chains.account(4).address, from_profile(Profile("Example")), *companions)
        address = _send(web3, None, artifact("Badges").bytecode + badges_abi().encode_constructor(*arguments))
        report = audit_address(web3, address)
        assert {each.rule for each in report.findings if each.verdict is RuleVerdict.UNKNOWN} == unknown
        broken = {2} if unknown == {4, 6, 7} else set()  # a proxy beside it is a proxy
        assert {each.rule for each in report.broken} == broken


# ─────────────────────────────────────────── the block ───────────────────────────────────────────


def test_everything_is_read_at_the_block_that_was_asked_for(owner: Issuer) -> None:
    then = owner.collection.node.block_number()
    owner.create_achievement(Terms("a", "A"))
    owner.appoint_issuer(chains.account(5).address)
    before, now = audit(owner.collection, block=then), audit(owner.collection)
    all_kept(before)
    assert (before.block, before.achievements, before.issuers) == (then, (), ())
    assert (len(now.achievements), len(now.issuers or ())) == (1, 1)
    assert before.block_hash != now.block_hash


def test_a_block_that_leaves_the_chain_meanwhile_ends_the_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    with chains.anvil(*MANUAL) as node, Blocks(node).running() as blocks:
        collection = connect(node.url, deploy(node.url, chains.account(4), "Example", "EX").address)
        code, reads = collection.node.code, [0]

        def reorganised(*arguments: Any) -> bytes:  # noqa: ANN401 (handed through)
            reads[0] += 1
            if reads[0] == 3:
                blocks.reorganise(2)
            return code(*arguments)

        monkeypatch.setattr(collection.node, "code", reorganised)
        with pytest.raises(BlockGoneError, match="no longer in the chain"):
            audit(collection)


def test_nothing_to_audit_is_refused(anvil: chains.Node, owner: Issuer) -> None:
    with pytest.raises(NoContractError):
        audit_address(anvil.url, chains.account(9).address)
    with pytest.raises(WrongChainError):
        audit_address(anvil.url, owner.collection.address, chain_id=1)
    with pytest.raises(UnreachableError):
        audit_address("http://127.0.0.1:1", owner.collection.address)


def test_a_report_names_what_it_found_without_the_node(owner: Issuer) -> None:
    report = audit(owner.collection)
    worse = replace(report, findings=(replace(report.findings[0], verdict=RuleVerdict.BROKEN), *report.findings[1:]))
    assert (worse.is_broken, worse.is_kept, [each.rule for each in worse.broken]) == (True, False, [1])
