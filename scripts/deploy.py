"""Deploy a collection, record it, and create a catalog's achievements.

    python scripts/deploy.py --catalog examples/cncf.toml
    python scripts/deploy.py --name "Example University" --symbol EXU
    brownie run deploy main catalog=examples/cncf.toml --network ganache-cli
    brownie run deploy                               the example, on a local chain

The signer becomes owner and issuer. What was deployed is recorded in deployments/<chain id>.json. Run again, it
verifies what is recorded, creates achievements that are missing, and sends nothing else.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # for `python scripts/deploy.py`

from scripts import _shared

from soulbadge.catalog import Catalog
from soulbadge.contract import Collection, connect
from soulbadge.deployment import check_code, deploy, estimate_deployment
from soulbadge.errors import CodeMismatchError, NoContractError, NotBadgesError, ValueInvalidError
from soulbadge.issuer import Issuer
from soulbadge.models import Profile

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "cncf.toml"


def main(*words: str) -> None:
    """What `brownie run deploy` calls; told nothing, on a local chain, it deploys the example."""
    if not words and _shared.is_bare("--catalog", "--name", "--symbol"):
        words = (f"catalog={EXAMPLE}",)
    _shared.main(command, words)


def command(arguments: list[str]) -> None:
    """Deploy as these arguments say."""
    parser = _shared.Parser(__doc__ or "")
    parser.option("--catalog", "TOML file: the issuer's name, symbol and achievements")
    parser.option("--name", "the issuer's name, if not the catalog's")
    parser.option("--symbol", "ERC-721 symbol, if not the catalog's")
    parser.switch("--no-appoint", "do not make the signer an issuer")
    parser.switch("--again", "deploy anew even if a deployment is recorded")
    parser.chain()
    options = parser.parse_args(arguments)
    catalog = Catalog.load(options.catalog) if options.catalog else None
    name, symbol, profile = _identity(options, catalog)
    chain = _shared.Chain(options)
    signer = chain.signer()
    collection = None if options.again else _recorded(chain, symbol)
    if collection is None and options.dry_run:
        gas, cost = estimate_deployment(chain.web3, signer)
        print(f"dry run: would deploy {symbol} on chain {chain.chain_id} as {signer.address}")
        print(f"dry run: its two companions alone take {gas} gas, at most {cost} wei; nothing was sent")
        return
    if collection is None:
        deployment = deploy(chain.web3, signer, name, symbol, profile)
        chain.deployments.write(deployment)
        collection = connect(chain.web3, deployment.address)
        print(f"deployed {symbol} at {deployment.address} on chain {chain.chain_id}, block {deployment.block}")
        print(f"code verified, {deployment.code_hash}; recorded in {chain.deployments.file}")
    issuer = Issuer(collection, signer)
    if not options.no_appoint:
        _appoint(issuer, dry_run=options.dry_run)
    if catalog:
        _create(catalog, issuer, dry_run=options.dry_run)


def _identity(options: argparse.Namespace, catalog: Catalog | None) -> tuple[str, str, Profile]:
    name = options.name or (catalog.name if catalog else None)
    symbol = options.symbol or (catalog.symbol if catalog else None)
    if not name or not symbol:
        raise ValueInvalidError("name and symbol", "give --name and --symbol, or a --catalog that has them")
    return name, symbol, catalog.profile if catalog else Profile(name)


def _recorded(chain: _shared.Chain, symbol: str) -> Collection | None:
    """The collection that was deployed before, verified; None if there is none, or its local chain was restarted."""
    record = chain.deployments.read().get(symbol)
    if record is None:
        return None
    try:
        collection = connect(chain.web3, record.address)
        check_code(collection)
    except NoContractError:
        if not chain.is_local:
            print("the recorded deployment is gone: is this the same chain? deploy anew with --again", file=sys.stderr)
            raise
        print(f"{symbol} is recorded at {record.address}, where there is no code: the local chain was restarted")
        return None
    except (CodeMismatchError, NotBadgesError):
        print(f"the recorded {symbol} cannot be verified; deploy anew with --again", file=sys.stderr)
        raise
    print(f"{symbol} is deployed already, at {record.address} on chain {chain.chain_id}, block {record.block}")
    print(f"code verified, {record.code_hash}")
    return collection


def _appoint(issuer: Issuer, *, dry_run: bool) -> None:
    every = 0
    if issuer.collection.is_issuer(issuer.address, every):
        print(f"{issuer.address} is an issuer already")
        return
    if issuer.collection.owner() != issuer.address:
        print(f"{issuer.address} is not the owner, so it was not made an issuer")
        return
    issuer.appoint_issuer(issuer.address, dry_run=dry_run)
    print(f"{'dry run: would appoint' if dry_run else 'appointed'} {issuer.address} issuer of everything")


def _create(catalog: Catalog, issuer: Issuer, *, dry_run: bool) -> None:
    plan = catalog.plan(issuer.collection)
    if plan.unchanged:
        print(f"there already: {', '.join(plan.unchanged)}")
    catalog.apply(issuer, dry_run=dry_run)
    if plan.missing:
        print(f"{'dry run: would create' if dry_run else 'created'}: {', '.join(plan.missing)}")


if __name__ == "__main__":
    sys.exit(_shared.run(command, sys.argv[1:]))
