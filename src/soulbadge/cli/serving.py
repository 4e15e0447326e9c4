"""What `serve` does."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from soulbadge.errors import ValueInvalidError

from .nodes import ended_kindly
from .output import Facts, Human, Page, Table, emit, note

if TYPE_CHECKING:
    import socket

    from soulbadge.web import Site
    from soulbadge.web.demo import Demonstration

    from .session import Session


@dataclass(frozen=True, slots=True)
class Words:
    """What the options say."""

    host: str
    port: int
    origin: str | None
    title: str
    policy: str | None
    trust: str | None
    file: str | None
    agree: tuple[str, ...]
    proxies: tuple[str, ...]


def serve(session: "Session", words: Words) -> None:
    """Serve the pages of a chain until somebody ends it."""
    addresses, names = _collections(session, words.trust)
    club = None
    if words.policy is not None:
        from soulbadge.policy import load

        club = load(words.policy, names)
    rpc, chain_id = session.settings.rpc_url, session.chain_id
    listening = _listening(words)
    site = _site(words, listening, rpc, addresses, club=club, chain_id=chain_id)
    value = {"url": site.settings.origin, "chain_id": chain_id, "collections": addresses, "club": words.policy}
    facts = Facts([("site", site.settings.origin), ("chain", chain_id), ("collections", ", ".join(addresses))])
    _until_ended(site, listening, words.proxies, value, facts)


def serve_demo(words: Words, folders: Sequence[Path]) -> None:
    """Serve a demonstration: a chain of its own with people and badges on it.

    Raises:
        ValueInvalidError: An option is meant for another chain.
    """
    for name, given in (("--policy", words.policy), ("--trust", words.trust)):
        if given is not None:
            raise ValueInvalidError(name, "the demonstration has its own; leave it out, or leave out --demo")
    from soulbadge.web.demo import demonstration

    listening = _listening(words)
    note("making a chain with people and badges on it; that takes some seconds")
    try:
        with demonstration(folders) as shown:
            site = _site(words, listening, shown.rpc, list(shown.collections.values()), club=shown.policy)
            value, human = _told(site, shown)
            _until_ended(site, listening, words.proxies, value, human)
    except KeyboardInterrupt:  # before it served
        note("the demonstration ended")


def _listening(words: Words) -> "socket.socket":
    from soulbadge.web.serving import listen
    from soulbadge.web.settings import is_loopback

    if words.origin is None and not is_loopback(words.host):
        problem = f"{words.host} is reached by others; say under which https address, such as https://club.example"
        raise ValueInvalidError("--origin", problem)
    return listen(words.host, words.port)


def _site(
    words: Words,
    listening: "socket.socket",
    rpc: Any,  # noqa: ANN401 (a URL or a web3)
    addresses: list[str],
    **more: Any,  # noqa: ANN401 (arguments of Site)
) -> "Site":
    from soulbadge.web import Site, SiteSettings

    try:
        host = f"[{words.host}]" if ":" in words.host else words.host
        origin = words.origin or f"http://{host}:{listening.getsockname()[1]}"
        settings = SiteSettings(origin=origin, title=words.title)
        file = Path(words.file) if words.file else None
        return Site(settings, rpc, addresses, file=file, agreeing=words.agree, **more)
    except BaseException:
        listening.close()
        raise


def _until_ended(
    site: "Site",
    listening: "socket.socket",
    proxies: Sequence[str],
    value: dict[str, Any],
    human: Human,
) -> None:
    from soulbadge.web.serving import run

    emit(value, human)
    note("Ctrl-C ends it")
    with suppress(KeyboardInterrupt), ended_kindly():
        run(site, listening, proxies)
    note("the site ended")


def _collections(session: "Session", trust: str | None) -> tuple[list[str], dict[str, str]]:
    """Addresses, and the names by which a policy knows them."""
    if trust is None:
        collection = session.collection()
        return [collection.address], {collection.symbol(): collection.address}
    from soulbadge.trust import Trust, connect_trusted

    listed = Trust.read(trust).on(session.chain_id)
    connect_trusted(listed, {session.chain_id: session.web3})  # their code is what the list says
    return [each.address for each in listed], listed.addresses()


def _told(site: "Site", shown: "Demonstration") -> tuple[dict[str, Any], Human]:
    origin = site.settings.origin
    people = [
        (each.name, each.account.address, "0x" + bytes(each.account.key).hex(), each.story)
        for each in shown.people.values()
    ]
    value = {
        "url": origin,
        "chain": shown.chain,
        "rpc_url": shown.rpc if isinstance(shown.rpc, str) else None,
        "collections": shown.collections,
        "people": [dict(zip(("name", "address", "key", "story"), each, strict=True)) for each in people],
        "claim_link": f"{origin}/claim#{shown.link}",
    }
    looks = [
        ("Ada's résumé", f"{origin}/holder/{shown.people['Ada'].account.address}"),
        ("the club", f"{origin}/club"),
        ("a badge to claim", f"{origin}/claim#{shown.link}"),
        ("verify", f"{origin}/verify"),
    ]
    return value, Page(
        [
            Facts([("site", origin), ("chain", shown.chain)]),
            Table(("who", "address", "key (known to everybody)", "what there is to see"), people),
            Facts(looks, "Where to look"),
        ]
    )
