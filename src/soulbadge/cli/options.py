"""The options that commands share, as decorators. Light: click alone.

@define(examples=["soulbadge revoke cka/0x7099…"], writes=True)
@click.argument("badge")
@signer_options
def command(badge: str, session: Session, *, dry_run: bool) -> None: ...
"""

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from .command import option

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from .session import Session

_CHAIN = (
    option("--network", metavar="NAME", help="Network of the configuration file; 'local' needs none."),
    option("--config", metavar="FILE", help="The configuration file.  [default: soulbadge.toml, if there is one]"),
    option("--rpc-url", metavar="URL", help="The node.  [default: http://127.0.0.1:8545]"),
    option("--chain-id", metavar="NUMBER", type=click.IntRange(min=1), help="The chain that the node must serve."),
    option("--deployments", metavar="FOLDER", help="Records of what was deployed.  [default: deployments]"),
)
_NETWORK = (
    *_CHAIN[:-1],
    option("--collection", metavar="ADDRESS|SYMBOL", help="The collection.  [default: the only one deployed here]"),
    _CHAIN[-1],
)
_COLLECTIONS = option(
    "--collection",
    "collections",
    metavar="ADDRESS|SYMBOL",
    multiple=True,
    help="A collection that counts; may be given several times.  [default: all that were deployed here]",
)
_SIGNER = (
    option("--keystore", metavar="FILE", help="Encrypted key to sign with; on local chains SOULBADGE_KEY will do."),
    option("--password-file", metavar="FILE", help="The keystore's password, first line; asked for if not given."),
    option(
        "--max-fee-gwei",
        metavar="GWEI",
        type=click.FloatRange(min=0, min_open=True),
        help="The most that a unit of gas may cost.",
    ),
    option("--confirmations", metavar="BLOCKS", type=click.IntRange(min=1), help="Blocks before something is done."),
)


def network_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Say which chain and collection are meant; the function gets `session`, which asks nobody until it must."""
    return _with_session(function, _NETWORK)


def signer_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """`network_options`, and who signs: `session.issuer()`, `session.holder()`, `session.signer()`."""
    return _with_session(function, _NETWORK + _SIGNER)


def collections_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """As `signer_options` for several collections: the function gets `collections`, for `session.collections`."""
    return _with_session(function, (*_CHAIN[:-1], _COLLECTIONS, _CHAIN[-1], *_SIGNER))


def _with_session(function: Callable[..., Any], options: tuple[Callable[..., Any], ...]) -> Callable[..., Any]:
    @functools.wraps(function)
    def opened(**values: Any) -> Any:  # noqa: ANN401 (click's)
        return function(**_opened(click.get_current_context(), values))

    decorated: Callable[..., Any] = opened
    for each in reversed(options):
        decorated = each(decorated)
    return decorated


_NAMES = (
    "network",
    "config",
    "rpc_url",
    "chain_id",
    "collection",
    "deployments",
    "keystore",
    "password_file",
    "max_fee_gwei",
    "confirmations",
)


def _opened(context: click.Context, values: dict[str, Any]) -> dict[str, Any]:
    from .session import Session
    from .settings import settle

    given = {name: values.pop(name) for name in _NAMES if name in values}
    given = {name: value for name, value in given.items() if value not in (None, "")}  # set to nothing is not set
    typed = {name for name in given if context.get_parameter_source(name) is ParameterSource.COMMANDLINE}
    return {**values, "session": Session(settle(given, typed))}


def _slugs(context: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":  # noqa: ARG001
    """The collection's slugs; nothing if it cannot be asked, since nobody reads errors while completing."""
    from click.shell_completion import CompletionItem

    from soulbadge.errors import SoulbadgeError

    try:
        session: Session = _opened(context, dict(context.params))["session"]
        found = session.collection().achievements()
    except (SoulbadgeError, OSError):
        return []
    return [CompletionItem(each.slug) for each in found if each.slug.startswith(incomplete)]


source_option = option(
    "--source",
    "sources",
    metavar="NAME=ADDRESS|SYMBOL",
    env=False,
    multiple=True,
    help="Where a source is that the catalog names: another collection; may be given several times.",
)
"""For catalogs; hand them to `plans.load`."""

achievement_argument = click.argument("achievement", metavar="ACHIEVEMENT", shell_complete=_slugs)
"""An achievement by slug or number, completed by the shell; hand it to `session.achievement_of`."""
