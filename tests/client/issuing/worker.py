"""Issues tables in processes of their own, which tests kill.

`python worker.py` reads orders, one JSON object a line, forks for each and answers with the child's process id. The
child has everything imported already, so it is at work within milliseconds, and a SIGKILL ends it as it would end any
process: nothing is flushed, nothing is closed. What it came to stands in the order's `result` file afterwards, unless
it was killed.

An order may name an instant at which the child kills itself: before or after its nth request to the node, its nth
transaction handed over, or its nth commit to the journal.
"""

import json
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

from web3._utils.http_session_manager import HTTPSessionManager

from soulbadge import connect, issuing
from soulbadge.chain.rpc import Rpc
from soulbadge.errors import SoulbadgeError
from soulbadge.issuer import Issuer
from soulbadge.issuing import journal as journal_module
from soulbadge.issuing.rows import Sheet


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them: they are gone when they are dead
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _obey(json.loads(line))
            os._exit(0)
        print(child, flush=True)


def _obey(order: dict[str, Any]) -> None:
    result = Path(order["result"])
    try:
        _set_instant(order.get("instant"))
        found: dict[str, Any] = _issue(order)
    except SoulbadgeError as error:
        found = {"error": type(error).__name__, "text": str(error)}
    except BaseException:  # noqa: BLE001 (whatever it was, the test is to see it)
        found = {"error": "crash", "text": traceback.format_exc()}
    draft = result.with_suffix(".new")
    draft.write_text(json.dumps(found), encoding="utf-8")
    draft.replace(result)


def _issue(order: dict[str, Any]) -> dict[str, Any]:
    from eth_account import Account

    issuer = Issuer(connect(order["url"], order["collection"]), Account.from_key(order["key"]))
    sheet = Sheet.load(order["sheet"])
    settings = issuing.Settings(**order["settings"])
    journal = order.get("journal") or issuing.journal_of(order["sheet"])
    report = issuing.run(issuer, sheet, journal, settings=settings, skip_held=order.get("skip_held", False))
    return report.to_json()


def _set_instant(instant: dict[str, Any] | None) -> None:
    if instant is None:
        return
    countdown = [int(instant["count"])]

    def pass_by() -> None:
        countdown[0] -= 1
        if countdown[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    owner, name = {
        "request": (HTTPSessionManager, "make_post_request"),
        "send": (Rpc, "send"),
        "commit": (journal_module._Transaction, "__exit__"),
    }[instant["of"]]
    original: Any = getattr(owner, name)

    def watched(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 (whatever the original takes)
        if instant["when"] == "before":
            pass_by()
        found = original(*arguments, **named)
        if instant["when"] == "after":
            pass_by()
        return found

    setattr(owner, name, watched)


if __name__ == "__main__":
    main()
