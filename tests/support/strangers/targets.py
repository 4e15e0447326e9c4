"""Everything that parses what a stranger wrote, by what it is called: the one table of all fuzzing."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.strangers import mutations, toml, writers
from tests.support.strangers.mutations import Form
from tests.support.strangers.seeds import Seeds

from soulbadge import ids, siwe
from soulbadge.catalog import Catalog
from soulbadge.cli.config import Config
from soulbadge.cli.documents import parse as parse_json
from soulbadge.deployments import Deployments
from soulbadge.errors import SoulbadgeError
from soulbadge.evidence.documents import Disclosure, EvidenceDocument
from soulbadge.forms.commitment import parse_commitment
from soulbadge.forms.times import parse_duration, parse_time
from soulbadge.issuing.renewals import RenewalSheet
from soulbadge.issuing.rows import Sheet
from soulbadge.openbadges import form, signing
from soulbadge.openbadges.keys import KeyBinding
from soulbadge.policy import loads_json, loads_toml
from soulbadge.proofs import Challenge, Presentation
from soulbadge.proofs.answers import read_answer
from soulbadge.proofs.bundles import Bundle, read_badges
from soulbadge.proofs.bundles.headers import read_header
from soulbadge.resume import Link
from soulbadge.sharing import Share
from soulbadge.trust import Trust
from soulbadge.vouchers.claims import parse_claim
from soulbadge.vouchers.links import ClaimLink
from soulbadge.vouchers.renunciations import parse_renunciation
from soulbadge.vouchers.rows import VoucherSheet

NAMES = (
    "presentation",
    "message",
    "challenge",
    "bundle",
    "header",
    "share",
    "voucher",
    "claim link",
    "renunciation",
    "catalog",
    "trust list",
    "table of badges",
    "table of vouchers",
    "table of renewals",
    "policy in JSON",
    "policy in TOML",
    "evidence",
    "disclosure",
    "credential",
    "key binding",
    "link of wallets",
    "badge's name",
    "address",
    "time",
    "commitment",
    "settings",
    "deployments",
)


@dataclass(frozen=True)
class Target:
    """One parser.

    Attributes:
        name: The kind of document.
        form: How such a document is spoiled.
        parse: Bytes to a value; it raises `SoulbadgeError` for what is none.
        seeds: Valid documents.
        write: The value as bytes again, so that parsing these gives the same value; None where nothing is kept of it.
        beyond: What is done next with a value that was accepted, still without a chain; it too may only refuse.
    """

    name: str
    form: Form
    parse: Callable[[bytes], Any]
    seeds: tuple[bytes, ...]
    write: Callable[[Any], bytes] | None = None
    beyond: Callable[[Any], object] | None = None


def targets(known: Seeds, folder: Path) -> dict[str, Target]:
    """All of them, by name. Documents that are read from files are written into the folder."""
    made: dict[str, Target] = {}

    def add(name: str, how: Form, parse: Callable[[bytes], Any], **more: Any) -> None:  # noqa: ANN401 (as `Target` has them)
        made[name] = Target(name, how, parse, known.documents[name], **more)

    def as_text(parse: Callable[[str], Any]) -> Callable[[bytes], Any]:
        # What is no UTF-8 comes as lone surrogates, which a text in Python can have.
        return lambda given: parse(given.decode("utf-8", "surrogateescape"))

    def as_file(name: str, load: Callable[[Path], Any]) -> Callable[[bytes], Any]:
        file = folder / name

        def parse(given: bytes) -> Any:  # noqa: ANN401 (whatever it loads)
            file.write_bytes(given)
            return load(file)

        return parse

    def answer(shown: Presentation) -> object:
        return read_answer(shown, known.asked, known.now)

    def offline(packed: Bundle) -> object:
        answer(packed.presentation)
        return read_badges(packed.proof, known.block, siwe.parse(packed.presentation.message).resources or ())

    def credential(text: str) -> dict[str, Any]:
        found = form.read(text)
        KeyBinding.parse(found["issuer"]["otherIdentifier"][1]["identifier"])
        return found

    def jsons(value: Any) -> bytes:  # noqa: ANN401 (each has the method)
        return json.dumps(value.to_json()).encode()

    def read_json(value: type[Any]) -> Callable[[bytes], Any]:
        return as_text(lambda text: value.from_json(parse_json(text, "the file")))

    tree, rows, words = mutations.document, mutations.table, mutations.lines
    add("presentation", tree, read_json(Presentation), write=jsons, beyond=answer)
    add("message", words, as_text(siwe.parse), write=lambda it: it.to_text().encode())
    add("challenge", tree, read_json(Challenge), write=jsons, beyond=lambda it: it.policy)
    add("bundle", tree, Bundle.from_text, write=lambda it: it.to_text().encode(), beyond=offline)
    add("header", mutations.octets, read_header)
    add("share", tree, as_text(Share.parse), write=jsons, beyond=lambda it: answer(it.presentation))
    add("voucher", tree, as_text(parse_claim), write=writers.claim, beyond=lambda it: getattr(it, "digest", None))
    add("claim link", mutations.link, as_text(ClaimLink.parse), write=writers.claim)
    add("renunciation", tree, as_text(parse_renunciation), write=jsons)
    add(
        "catalog",
        mutations.settings,
        as_file("catalog.toml", lambda file: Catalog.load(file, writers.SOURCES)),
        write=writers.catalog,
    )
    add("trust list", mutations.settings, as_file("trust.toml", Trust.read), write=writers.trust)
    add("table of badges", rows, as_file("badges.csv", Sheet.load), write=writers.badges, beyond=_problems)
    slugs = {"cka": 1, "medal": 2, "title": 3}
    add(
        "table of vouchers",
        rows,
        as_file("vouchers.csv", lambda file: VoucherSheet.load(file, slugs)),
        beyond=_problems,
    )
    add("table of renewals", rows, as_file("renewals.csv", RenewalSheet.load), write=writers.renewals, beyond=_problems)
    add("policy in JSON", tree, as_text(loads_json), write=lambda it: it.to_text().encode())
    add(
        "policy in TOML",
        mutations.settings,
        as_text(lambda text: loads_toml(text, writers.SOURCES)),
        write=lambda it: toml.dumps(it.to_json()).encode(),
    )
    add("evidence", tree, as_text(EvidenceDocument.parse), write=jsons, beyond=lambda it: it.commitment)
    add("disclosure", tree, as_text(Disclosure.parse), write=jsons, beyond=lambda it: it.commitment)
    add("credential", tree, as_text(credential), write=lambda it: json.dumps(it).encode(), beyond=signing.check)
    add(
        "key binding", tree, as_text(KeyBinding.parse), write=lambda it: it.text.encode(), beyond=lambda it: it.signable
    )
    add("link of wallets", tree, as_text(Link.parse), write=lambda it: it.dumps().encode(), beyond=lambda it: it.text)
    add(
        "badge's name",
        words,
        as_text(ids.parse_caip19),
        write=lambda it: ids.caip19(*it).encode(),
        beyond=lambda it: ids.split(it[2]),
    )
    add("address", words, as_text(ids.parse_address), write=lambda it: it.encode())
    add("time", words, as_text(_time), write=lambda it: str(it).encode())
    add("commitment", words, as_text(parse_commitment), write=lambda it: b"0x" + it.hex().encode())
    add("settings", mutations.settings, as_file("soulbadge.toml", Config.load), beyond=_network)
    add(
        "deployments",
        tree,
        as_file("131277322940537.json", lambda file: Deployments(file.parent, 131277322940537).read()),
        write=writers.deployments,
    )
    return made


def _time(text: str) -> int:
    try:
        return parse_time(text)
    except SoulbadgeError:
        return parse_duration(text)


def _network(found: Config) -> object:
    return [found.network(name) for name in found.networks]


def _problems(sheet: Any) -> None:  # noqa: ANN401 (every sheet has problems)
    """What is wrong with a table is kept in it: one problem for a line, each a refusal like others."""
    for line, problem in sheet.problems[:20]:
        if not isinstance(problem, SoulbadgeError) or line < 1:
            raise TypeError(f"line {line}: {problem!r}")
    if sheet.problems:
        raise sheet.problems[0][1]
