"""A résumé as PDF, printed by the browser that is installed.

The document is this library's own: its policy lets nothing run. The browser is told to reach nobody all the same, and
gets a profile of its own, which is deleted afterwards.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from soulbadge.errors import BrowserError

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge")
"""Programs that print, in the order in which they are looked for."""

_SECONDS: Final = 120
_QUIET: Final = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-extensions",
    "--disable-component-update",
    "--disable-background-networking",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)


def find_browser(named: str | None = None) -> str:
    """The path of a browser that prints: the one that is named, or the first of `BROWSERS` that is installed.

    Raises:
        BrowserError: There is none.
    """
    wanted = (named,) if named else BROWSERS
    for each in wanted:
        found = shutil.which(each)
        if found is not None:
            return found
    raise BrowserError(wanted, "not found" if named else "none of them is installed")


def render_pdf(html: str, *, browser: str | None = None) -> bytes:
    """What `render_html` made, as PDF, A4.

    Args:
        html: The document.
        browser: Name or path of a Chromium or Chrome; None for the one that is installed.

    Raises:
        BrowserError: There is none, or it printed nothing.
    """
    program = find_browser(browser)
    with TemporaryDirectory(prefix="soulbadge-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        page, printed = folder / "resume.html", folder / "resume.pdf"
        page.write_text(html, encoding="utf-8")
        command = [program, *_QUIET, *_sandbox(), f"--user-data-dir={folder / 'profile'}"]
        _run([*command, f"--print-to-pdf={printed}", page.as_uri()])
        found = printed.read_bytes() if printed.is_file() else b""
    if not found.startswith(b"%PDF-"):
        raise BrowserError((program,), "it printed nothing")
    return found


def _sandbox() -> tuple[str, ...]:
    # Chromium does not start its sandbox for root, and does not start at all without being told so.
    return ("--no-sandbox",) if getattr(os, "geteuid", lambda: 1)() == 0 else ()


def _run(command: Sequence[str]) -> None:
    program = (command[0],)
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False)
    except OSError as error:
        raise BrowserError(program, error.strerror or "it cannot be run") from error
    except subprocess.TimeoutExpired as error:
        raise BrowserError(program, f"it did not finish within {_SECONDS} seconds") from error
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or [""]
        raise BrowserError(program, f"it ended with {done.returncode}: {last[0]}")
