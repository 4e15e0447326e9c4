"""One document of every kind, made by the library's own writers from badges on a chain in this process."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from eth_account import Account
from eth_account.signers.local import LocalAccount

from soulbadge import ids
from soulbadge.contract import Collection, connect
from soulbadge.demo.proofs import InProcessProofs
from soulbadge.deployment import Deployment, deploy
from soulbadge.evidence.documents import EvidenceDocument, cohort_evidence
from soulbadge.issuer import Issuer
from soulbadge.models import NO_EVIDENCE, BurnAuth, Prerequisite, Requirement, Terms, Voucher
from soulbadge.openbadges import CredentialKey, bind_key, export
from soulbadge.policy import AllOf, AnyOf, AtLeast, Holds, Service
from soulbadge.policy import Tier as Level
from soulbadge.proofs import Challenge, challenge, present
from soulbadge.proofs.bundles import bundle
from soulbadge.resume import make_link, resume
from soulbadge.sharing import share
from soulbadge.testing.chains import BadgeChain, open_chain
from soulbadge.typed_data import Domain
from soulbadge.vouchers.claims import ClaimRequest
from soulbadge.vouchers.links import ClaimLink
from soulbadge.vouchers.renunciations import sign_renunciation
from soulbadge.vouchers.signed import Consent, consent, sign_voucher, sign_vouchers

YEAR = 31_557_600
EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
FACTS: Mapping[str, Any] = {"grade": "A", "points": 97, "passed": True, "remarks": ["naïve", None]}


@dataclass(frozen=True)
class Seeds:
    """Documents by kind, and what some parsers must know besides.

    Attributes:
        documents: By kind, one or more as bytes.
        asked: The challenge that the presentation answers.
        block: The hash that the bundle rests on.
        now: A moment in which all of them are good, Unix seconds.
    """

    documents: Mapping[str, tuple[bytes, ...]]
    asked: Challenge
    block: str
    now: int


@lru_cache
def seeds() -> Seeds:
    """Made once in a process; it takes some seconds."""
    with open_chain() as chain:
        return _made(chain)


def _salts() -> Callable[[int], bytes]:
    numbers = iter(range(1, 10_000))
    return lambda size: next(numbers).to_bytes(size, "big")


def _person(number: int) -> LocalAccount:
    account: LocalAccount = Account.from_key(number.to_bytes(32, "big"))
    return account


def _found(chain: BadgeChain, boss: LocalAccount) -> tuple[Collection, Issuer, Deployment]:
    deployed = deploy(chain.web3, boss, "An issuer", "ID")
    collection = connect(chain.web3, deployed.address)
    issuer = Issuer(collection, boss)
    issuer.appoint_issuer(boss.address)
    alone: dict[str, Any] = {"individual": True, "burn_auth": BurnAuth.Both}
    issuer.create_achievement(
        Terms("cka", "Administrator", skills=("kubernetes", "naïve 🦉"), validity=2 * YEAR, **alone)
    )
    issuer.create_achievement(Terms("medal", "Medal"))
    needs = (Requirement((Prerequisite("cka"),), ongoing=True),)
    issuer.create_achievement(Terms("title", "Title", requirements=needs))
    return collection, issuer, deployed


def _made(chain: BadgeChain) -> Seeds:
    boss, holder, other = map(_person, (1, 2, 3))  # the first is the one that eth-tester endows
    collection, issuer, deployed = _found(chain, boss)
    document = EvidenceDocument.of(FACTS, new_salt=_salts())
    cka = issuer.issue("cka", holder.address, evidence=document.commitment).badge_id
    members = {
        ids.badge_id(2, 1, each.address): EvidenceDocument.of(FACTS, new_salt=_salts()) for each in (holder, other)
    }
    cohort = cohort_evidence(collection.chain_id, collection.address, members)
    issuer.issue_cohort("medal", [holder.address, other.address], label="2026", evidence_root=cohort.root)
    medal = ids.badge_id(2, 1, holder.address)
    title = issuer.issue("title", holder.address).badge_id
    names = [ids.caip19(collection.chain_id, collection.address, each) for each in (cka, medal, title)]

    now = chain.now
    policy = AllOf(
        Holds("cka", collection.address, YEAR), AnyOf(Level("title", 1), AtLeast(1, Service("2.5", "go"), Holds(2)))
    )
    asked = challenge(
        "door.example", "https://door.example/enter", collection.chain_id, policy, nonce="a1" * 16, now=lambda: now,
        statement="Enter."
    )  # fmt: skip
    shown = present(holder, names, asked)
    packed = bundle(shown, asked, InProcessProofs(chain.web3), now=lambda: now)
    private = document.of_badge(names[0])
    disclosed = private.disclose(["grade", "remarks"])
    shared = share(
        holder, names[:2], "recruiter.example", expires_in=YEAR, now=lambda: now, new_nonce=lambda size: "b2" * size,
        disclosures=[disclosed, cohort.documents[medal].disclose(["grade"])],
    )  # fmt: skip

    domain = Domain(collection.chain_id, collection.address)
    single, path, request, link = _vouchers(domain, boss, holder, now)
    joined = make_link([holder, other], now=now, expires_at=now + YEAR)
    key = CredentialKey(bytes(range(32)))
    binding = bind_key(key.did, collection.chain_id, collection.address, boss, now=now, expires_at=now + YEAR)
    found = resume([holder.address, other.address], [collection], links=[joined], pictures=False)
    credentials = export(found, key, [binding], now=now, disclosures=[disclosed])

    documents: dict[str, tuple[bytes, ...]] = {
        "presentation": (_json(shown.to_json()),),
        "message": (shown.message.encode(),),
        "challenge": (_json(asked.to_json()),),
        "bundle": (packed.to_text().encode(),),
        "header": (packed.proof.header,),
        "share": (_json(shared.to_json()),),
        "voucher": (_json(single.to_json()), _json(path.to_json()), _json(request.to_json())),
        "claim link": (link.text("https://issuer.example/claim").encode(),),
        "renunciation": (_json(sign_renunciation(domain, holder, cka).to_json()),),
        "catalog": tuple(
            path.read_bytes() for path in sorted(EXAMPLES.glob("*.toml")) if b"[[achievement]]" in path.read_bytes()
        ),
        "trust list": (_trust(collection),),
        "table of badges": (_badges(holder, other),),
        "table of vouchers": (_table(holder, other),),
        "table of renewals": (_renewals(names, holder),),
        "policy in JSON": (policy.to_text().encode(),),
        "policy in TOML": tuple(path.read_bytes() for path in sorted(EXAMPLES.glob("*.policy.toml"))),
        "evidence": (_json(private.to_json()), _json(cohort.documents[medal].to_json())),
        "disclosure": (_json(disclosed.to_json()),),
        "credential": tuple(_json(each) for each in credentials),
        "key binding": (binding.text.encode(),),
        "link of wallets": (joined.dumps().encode(),),
        "badge's name": tuple(each.encode() for each in names),
        "address": (holder.address.encode(), boss.address.lower().encode()),
        "time": (b"2026-01-31", b"2026-01-31T12:00:00Z", b"1769860800", b"2 years", b"92 days"),
        "commitment": (("0x" + document.commitment.hex()).encode(),),
        "settings": (_settings(collection),),
        "deployments": (_json({"ID": deployed.to_json()}),),
    }
    return Seeds(documents, asked, packed.proof.block.hash, now)


def _vouchers(
    domain: Domain, boss: LocalAccount, holder: LocalAccount, now: int
) -> tuple[Any, Any, ClaimRequest, ClaimLink]:
    key = _person(4)

    def voucher(cohort: int, whose: str, claim_key: str = ids.ZERO_ADDRESS) -> Voucher:
        evidence = NO_EVIDENCE if cohort else bytes(range(32))
        return Voucher(boss.address, ids.badge_id(1, cohort, whose), 0, 0, now + YEAR, evidence, now + 9, claim_key)

    several = [voucher(number, holder.address) for number in range(5)]
    single, (path, *_) = sign_voucher(domain, boss, several[0]), sign_vouchers(domain, boss, several, now + 9)
    word: Consent = consent(single, BurnAuth.Both, now + 9, holder=holder)
    link = ClaimLink(bytes(key.key), sign_voucher(domain, boss, voucher(0, ids.ZERO_ADDRESS, key.address)))
    return single, path, ClaimRequest(single, word), link


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


def _trust(collection: Collection) -> bytes:
    one = f'address = "{collection.address}"\nname = "cncf"\ndomain = "cncf.example"\ncode_hash = "0x{"ab" * 32}"\n'
    other = f'[[collection]]\nchain_id = 10\naddress = "{collection.address}"\n'
    return f"# whom we trust\n[[collection]]\nchain_id = {collection.chain_id}\n{one}\n{other}".encode()


def _settings(collection: Collection) -> bytes:
    return f"""\
default = "sepolia"
[network.sepolia]
rpc_url = "https://sepolia.example/v3/${{SOULBADGE_RPC_KEY}}"
chain_id = 11155111
collection = "{collection.address}"
keystore = "keys/issuer.json"
confirmations = 3
max_fee_gwei = 40.5
""".encode()


def _rows(*rows: tuple[object, ...]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue().encode()


def _badges(one: LocalAccount, other: LocalAccount) -> bytes:
    return _rows(
        ("holder", "achievement", "start", "end", "evidence"),
        (one.address, "cka", "2026-01-31", "", "0x" + "ab" * 32),
        (other.address, "cka", "", "2027-01-31T12:00:00Z", ""),
        (other.address.lower(), "title", "1769860800", "", ""),
    )


def _table(one: LocalAccount, other: LocalAccount) -> bytes:
    return _rows(
        ("holder", "achievement", "start", "end", "evidence", "badge", "award", "name"),
        (one.address, "cka", "2026-01-31", "2027-01-31", "0x" + "ab" * 32, "", 1, "Ada Lovelace"),
        (other.address, "title", "", "", "", "", "", "grace@example.org"),
        ("", "", "", "2028-01-31", "", ids.badge_id(2, 3, one.address), "", "O'Neill, J."),
    )


def _renewals(names: list[str], holder: LocalAccount) -> bytes:
    rows = [(each, "2027-01-31") for each in (*names, f"cka/{holder.address}", f"gold/3/{holder.address}", "gold/3")]
    return _rows(("badge", "end"), *rows)
