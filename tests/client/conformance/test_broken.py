"""Contracts that each break one rule fail that one, and no other."""

from collections.abc import Callable

import pytest
from tests.client.conformance.conftest import Small, compiled, names

from soulbadge.conformance import STANDARDS, Outcome

BROKEN = {
    "DeniesErc165": {"erc165.itself", "erc5484.requires"},
    "SaysYesToNothing": {"erc165.invalid-id"},
    "AnswersDearly": {"erc165.gas"},
    "DeniesErc5192": {"erc5192.interface-id"},
    "DeniesMetadata": {"erc721-metadata.interface-id"},
    "IsNoErc721": {"erc721.interface-id", "erc5484.requires", "erc7858.requires"},
    "ApprovesUnindexed": {"erc721.approval-event"},
    "IndexesTooMuch": {"erc721.approval-for-all-event"},
    "MovesInSilence": {"erc721.transfer-emitted"},
    "BurnsInSilence": {"erc721.transfer-emitted"},
    "CountsZero": {"erc721.balance-of-zero"},
    "CountsTwice": {"erc721.balance-of"},
    "OwnsNothing": {"erc721.owner-of-nonexistent"},
    "ApprovesNothing": {"erc721.get-approved-nonexistent"},
    "HidesApproved": {"erc721.get-approved"},
    "HidesOperators": {"erc721.is-approved-for-all"},
    "LetsStrangersApprove": {"erc721.approve-by-stranger"},
    "LetsStrangersMove": {"erc721.transfer-by-stranger"},
    "MovesFromAnybody": {"erc721.transfer-from-other"},
    "MovesToZero": {"erc721.transfer-to-zero"},
    "MovesNothing": {"erc721.transfer-nonexistent"},
    "SendsToContracts": {"erc721.safe-transfer-receiver"},
    "NamesNothing": {"erc721-metadata.token-uri-nonexistent"},
    "WritesNoJson": {"erc721-metadata.token-uri"},
    "HasNoName": {"erc721-metadata.name-and-symbol"},
    "IndexesLocked": {"erc5192.locked-event"},
    "LocksNothing": {"erc5192.locked-nonexistent"},
    "LockedAndMoving": {"erc5192.locked-transfers"},
    "IssuesInSilence": {"erc5484.issued-emitted"},
    "IssuesUnindexed": {"erc5484.issued-event"},
    "BurnAuthOfNothing": {"erc5484.burn-auth-nonexistent"},
    "ChangesBurnAuth": {"erc5484.burn-auth-immutable"},
    "LetsIssuersBurn": {"erc5484.burn-auth-decides"},
    "RewritesNames": {"erc5484.metadata"},
    "CountsMoons": {"erc7858.expiry-type"},
    "ExpiresNothing": {"erc7858.expired-nonexistent"},
    "StartsNothing": {"erc7858.start-nonexistent"},
    "EndsNothing": {"erc7858.end-nonexistent"},
    "StartsAfterItsEnd": {"erc7858.start-before-end"},
    "NeverIsNow": {"erc7858.expired"},
    "ForgetsExpired": {"erc7858.balance-counts-expired", "erc721.balance-of"},
    "MintsWithoutTimes": {"erc7858.updated-at-mint"},
    "RenewsInSilence": {"erc7858.updated-at-change"},
    "TimesUnindexed": {"erc7858.updated-event"},
    "TransfersNothing": {"erc6454.nonexistent"},
    "TransfersForbidden": {"erc6454.refused"},
    "HasNoGeneralAnswer": {"erc6454.general"},
    "AnnouncesIndexed": {"erc4906.one-event"},
    "AnnouncesTooLittle": {"erc4906.many-event"},
    "ChangesInSilence": {"erc4906.announced"},
    "NamesAnotherContract": {"erc5267.domain"},
    "DescribesNothing": {"erc7572.contract-uri"},
    "IsAccountBound": {"erc4973.no-erc721"},
}
"""By contract, the sentence that it breaks; the few with more say one thing that several standards demand."""


@pytest.mark.parametrize("name", ["Kept", "KeptDetectable"])
def test_a_contract_that_keeps_everything_fails_nothing(tell: Callable[[str], Small], name: str) -> None:
    report = tell(name).conform()
    assert not report.failed
    assert names(report, Outcome.DEPARTS) == {"erc5484.consent"} or names(report, Outcome.DEPARTS) == set()
    assert report.conforms


@pytest.mark.parametrize(("name", "rules"), BROKEN.items(), ids=BROKEN)
def test_what_is_broken_fails_and_nothing_else(tell: Callable[[str], Small], name: str, rules: set[str]) -> None:
    report = tell(name).conform()
    assert {each.rule: each.because for each in report.failed}.keys() == rules, report.failed
    assert not report.conforms


def test_every_contract_is_tried() -> None:
    assert set(compiled()) == {"Kept", "KeptDetectable", *BROKEN}


def test_rules_have_names_of_their_own_and_say_what_the_standard_says() -> None:
    rules = [rule for standard in STANDARDS for rule in standard.rules]
    assert len({rule.name for rule in rules}) == len(rules)
    assert all(rule.sentence for rule in rules)
