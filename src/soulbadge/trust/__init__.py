"""Whom a verifier trusts: a list of collections, and how to know them again.

    trust = Trust.read("trust.toml")
    collections = connect_trusted(trust, {1: "https://rpc.example"})
    vouches(collections[0], "cncf.example")  # they name each other, or an error says which does not

A verdict is worth as much as this list. There is no default, and no way to say "any".
"""

from soulbadge.trust.connecting import connect_trusted
from soulbadge.trust.fetching import Fetcher
from soulbadge.trust.lists import ListedCollection, Trust
from soulbadge.trust.vouching import WELL_KNOWN, Vouched, vouches, well_known

__all__ = ["WELL_KNOWN", "Fetcher", "ListedCollection", "Trust", "Vouched", "connect_trusted", "vouches", "well_known"]
