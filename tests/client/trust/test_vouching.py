"""A domain and a collection vouch for each other, over https, both ways; whatever is amiss is loud."""

import datetime as dt
import json
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it has no types of its own
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.client.conftest import Programme

from soulbadge.errors import (
    CollectionDoesNotVouchError,
    DomainDocumentError,
    DomainDoesNotVouchError,
    DomainUnreachableError,
    ValueInvalidError,
    VouchingError,
)
from soulbadge.models import Profile
from soulbadge.trust import WELL_KNOWN, Fetcher, ListedCollection, vouches, well_known

SCHEMA = Path(__file__).parents[3] / "docs" / "schemas" / "well-known.schema.json"


@dataclass
class Site:
    """A site on this machine, with a certificate that nobody but its visitors trusts."""

    domain: str
    ca_file: str
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    drip: float = 0
    asked: list[str] = field(default_factory=list)
    over: Event = field(default_factory=Event)

    def fetcher(self, **changes: Any) -> Fetcher:  # noqa: ANN401 (of several kinds)
        return Fetcher(**{"ca_file": self.ca_file, **changes})


def _certificate(folder: Path) -> tuple[str, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "site.pem", folder / "site.key"
    public.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return str(public), str(private)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    public, private = _certificate(tmp_path)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            moved = self.path.startswith("/elsewhere")
            self.send_response(200 if moved else found.status)
            for name, value in found.headers.items():
                self.send_header(name, value)
            self.end_headers()
            for each in found.body:
                if found.drip and found.over.wait(found.drip):
                    return
                try:
                    self.wfile.write(bytes([each]))
                except OSError:
                    return  # the visitor has left

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 (as the standard library has it)
            """Say nothing."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # visitors who distrust the certificate
    server.socket = context.wrap_socket(server.socket, server_side=True)
    found = Site(f"localhost:{server.server_address[1]}", public)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield found
    found.over.set()
    server.shutdown()
    server.server_close()
    thread.join(10)


@pytest.fixture
def mutual(programme: Programme, site: Site) -> Site:
    """A site that names the collection, whose profile names the site."""
    programme.issuer.set_profile(Profile("Cloud Native", "Certifies", f"https://{site.domain}/badges"))
    site.body = well_known([programme.collection]).encode()
    return site


def test_both_name_each_other(programme: Programme, mutual: Site) -> None:
    vouched = vouches(programme.collection, mutual.domain, fetch=mutual.fetcher())
    assert vouched.domain == mutual.domain
    assert vouched.collection == f"eip155:{programme.collection.chain_id}:{programme.collection.address}"
    assert vouched.url == f"https://{mutual.domain}/badges"
    assert mutual.asked == [WELL_KNOWN]


def test_the_document_is_canonical_and_keeps_to_its_published_schema(programme: Programme) -> None:
    other = ListedCollection(1, "0x5FbDB2315678afecb367f032d93F642f64180aa3")
    text = well_known([programme.collection, other, other])
    jsonschema.validate(json.loads(text), json.loads(SCHEMA.read_text("utf-8")))
    mine = f"eip155:{programme.collection.chain_id}:{programme.collection.address}"
    assert json.loads(text)["collections"] == sorted([mine, other.caip10])
    assert text == json.dumps(json.loads(text), separators=(",", ":"), sort_keys=True)


def test_a_domain_that_does_not_name_the_collection_is_loud(programme: Programme, mutual: Site) -> None:
    other = ListedCollection(programme.collection.chain_id, "0x5FbDB2315678afecb367f032d93F642f64180aa3")
    elsewhere = ListedCollection(programme.collection.chain_id + 1, programme.collection.address)
    for named in ([], [other], [elsewhere]):
        mutual.body = well_known(named).encode()
        with pytest.raises(DomainDoesNotVouchError) as refusal:
            vouches(programme.collection, mutual.domain, fetch=mutual.fetcher())
        assert refusal.value.named == tuple(sorted(one.caip10 for one in named))
        both_sides_are_named(refusal.value, programme, mutual)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://localhost",
        "http://{domain}/",
        "https://{domain}.evil.example/",
        "https://evil.example/{domain}",
        "https://{domain}@evil.example/",
        "https://user@{domain}/",
        "https://{domain}0/",
        "https://localhost:port/",
        "javascript://{domain}/",
    ],
)
def test_a_collection_that_does_not_name_the_domain_is_loud(programme: Programme, mutual: Site, url: str) -> None:
    named = url.format(domain=mutual.domain)
    programme.issuer.set_profile(Profile("Cloud Native", "Certifies", named))
    with pytest.raises(CollectionDoesNotVouchError) as refusal:
        vouches(programme.collection, mutual.domain, fetch=mutual.fetcher())
    assert refusal.value.url == named
    both_sides_are_named(refusal.value, programme, mutual)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!doctype html>",
        b"\xff",
        b"[]",
        b"{}",
        b'{"collections":[],"format":"soulbadge collections 2"}',
        b'{"collections":[],"format":"soulbadge collections 1","more":1}',
        b'{"collections":"any","format":"soulbadge collections 1"}',
        b'{"collections":[1],"format":"soulbadge collections 1"}',
        b'{"collections":["*"],"format":"soulbadge collections 1"}',
        b'{"collections":[],"collections":[],"format":"soulbadge collections 1"}',
        b'{"collections":["eip155:01:0x5FbDB2315678afecb367f032d93F642f64180aa3"],"format":"soulbadge collections 1"}',
        b'{"collections":["eip155:1:0x5fbdb2315678afecb367f032d93f642f64180aa3"],"format":"soulbadge collections 1"}',
        b'{"collections":["solana:1:0x5FbDB2315678afecb367f032d93F642f64180aa3"],"format":"soulbadge collections 1"}',
        b"[" * 60_000,
    ],
)
def test_a_document_that_is_none_is_loud(programme: Programme, mutual: Site, body: bytes) -> None:
    mutual.body = body
    with pytest.raises(DomainDocumentError) as refusal:
        vouches(programme.collection, mutual.domain, fetch=mutual.fetcher())
    both_sides_are_named(refusal.value, programme, mutual)


def test_names_out_of_order_or_twice_are_refused(programme: Programme, mutual: Site) -> None:
    names = json.loads(mutual.body)["collections"]
    for wrong in (names * 2, ["eip155:9:0x5FbDB2315678afecb367f032d93F642f64180aa3", *names]):
        mutual.body = json.dumps({"collections": wrong, "format": "soulbadge collections 1"}).encode()
        with pytest.raises(DomainDocumentError):
            vouches(programme.collection, mutual.domain, fetch=mutual.fetcher())


def both_sides_are_named(error: VouchingError, programme: Programme, site: Site) -> None:
    assert error.domain == site.domain
    assert site.domain in str(error)
    assert f"eip155:{programme.collection.chain_id}:{programme.collection.address}" in str(error)
    assert str(error).isprintable()


def refused(programme: Programme, site: Site, fetch: Fetcher) -> str:
    with pytest.raises(DomainUnreachableError) as refusal:
        vouches(programme.collection, site.domain, fetch=fetch)
    both_sides_are_named(refusal.value, programme, site)
    return refusal.value.problem


def test_a_site_that_is_not_there_or_says_no_is_loud(programme: Programme, mutual: Site) -> None:
    for status in (204, 404, 500):
        mutual.status = status
        assert str(status) in refused(programme, mutual, mutual.fetcher())


def test_a_certificate_that_nobody_vouches_for_is_refused(programme: Programme, mutual: Site) -> None:
    assert "certificate" in refused(programme, mutual, Fetcher()).lower()
    mutual.domain = mutual.domain.replace("localhost", "127.0.0.1")  # not what the certificate is for
    assert "certificate" in refused(programme, mutual, mutual.fetcher()).lower()
    assert mutual.asked == []


def test_a_large_document_is_not_read_to_its_end(programme: Programme, mutual: Site) -> None:
    mutual.body = b" " * 3000
    assert "more than 1000 bytes" in refused(programme, mutual, mutual.fetcher(most=1000))


def test_a_document_that_drips_is_not_waited_for(programme: Programme, mutual: Site) -> None:
    mutual.drip = 0.5  # each byte comes in time, the whole would take a minute
    begun = time.monotonic()
    assert "not in 1 seconds" in refused(programme, mutual, mutual.fetcher(seconds=1))
    assert time.monotonic() - begun < 25


def test_a_document_that_breaks_off_is_refused(programme: Programme, mutual: Site) -> None:
    mutual.headers["Content-Length"] = str(len(mutual.body) + 10)
    assert "breaks off" in refused(programme, mutual, mutual.fetcher())


def test_it_may_move_within_its_host_and_no_further(programme: Programme, mutual: Site) -> None:
    mutual.status = 301
    mutual.headers["Location"] = "/elsewhere/soulbadge.json"
    assert vouches(programme.collection, mutual.domain, fetch=mutual.fetcher()).domain == mutual.domain
    assert mutual.asked == [WELL_KNOWN, "/elsewhere/soulbadge.json"]
    for target in (
        "https://evil.example/soulbadge.json",
        f"https://{mutual.domain.replace('localhost', '127.0.0.1')}/elsewhere",
        "https://localhost/elsewhere",
        f"http://{mutual.domain}/elsewhere",
        f"https://user@{mutual.domain}/elsewhere",
        "//evil.example/x",
        "file:///etc/passwd",
        "https://[::1",
        f"https://{mutual.domain}0/elsewhere",
        "https://localhost:port/",
        f"https://{mutual.domain}/else where",
    ):
        mutual.headers["Location"] = target
        mutual.asked.clear()
        refused(programme, mutual, mutual.fetcher())
        assert mutual.asked == [WELL_KNOWN]
    mutual.headers["Location"] = WELL_KNOWN
    assert "moved more than" in refused(programme, mutual, mutual.fetcher())


@pytest.mark.parametrize("domain", ["", "https://door.example", "door.example/", "user@door.example", "DOOR.example"])
def test_what_is_no_domain_is_refused(programme: Programme, domain: str) -> None:
    with pytest.raises(ValueInvalidError):
        vouches(programme.collection, domain, fetch=lambda _: b"")
