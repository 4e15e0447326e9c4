"""What `deploy` does: once, recorded, and verified when it is run again."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from soulbadge.catalog import Catalog
from soulbadge.contract import Collection, connect
from soulbadge.deployment import Deployment, check_code, estimate_deployment
from soulbadge.deployment import deploy as deploy_collection
from soulbadge.errors import CatalogDiffersError, CodeMismatchError, NoContractError, NotBadgesError, ValueInvalidError
from soulbadge.issuer import Issuer
from soulbadge.models import Profile, Receipt

from .output import Facts, emit, note
from .plans import applied, receipts_json
from .receipts import ether

if TYPE_CHECKING:
    from .session import Session


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be deployed."""

    name: str
    symbol: str
    profile: Profile
    catalog: Catalog | None

    @classmethod
    def of(cls, catalog: Catalog | None, name: str | None, symbol: str | None) -> "Order":
        """From a catalog, or from name and symbol, which come before the catalog's.

        Raises:
            ValueInvalidError: There is neither.
        """
        name = name or (catalog.name if catalog else None)
        symbol = symbol or (catalog.symbol if catalog else None)
        if not name or not symbol:
            raise ValueInvalidError("name and symbol", "give --name and --symbol, or a --catalog that has them")
        return cls(name, symbol, catalog.profile if catalog else Profile(name), catalog)


@dataclass(slots=True)
class _Report:
    """What was done: told at once, for there is more to come, and kept for the result."""

    value: dict[str, Any]
    last: Receipt | None = None
    """The latest transaction."""

    def say(self, line: str, **values: object) -> None:
        for each in line.splitlines():
            note(each)
        self.value |= values


def deploy(session: "Session", order: Order, *, appoint: bool, again: bool, dry_run: bool) -> None:
    """Deploy, appoint and create what is not there yet, and emit what was done."""
    signer = session.signer()
    report = _Report({"dry_run": dry_run, "chain_id": session.chain_id})
    collection = None if again else _recorded(session, order.symbol, report)
    if collection is not None and (named := collection.name()) != order.name:
        note(f"it is called {named!r}, for ever; for one called {order.name!r} choose another --symbol")
    if collection is None and dry_run:
        gas, cost = estimate_deployment(session.web3, signer)
        emit(
            {**report.value, "deployed": True, "gas": gas, "cost": str(cost)},
            f"dry run: would deploy {order.symbol} on chain {session.chain_id} as {signer.address}\n"
            f"its two companions alone take {gas:,} gas, at most {ether(cost)}; nothing was sent",
        )
        return
    collection = collection or _deployed(session, order, report)
    _set_up(Issuer(collection, signer), order, report, appoint=appoint, dry_run=dry_run)
    if report.last:
        session.settled(report.last)
    where = f"{collection.address} on chain {collection.chain_id}"
    emit(report.value, Facts([("dry run", "nothing was sent" if dry_run else None), (order.symbol, where)]))


def _deployed(session: "Session", order: Order, report: _Report) -> Collection:
    made = deploy_collection(session.web3, session.signer(), order.name, order.symbol, order.profile)
    session.deployments.write(made)
    report.last = Receipt(made.transaction, made.block, 0, 0)
    report.say(
        f"deployed {made.symbol} at {made.address} on chain {made.chain_id}, block {made.block}",
        deployed=True,
        deployment=made.to_json(),
    )
    report.say(f"code verified, {made.code_hash}; recorded in {session.deployments.file}")
    return connect(session.web3, made.address)


def _recorded(session: "Session", symbol: str, report: _Report) -> Collection | None:
    """The collection that was deployed before, verified; None if there is none, or its local chain was restarted."""
    record = session.deployments.read().get(symbol)
    if record is None:
        return None
    try:
        collection = connect(session.web3, record.address)
        check_code(collection)
    except NoContractError:
        if not session.is_local:
            note("the recorded deployment is gone: is this the same chain? deploy anew with --again")
            raise
        note(f"{symbol} is recorded at {record.address}, where there is no code: the local chain was restarted")
        return None
    except (CodeMismatchError, NotBadgesError):
        note(f"the recorded {symbol} cannot be verified; deploy anew with --again")
        raise
    _say_recorded(record, report)
    return collection


def _say_recorded(record: Deployment, report: _Report) -> None:
    report.say(
        f"{record.symbol} is deployed already, at {record.address} on chain {record.chain_id}, block {record.block}",
        deployed=False,
        deployment=record.to_json(),
    )
    report.say(f"code verified, {record.code_hash}")


def _set_up(issuer: Issuer, order: Order, report: _Report, *, appoint: bool, dry_run: bool) -> None:
    """Appoint the signer and create the catalog's achievements, where that is not so yet."""
    plan = order.catalog.plan(issuer.collection) if order.catalog else None
    if plan and plan.differing:
        raise CatalogDiffersError(plan.differing)
    if appoint:
        _appoint(issuer, report, dry_run=dry_run)
    if order.catalog and plan:
        receipts = order.catalog.apply(issuer, dry_run=dry_run)
        report.last = receipts[-1] if receipts else report.last
        report.say(
            applied(plan, receipts, dry_run=dry_run),
            missing=list(plan.missing),
            unchanged=list(plan.unchanged),
            **receipts_json(receipts),
        )


def _appoint(issuer: Issuer, report: _Report, *, dry_run: bool) -> None:
    every = 0
    who = issuer.address
    if issuer.collection.is_issuer(who, every):
        report.say(f"{who} is an issuer already", appointed=False)
    elif issuer.collection.owner() != who:
        report.say(f"{who} is not the owner, so it was not made an issuer", appointed=False)
    else:
        report.last = issuer.appoint_issuer(who, dry_run=dry_run)
        report.say(f"{'dry run: would appoint' if dry_run else 'appointed'} {who} issuer of everything", appointed=True)
