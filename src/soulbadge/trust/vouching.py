"""Whether a domain and a collection name each other.

Anybody can deploy a collection that calls itself by a famous name, and anybody can list a famous collection on a site.
Only both together say that one party runs both: the domain's `/.well-known/soulbadge.json` names the collection, and
the collection's profile (`contractURI`, which the owner alone sets) names the domain.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from soulbadge.errors import (
    AddressInvalidError,
    CollectionDoesNotVouchError,
    DomainDocumentError,
    DomainDoesNotVouchError,
    DomainUnreachableError,
    ValueInvalidError,
)
from soulbadge.forms.canonical import canonical
from soulbadge.forms.json import Value
from soulbadge.forms.strict_json import parse_strictly
from soulbadge.ids import parse_address
from soulbadge.trust.fetching import Fetcher
from soulbadge.trust.lists import ListedCollection

if TYPE_CHECKING:
    from soulbadge.contract import Collection

WELL_KNOWN: Final = "/.well-known/soulbadge.json"
"""Where a domain lists its collections."""

FORMAT: Final = "soulbadge collections 1"
_MOST: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Vouched(Value):
    """A domain and a collection that name each other.

    Attributes:
        domain: The domain.
        collection: The collection's CAIP-10 name.
        url: The URL of its profile, which is of that domain.
    """

    domain: str
    collection: str
    url: str


def well_known(collections: "Iterable[ListedCollection | Collection]") -> str:
    """The document that a domain publishes at `WELL_KNOWN`: canonical JSON (RFC 8785) of its collections' names.

    Its schema is docs/schemas/well-known.schema.json.
    """
    names = sorted({f"eip155:{one.chain_id}:{one.address}" for one in collections})
    return canonical({"collections": names, "format": FORMAT})


def vouches(collection: "Collection", domain: str, *, fetch: Callable[[str], bytes] | None = None) -> Vouched:
    """Find out whether a domain and a collection vouch for each other, both ways.

    Args:
        collection: The collection.
        domain: A host in small letters, with a port if it is not 443.
        fetch: Gives the bytes at a URL, or raises OSError; None for `Fetcher()`.

    Raises:
        ValueInvalidError: The domain is none.
        DomainUnreachableError: The domain's document could not be fetched.
        DomainDocumentError: It is no list of collections.
        DomainDoesNotVouchError: It does not name this collection.
        CollectionDoesNotVouchError: The collection's profile has no URL of this domain.
        ChainError: The collection could not be read.
    """
    if not domain:
        raise ValueInvalidError("domain", "expected a host in small letters such as cncf.example, found none")
    asked = ListedCollection(collection.chain_id, collection.address, domain=domain)
    try:
        body = (fetch or Fetcher())(f"https://{domain}{WELL_KNOWN}")
    except OSError as error:
        raise DomainUnreachableError(domain, asked.caip10, str(error) or type(error).__name__) from error
    try:
        named = _names(body)
    except ValueError as error:
        raise DomainDocumentError(domain, asked.caip10, str(error)) from error
    if asked.caip10 not in named:
        raise DomainDoesNotVouchError(domain, asked.caip10, named)
    url = collection.profile().url
    if not _is_of(url, domain):
        raise CollectionDoesNotVouchError(domain, asked.caip10, url)
    return Vouched(domain, asked.caip10, url)


def _names(body: bytes) -> tuple[str, ...]:
    data: Any = parse_strictly(body.decode(), _MOST)
    if not isinstance(data, dict) or set(data) != {"collections", "format"} or data["format"] != FORMAT:
        raise ValueError(f"expected an object of collections and format, which is {json.dumps(FORMAT)}")
    names = data["collections"]
    if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
        raise ValueError("expected a list of names")
    for name in names:
        if not _is_canonical(name):
            raise ValueError(f"{name!r:.100} is not of the form eip155:<chain>:<address with its checksum>")
    if names != sorted(set(names)):
        raise ValueError("the names should stand in order, each once")
    return tuple(names)


def _is_canonical(name: str) -> bool:
    space, _, rest = name.partition(":")
    chain, _, address = rest.partition(":")
    digits = chain.isascii() and chain.isdigit() and not chain.startswith("0")
    try:
        return space == "eip155" and digits and parse_address(address) == address
    except AddressInvalidError:
        return False


def _is_of(url: str, domain: str) -> bool:
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port not in {None, 443} else ""
    except ValueError:
        return False
    plain = parts.username is None and parts.scheme == "https"
    return plain and f"{parts.hostname or ''}{port}" == domain
