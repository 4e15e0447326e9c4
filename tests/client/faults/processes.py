"""Runs `soulbadge …` in processes of their own, for tests to kill and to starve of room.

`python processes.py` reads orders, one JSON object a line, forks for each and answers with the child's process id. The
child has everything imported already, so it is at work within moments; whatever ends it, nothing is flushed or closed.

An order says in which `folder`, with which `environment` and `words`, and where to what is said goes (`out`, `log`).
`room` is the most bytes that a file may have (RLIMIT_FSIZE): beyond that the kernel refuses to write, as it does where
a disk is full. As soon as the file `doom` is there, the child kills itself at its next COMMIT to a database: right
before it, or right after, as the file says.
"""

import json
import os
import resource
import signal
import sqlite3
import sys
from pathlib import Path
from typing import Any

import uvicorn  # noqa: F401 (so that no child has to import it)

import soulbadge.cli._render
import soulbadge.cli.serving
import soulbadge.cli.tables
import soulbadge.web.app  # noqa: F401
from soulbadge.chain.rpc import open_web3
from soulbadge.cli import main


def obey_all() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them: they are gone when they are dead
    open_web3("http://127.0.0.1:9")  # imports all of web3
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            _obey(json.loads(line))
        print(child, flush=True)


def _obey(order: dict[str, Any]) -> None:
    code = 70
    try:
        for descriptor, name in ((1, "out"), (2, "log")):
            os.dup2(os.open(order[name], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), descriptor)
        os.chdir(order["folder"])
        os.environ.clear()
        os.environ.update(order["environment"])
        if order["room"]:
            most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
            resource.setrlimit(resource.RLIMIT_FSIZE, (order["room"], most))
        _await_doom(Path(order["doom"]))
        code = main(order["words"])
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 (as Python itself would: a traceback, for the test to find)
        sys.excepthook(*sys.exc_info())
    finally:
        Path(order["ended"]).write_text(str(code), encoding="utf-8")
        os._exit(code)


def _await_doom(file: Path) -> None:
    class Doomed(sqlite3.Connection):
        def execute(self, sql: str, /, *values: Any) -> sqlite3.Cursor:  # noqa: ANN401 (as sqlite3 has it)
            when = file.read_text(encoding="utf-8") if sql == "COMMIT" and file.exists() else ""
            if when == "before":
                os.kill(os.getpid(), signal.SIGKILL)
            found = super().execute(sql, *values)
            if when == "after":
                os.kill(os.getpid(), signal.SIGKILL)
            return found

    connect = sqlite3.connect

    def doomed(*arguments: Any, **named: Any) -> sqlite3.Connection:  # noqa: ANN401 (as sqlite3 has it)
        return connect(*arguments, factory=Doomed, **named)

    sqlite3.connect = doomed  # type: ignore[assignment]  # the overloads come to this one


if __name__ == "__main__":
    obey_all()
