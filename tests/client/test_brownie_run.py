"""`brownie run deploy` and `brownie run mint`: the same scripts, on Brownie's own network.

Brownie attaches to whatever listens on the port of its network `ganache-cli`, so a ganache is started there and both
runs meet the same chain.
"""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from tests.support import chains

from soulbadge import Deployments, Status, badge_id, connect

ROOT = Path(__file__).parents[2]
BROWNIE = ROOT / ".venv-brownie" / "bin" / "brownie"
HOLDER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"


def port() -> int:
    """The port of Brownie's ganache, as configured."""
    text = (ROOT / "brownie-config.yaml").read_text("utf-8")
    found = re.search(r"ganache-cli:\s+cmd_settings:\s+port: (\d+)", text)
    assert found
    return int(found[1])


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("SOULBADGE_")}
    # A home of its own: Brownie writes its list of networks there, and a newcomer has none.
    home, records = (str(tmp_path_factory.mktemp(name)) for name in ("home", "deployments"))
    return clean | {"HOME": home, "SOULBADGE_DEPLOYMENTS": records}


def run(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BROWNIE, "run", *words, "--network", "ganache-cli"],
        check=False,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_deploy_and_mint_run_under_brownie(environment: dict[str, str]) -> None:
    with chains.ganache(at=port()) as node:
        deployed = run(environment, "deploy", "main", "catalog=examples/cncf.toml")
        assert deployed.returncode == 0, deployed.stdout + deployed.stderr
        again = run(environment, "deploy", "main", "catalog=examples/cncf.toml")
        assert again.returncode == 0, again.stdout + again.stderr
        height = node.height()

        refused = run(environment, "mint", "main", "achievement=cks", f"holder={HOLDER}")
        assert refused.returncode == 1
        assert "lacks an active cka" in refused.stdout + refused.stderr
        assert "Traceback" not in refused.stdout + refused.stderr
        assert node.height() == height

        issued = run(environment, "mint", "main", "achievement=cka", f"holder={HOLDER}")
        assert issued.returncode == 0, issued.stdout + issued.stderr
        (record,) = Deployments(environment["SOULBADGE_DEPLOYMENTS"], 1337).read().values()
        collection = connect(node.url, record.address)
        assert collection.status_of(badge_id(1, 0, HOLDER)) is Status.ACTIVE
        assert json.loads((Path(environment["SOULBADGE_DEPLOYMENTS"]) / "1337.json").read_text("utf-8"))


def test_told_nothing_they_deploy_and_issue_the_example(environment: dict[str, str], tmp_path: Path) -> None:
    environment = environment | {"SOULBADGE_DEPLOYMENTS": str(tmp_path)}
    with chains.ganache(at=port()) as node:
        for said in ("4/4 kcna to", "4 held already"):
            issued = run(environment, "mint")
            assert issued.returncode == 0, issued.stdout + issued.stderr
            assert said in issued.stdout
        height = node.height()
        again = run(environment, "deploy")
        assert again.returncode == 0, again.stdout + again.stderr
        assert "deployed already" in again.stdout
        assert node.height() == height
        refused = run(environment | {"SOULBADGE_HOLDER": HOLDER}, "mint")
        assert refused.returncode == 1, refused.stdout
        assert "give --csv, or --achievement and --holder" in refused.stdout + refused.stderr
