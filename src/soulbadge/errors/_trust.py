"""What is wrong with whom a verifier trusts: its list, the code it meets, and domains and collections that disagree."""

from dataclasses import dataclass
from typing import ClassVar

from ._base import StatedError
from ._client import ChainError, InputError


@dataclass(eq=False)
class TrustFileError(InputError):
    """A list of trusted collections does not say what it must. `line` counts from 1; 0 if it cannot be told."""

    file: str
    line: int
    where: str
    problem: str
    says: ClassVar[str] = "{file}, line {line}: {where}: {problem}"

    def __str__(self) -> str:
        return self._said(self.says if self.line else "{file}: {where}: {problem}")


@dataclass(eq=False)
class TrustedCodeError(ChainError):
    """A trusted collection has other code than the list expects. Hashes are Keccak-256 of the runtime code."""

    address: str
    chain_id: int
    expected: str
    found: str
    says: ClassVar[str] = (
        "expected code {expected} at {address} on chain {chain_id}, found {found}; "
        "do not count its badges before you know whose code that is (`soulbadge audit`)"
    )


@dataclass(eq=False)
class VouchingError(StatedError):
    """A domain and a collection do not vouch for each other. `collection` is a CAIP-10 name."""

    domain: str
    collection: str


@dataclass(eq=False)
class DomainUnreachableError(VouchingError, ConnectionError):
    """The domain's document could not be fetched, so nothing is known."""

    problem: str
    says: ClassVar[str] = (
        "{domain} could not be asked whether it vouches for {collection} ({problem:.200}); "
        "publish /.well-known/soulbadge.json there over https, or ask again later"
    )


@dataclass(eq=False)
class DomainDocumentError(VouchingError, ValueError):
    """The domain answers with something that is no list of collections."""

    problem: str
    says: ClassVar[str] = (
        "/.well-known/soulbadge.json of {domain}, asked about {collection}, is no list of collections "
        "({problem:.200}); make it with `soulbadge.trust.well_known`"
    )


@dataclass(eq=False)
class DomainDoesNotVouchError(VouchingError):
    """The domain's document does not name the collection. `named` are those that it does name, as CAIP-10."""

    named: tuple[str, ...]
    says: ClassVar[str] = (
        "{domain} does not vouch for {collection}: its /.well-known/soulbadge.json names {named:list}; "
        "whoever runs the collection only claims to be {domain}, or the list is out of date"
    )


@dataclass(eq=False)
class CollectionDoesNotVouchError(VouchingError):
    """The collection's profile names another domain, or none. `url` is what it names."""

    url: str
    says: ClassVar[str] = (
        "{collection} does not vouch for {domain}: its profile's URL is {url!r:.160}, expected one of "
        "https://{domain}; whoever runs the domain only claims to be the issuer, or the owner has to set the profile"
    )
