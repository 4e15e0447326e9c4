"""Programs that tests start, and end."""

import subprocess
from typing import Any


def end(process: "subprocess.Popen[Any]") -> None:
    """End it, by force if it does not end in ten seconds."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
