"""Who may issue: by the events of appointing and dismissing, each word of them checked with the collection."""

from ._code import read_account
from ._pinned import Pinned
from .report import Issuer


def read_issuers(pinned: Pinned, achievements: int) -> tuple[Issuer, ...]:
    """Everybody who was appointed and may issue at the block, in the order of appointment."""
    named: dict[str, set[int]] = {}
    for event in pinned.events("IssuerAppointed(address,uint256)"):
        named.setdefault(event.address(0), set()).add(event.number(1))
    found = []
    for account, scopes in named.items():
        # Asked about an achievement that does not exist yet: only who may issue everything may issue that.
        everything = 0 in scopes and bool(pinned.one("isIssuer", account, achievements + 1))
        asked = sorted(scopes - {0})
        answers = [bool(each and each[0]) for each in pinned.ask_many("isIssuer", [(account, n) for n in asked])]
        may = tuple(number for number, yes in zip(asked, answers, strict=True) if yes)
        if everything or may:
            found.append(Issuer(read_account(pinned, account), everything, () if everything else may))
    return tuple(found)
