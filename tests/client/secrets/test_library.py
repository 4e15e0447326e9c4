"""No exception, no value and no record of the library tells the key, also to whoever logs tracebacks with locals."""

import json
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest
from eth_account import Account
from tests.client.conftest import InProcess, Programme, begin
from tests.client.secrets.canary import ACCOUNT, HEX, KEY, PASSPHRASE, seen_in

import soulbadge
from soulbadge import (
    Domain,
    Holder,
    Issuer,
    SignedVoucher,
    Voucher,
    challenge,
    open_keystore,
    open_local_key,
    present,
    sign_voucher,
)
from soulbadge.cli.config import Config
from soulbadge.cli.sending import CappedSigner
from soulbadge.cli.session import Session
from soulbadge.cli.settings import Settings
from soulbadge.errors import KeystoreError, RawKeyRefusedError, SoulbadgeError
from soulbadge.ids import parse_address
from soulbadge.openbadges import CredentialKey
from soulbadge.signers import account_or_none
from soulbadge.vouchers.links import ClaimLink

OURS = str(Path(soulbadge.__file__).parent)
LOCAL = {"chain_id": 31337, "endpoint": "http://127.0.0.1:8545"}


def told_by(error: BaseException) -> str:
    """All that can be got out of an exception: its text, its fields, its causes, and the locals of our frames."""
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or link.__context__
    texts = [f"{each} {each!r} {each.args} {vars(each)}" for each in chain]
    texts += ["".join(traceback.format_exception(each)) for each in chain]
    texts += [repr(frame) for each in chain for frame in locals_of(each.__traceback__)]
    return "\n".join(texts)


def locals_of(trace: TracebackType | None) -> Iterator[dict[str, str]]:
    for frame, _ in traceback.walk_tb(trace):
        if frame.f_code.co_filename.startswith(OURS):
            summary = traceback.StackSummary.extract(iter([(frame, frame.f_lineno)]), capture_locals=True)
            yield dict(summary[0].locals or {})


def keystore(folder: Path, password: str = PASSPHRASE) -> Path:
    file = folder / "canary.json"
    file.write_text(json.dumps(Account.encrypt(KEY, password, iterations=2)), encoding="utf-8")
    return file


def test_frames_of_ours_are_looked_into() -> None:
    """Else it would mean nothing that nothing is found: here a frame of ours keeps what it was given."""
    with pytest.raises(SoulbadgeError) as caught:
        parse_address(HEX)
    assert seen_in(str(list(locals_of(caught.value.__traceback__))))


def test_keystores_that_do_not_open(tmp_path: Path) -> None:
    file = keystore(tmp_path)
    named = json.loads(file.read_text(encoding="utf-8"))
    elsewhere = tmp_path / "elsewhere.json"
    elsewhere.write_text(json.dumps({**named, "address": "11" * 20}), encoding="utf-8")
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps({**named, "crypto": {**named["crypto"], "kdfparams": {}}}), encoding="utf-8")
    for name, password in (
        (file, PASSPHRASE + "x"),
        (elsewhere, PASSPHRASE),
        (broken, PASSPHRASE),
        (tmp_path, PASSPHRASE),
        (tmp_path / "none.json", PASSPHRASE),
    ):
        with pytest.raises(KeystoreError) as caught:
            open_keystore(name, password)
        assert not seen_in(told_by(caught.value)), name


@pytest.mark.parametrize(
    "key",
    [
        HEX[:-1],
        HEX[:-2],
        HEX + "00",
        HEX[:-1] + "g",
        KEY.decode(),
        HEX + "\n",
        "0x" + HEX,
        "0x" + "ff" * 32,
        "0x" + "00" * 32,
    ],
    ids=range(9),
)
def test_keys_that_are_none(key: str) -> None:
    assert account_or_none(key) is None
    with pytest.raises(KeystoreError) as caught:
        open_local_key(key, **LOCAL)  # type: ignore[arg-type]  # the two arguments, by name
    assert not seen_in(told_by(caught.value))


def test_a_key_that_is_refused_because_the_chain_is_not_local() -> None:
    elsewhere = f"https://node.example/{HEX}"
    for chain_id, endpoint in ((1, "http://127.0.0.1:8545"), (31337, elsewhere), (31337, f"http://{HEX}@y")):
        with pytest.raises(RawKeyRefusedError) as caught:
            open_local_key(HEX, chain_id=chain_id, endpoint=endpoint)
        assert not seen_in(told_by(caught.value))


@pytest.fixture(scope="module")
def programme(in_process: InProcess) -> Programme:
    in_process.tester.add_account(HEX)
    rich = in_process.tester.get_accounts()[1]
    in_process.tester.send_transaction({"from": rich, "to": ACCOUNT.address, "value": 10**20, "gas": 21_000})
    return begin(in_process.web3, ACCOUNT)


def voucher_for(programme: Programme, claim_key: str) -> SignedVoucher:
    collection = programme.collection
    voucher = Voucher(
        issuer=ACCOUNT.address,
        badge_id=1 << 208,
        award=0,
        start_time=0,
        end_time=0,
        evidence=bytes(32),
        deadline=collection.node.timestamp() + 1000,
        claim_key=claim_key,
    )
    return sign_voucher(Domain(collection.chain_id, collection.address), ACCOUNT, voucher)


def test_values_do_not_show_what_they_sign_with(programme: Programme, tmp_path: Path) -> None:
    settings = Settings(network="n", rpc_url=f"https://node.example/{HEX}")
    config = tmp_path / "soulbadge.toml"
    config.write_text(f"[network.n]\nrpc_url = 'https://node.example/{HEX}'\nchain_id = 1\n", encoding="utf-8")
    link = ClaimLink(KEY, voucher_for(programme, ACCOUNT.address))
    values: list[Any] = [
        open_keystore(keystore(tmp_path), PASSPHRASE),
        open_local_key(HEX, **LOCAL),  # type: ignore[arg-type]  # the two arguments, by name
        CappedSigner(ACCOUNT, 1),
        Issuer(programme.collection, ACCOUNT),
        Holder(programme.collection, ACCOUNT),
        CredentialKey(KEY),
        settings,
        Session(settings),
        Config.load(config),
        link,
        link.account,
        programme.collection,
    ]
    for value in values:
        for text in (repr(value), str(value), f"{[value]}"):
            assert not seen_in(text), type(value)
    assert not seen_in(json.dumps(link.signed.to_json()))


def test_refusals_of_the_contract_and_faults_of_the_node(
    programme: Programme, holder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    issuer, me = programme.issuer, Holder(programme.collection, ACCOUNT)
    link = ClaimLink(KEY, voucher_for(programme, ACCOUNT.address))
    issuer.issue("cka", holder)

    def fails() -> None:
        monkeypatch.setattr(type(programme.collection.node), "send", _broken)
        issuer.issue("cka", str(Account.create().address))

    attempts: list[Callable[[], object]] = [
        lambda: issuer.issue("cka", holder),
        lambda: issuer.issue("cks", str(Account.create().address)),
        lambda: issuer.issue("none", holder),
        lambda: me.renounce(1),
        lambda: Holder(programme.collection, Account.create()).claim(link),
        lambda: ClaimLink(KEY, voucher_for(programme, holder)),
        lambda: ClaimLink.parse(link.text()[:-4]),
        lambda: present(
            ACCOUNT, [issuer.collection.badges_of(holder)[0]], challenge("a.example", "https://a.example", 1)
        ),
        fails,
    ]
    for number, attempt in enumerate(attempts):
        with pytest.raises((SoulbadgeError, RuntimeError)) as caught:
            attempt()
        told = told_by(caught.value)
        if number == 6:  # the text of a link is its key, and its caller's
            told = f"{caught.value} {caught.value!r}"
        assert not seen_in(told), number


def _broken(*_: object) -> None:
    raise RuntimeError("a fault of ours")
