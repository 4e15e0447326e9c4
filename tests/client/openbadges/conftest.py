"""Credentials of Ada's badges, signed by a key for which her issuers vouch."""

import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.client.resume.conftest import ada, aside, careers_node, joined
from tests.support.careers import Careers
from tests.support.published import Published
from tests.support.published import published as published_

from soulbadge.openbadges import CredentialKey, CredentialVerdict, KeyBinding, bind_key, export, verify_credential
from soulbadge.openbadges.signing import sign
from soulbadge.resume import Resume

__all__ = ["ada", "aside", "careers_node", "joined"]

KEY = CredentialKey(bytes(range(32)))
Credential = dict[str, Any]


@pytest.fixture(scope="session")
def published() -> Published:
    return published_()


@pytest.fixture(scope="session")
def bindings(ada: Careers) -> list[KeyBinding]:
    return [bind_key(KEY.did, each.chain_id, each.address, ada.boss, now=ada.start) for each in ada.collections]


@pytest.fixture(scope="session")
def credentials(ada: Careers, joined: Resume, bindings: list[KeyBinding]) -> tuple[Credential, ...]:
    return export(joined, KEY, bindings, now=ada.now)


def named(credentials: Sequence[Credential], slug: str) -> Credential:
    """A copy of the first credential of an achievement, to be spoiled."""
    one = next(each for each in credentials if each["credentialSubject"]["achievement"]["humanCode"] == slug)
    copy: Credential = json.loads(json.dumps(one))
    return copy


def signed_again(credential: Credential, key: CredentialKey = KEY) -> Credential:
    """As somebody with the key would sign it who tells a lie."""
    plain = {name: value for name, value in credential.items() if name != "proof"}
    return sign(plain, key, created="2026-01-01T00:00:00Z")


def check(careers: Careers, credential: object, now: int | None = None) -> CredentialVerdict:
    """As a verifier would who trusts every collection."""
    return verify_credential(credential, careers.collections, careers.now if now is None else now)


Verifier = Callable[[Sequence[Credential], int], list[str | None]]


@pytest.fixture(scope="session")
def verified_elsewhere(published: Published) -> Verifier:
    """@digitalbazaar/vc, offline: for each credential None, or why it is refused."""
    node = shutil.which("node")
    assert node, "no node on PATH: run `make setup` and use .venv"

    def verify(credentials: Sequence[Credential], now: int) -> list[str | None]:
        given = {"credentials": credentials, "contexts": published.contexts, "now": now}
        program = Path(__file__).with_name("verify.mjs")
        done = subprocess.run(
            [node, str(program)], input=json.dumps(given), capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, done.stderr
        found: list[str | None] = json.loads(done.stdout)
        return found

    return verify
