"""`soulbadge serve` with every logger of the process at its most talkative, and faults of ours on demand.

`python talkative.py FAULTS WORD…`: while the file FAULTS is there, whoever looks at a claim meets a fault of ours whose
message, and whose cause, quote all that there is: what was pasted, and what the connection to the node said.
"""

import logging
import sys
from pathlib import Path
from typing import Any

import requests
import uvicorn

from soulbadge.cli import main
from soulbadge.web import claims


class _Loud(uvicorn.Config):
    def __init__(self, app: Any, **named: Any) -> None:  # noqa: ANN401 (as uvicorn has it)
        super().__init__(app, **{**named, "log_level": "trace", "access_log": True})


def _let_fail(faults: Path) -> None:
    read = claims.read

    def broken(site: Any, text: str, holder: str) -> claims.Claim:  # noqa: ANN401 (a site)
        if not faults.exists():
            return read(site, text, holder)
        try:
            requests.get(site.reader._rpc.replace("http:", "nowhere:"), timeout=1)
        except requests.RequestException as error:  # quotes the whole URL
            raise RuntimeError(f"cannot make sense of {text!r} for {holder}") from error
        raise AssertionError("there is no such scheme")

    claims.read = broken


if __name__ == "__main__":
    logging.basicConfig(level=1)
    uvicorn.Config = _Loud  # type: ignore[assignment, misc]  # a class in the place of another
    _let_fail(Path(sys.argv[1]))
    sys.exit(main(sys.argv[2:]))
