"""How large bundles are, and how long it takes to make one and to verify it without a node.

    .venv/bin/python benchmarks/bundles.py
    .venv/bin/python benchmarks/bundles.py --check
    .venv/bin/python benchmarks/bundles.py --sweep cka --crowd 0

A chain is started (anvil) on which other accounts, and other words in the collection's storage, make the tries deep. A
bundle goes from text to verdict, signature and all, as a verifier has it; times are the processor's. `--check` fails if
one badge takes 50 milliseconds; `--sweep` changes every byte of a bundle, one at a time, and fails if one is accepted.
"""

import argparse
import json
import os
import random
import sys
import time
import zlib
from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from soulbadge.chain.rpc import Rpc
    from soulbadge.policy import Policy
    from soulbadge.proofs import Challenge, Verdict

MOST_MILLISECONDS = 50
FULL = 1200


@dataclass(frozen=True)
class Case:
    """A bundle as text, and what its verifier knows."""

    text: str
    trusted: str
    asked: "Challenge"
    policy: "Policy"
    collection: str
    now: int
    make_milliseconds: float

    def verify(self, text: str | bytes) -> "Verdict":
        """From text to verdict."""
        from soulbadge.proofs import MemoryNonces
        from soulbadge.proofs.bundles import Bundle, verify_bundle

        return verify_bundle(
            Bundle.from_text(text),
            self.trusted,
            self.asked,
            self.policy,
            collections=[self.collection],
            max_age=600,
            nonces=MemoryNonces(),
            now=lambda: self.now,
        )


def cases(crowd: int) -> dict[str, Case]:
    """Bundles of several kinds."""
    from soulbadge import Issuer, Prerequisite, Requirement, Terms, connect, deploy
    from soulbadge.policy import AllOf, Holds
    from soulbadge.proofs import challenge, present
    from soulbadge.proofs.bundles import RpcProofs, bundle
    from soulbadge.testing.chains import open_chain

    found: dict[str, Case] = {}
    with open_chain("anvil") as chain:
        owner, holder = chain.person(), chain.person()
        collection = connect(chain.web3, deploy(chain.web3, owner, "An issuer", "ID").address)
        issuer = Issuer(collection, owner)
        issuer.appoint_issuer(owner.address)
        for slug in ("cka", "cks", "ckad"):
            issuer.create_achievement(Terms(slug, slug.upper(), individual=True, skills=("kubectl", "helm")))
        issuer.create_achievement(Terms("medal", "Medal"))
        three = Requirement(tuple(Prerequisite(each) for each in ("cka", "cks", "ckad")), 2, ongoing=True)
        issuer.create_achievement(Terms("title", "Title", requirements=(three,)))
        populate(collection.node, collection.address, crowd)
        for slug in ("cka", "cks", "title"):
            issuer.issue(slug, holder.address)
        issuer.issue_cohort("medal", [holder.address, *(random_address() for _ in range(FULL - 1))], "2026")
        badges = {
            collection.achievement(each.achievement_id).slug: each for each in collection.badges_of(holder.address)
        }
        source = RpcProofs(chain.web3)
        for kinds in (("cka",), ("title",), ("medal",), ("cka", "cks", "title")):
            asked = challenge("door.example", "https://door.example/enter", collection.chain_id, now=lambda: chain.now)
            shown = present(holder, [badges[each] for each in kinds], asked)
            before = time.process_time()
            made = bundle(shown, asked, source, now=lambda: chain.now)
            spent = (time.process_time() - before) * 1000
            policy = AllOf(*(Holds(each) for each in kinds))

            trusted, now = made.proof.block.hash, chain.now
            case = Case(made.to_text(), trusted, asked, policy, collection.address, now, round(spent, 1))
            found[" + ".join(kinds)] = case
    return found


def random_address() -> str:
    """Somebody."""
    return "0x" + os.urandom(20).hex()


def populate(node: "Rpc", collection: str, crowd: int) -> None:
    """As many other accounts with money, and as many words in the collection's storage."""
    word = "0x" + "11" * 32
    node.ask_many("anvil_setBalance", [(random_address(), "0x1") for _ in range(crowd)])
    node.ask_many("anvil_setStorageAt", [(collection, "0x" + os.urandom(32).hex(), word) for _ in range(crowd)])


def milliseconds(case: Case, times: int) -> float:
    """The median of verifying, after a first time that loads modules."""
    case.verify(case.text)
    spent = []
    for _ in range(times):
        before = time.process_time()
        case.verify(case.text)
        spent.append((time.process_time() - before) * 1000)
    return round(median(spent), 1)


def sweep(case: Case) -> Counter[str]:
    """What becomes of the bundle if any one byte is another."""
    from soulbadge.errors import VerificationError

    data, luck, refusals = case.text.encode(), random.Random(1), Counter[str]()  # noqa: S311 (no secret)
    for place, byte in enumerate(data):
        other = luck.choice([byte ^ 1 << luck.randrange(8), *(each for each in b"0123456789abcdef" if each != byte)])
        try:
            case.verify(data[:place] + bytes([other]) + data[place + 1 :])
        except VerificationError as error:
            refusals[type(error).__name__] += 1
        else:
            raise AssertionError(f"byte {place} may be {other} as well as {byte}")
    return refusals


def command(arguments: list[str] | None = None) -> int:
    """Make, measure, and say it in JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--crowd", type=int, default=5000, help="other accounts, and other words in the storage")
    parser.add_argument("--times", type=int, default=50, help="how often each is verified")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--sweep", metavar="BUNDLE", help="by its name in the output, such as cka")
    given = parser.parse_args(arguments)
    found = cases(given.crowd)
    slow = False
    for name, case in found.items():
        figures: dict[str, object] = {
            "bundle": name,
            "bytes": len(case.text),
            "deflated": len(zlib.compress(case.text.encode(), 9)),
            "make_ms": case.make_milliseconds,
            "verify_ms": milliseconds(case, given.times),
        }
        slow = slow or (name == "cka" and float(str(figures["verify_ms"])) >= MOST_MILLISECONDS)
        if given.sweep == name:
            figures["refused"] = dict(sweep(case).most_common())
        print(json.dumps(figures), flush=True)
    return int(given.check and slow)


if __name__ == "__main__":
    sys.exit(command())
