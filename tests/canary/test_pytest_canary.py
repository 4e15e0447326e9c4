"""Must fail: .ci/run asserts that it does, or a runner that reports success whatever happens would go unnoticed."""


def test_pytest_reports_a_failure() -> None:
    assert 1 + 1 == 3, "the canary sings"
