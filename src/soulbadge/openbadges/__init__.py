"""Badges for other people's wallets: Open Badges 3.0 credentials, and back.

>>> key = CredentialKey(secrets.token_bytes(32))
>>> binding = bind_key(key.did, badges.chain_id, badges.address, issuer_account, now=now)
>>> credentials = export(resume([holder], [badges]), key, [binding], now=now)
>>> verify_credential(credentials[0], [badges], now).badge.status
<Status.ACTIVE: 2>
"""

from .checking import CredentialVerdict, verify_credential
from .exporting import export
from .keys import CredentialKey, KeyBinding, bind_key

__all__ = [
    "CredentialKey",
    "CredentialVerdict",
    "KeyBinding",
    "bind_key",
    "export",
    "verify_credential",
]
