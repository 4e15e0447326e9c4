"""A claim link: a badge for somebody whose address nobody knows yet."""

from eth_account import Account

from soulbadge.demo.narrator import Narrator
from soulbadge.demo.stage import YEAR, Programme, Stage, told
from soulbadge.errors import VoucherSpentError
from soulbadge.holder import Holder
from soulbadge.ids import ZERO_ADDRESS, badge_id
from soulbadge.models import NO_EVIDENCE, BurnAuth, Voucher
from soulbadge.typed_data import Domain
from soulbadge.vouchers import consent, sign_voucher


def claim(stage: Stage, narrator: Narrator, foundation: Programme) -> None:
    """The voucher names a key; whoever has the key claims, once."""
    narrator.act("A link for somebody new")
    badges, now = foundation.badges, stage.chain.now
    key = Account.create()  # travels in the link
    voucher = Voucher(
        issuer=foundation.account.address,
        badge_id=badge_id(badges.achievement_id("kcna"), 0, ZERO_ADDRESS),
        award=0,
        start_time=0,
        end_time=0,
        evidence=NO_EVIDENCE,
        deadline=now + YEAR,
        claim_key=key.address,
    )
    signed = sign_voucher(Domain(badges.chain_id, badges.address), foundation.account, voucher)
    narrator.says("the foundation signs a voucher that names a key instead of a holder, and sends no transaction")
    newcomer, mallory = stage.person("Lin"), stage.person("Mallory")
    word = consent(signed, BurnAuth.OwnerOnly, now + YEAR, holder=newcomer.address, key=key)
    badge = badges.badge(Holder(badges, newcomer).claim(signed, word).badge_id)
    narrator.says(f"Lin, with a new wallet, follows the link: KCNA {told(badge)}")
    again = consent(signed, BurnAuth.OwnerOnly, now + YEAR, holder=mallory.address, key=key)
    narrator.refused(
        "Mallory, who got hold of the link, claims it again",
        VoucherSpentError,
        lambda: Holder(badges, mallory).claim(signed, again),
    )
