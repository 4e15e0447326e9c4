"""Sharing chosen badges, and chosen facts behind them, with one audience, until a moment.

    grade = document.disclose(["grade"])
    shown = share(account, badges, "recruiter.example", expires_in=14 * 86_400, disclosures=[grade])
    found = check_share(shown, "recruiter.example", collections)  # the audience, as often as it likes until then

`present` answers a verifier's challenge, once. A share is made without one: the holder draws up the challenge for the
audience and signs it, together with a hash of what is disclosed. So it can be read many times, by that audience alone,
and nothing in it can be exchanged. Whoever serves a share (`soulbadge serve`) withdraws it by deleting it; a copy that
somebody kept goes on being true until it expires, so let it expire soon.

What a share leaves out stays public on chain as before: see docs/sharing.md.
"""

from soulbadge.sharing.checking import CheckedShare, check_share
from soulbadge.sharing.shares import Share, share

__all__ = ["CheckedShare", "Share", "check_share", "share"]
