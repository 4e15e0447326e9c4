"""Must fail, on a chain that answers: .ci/run asserts that `brownie test` reports it."""


def test_brownie_reports_a_failure(accounts, web3):
    assert "Ganache" in web3.client_version, "not the chain that the contract tests run on"
    assert accounts[0].balance() == 0, "the canary sings"
