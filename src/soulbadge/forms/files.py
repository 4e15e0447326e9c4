"""Files and folders that are there whole or not at all, and never in the place of others."""

import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from soulbadge.errors import OutputError

_TAKEN = "it exists, and nothing is overwritten; name another, or move it away"


@contextmanager
def new_file(path: Path | str, *, secret: bool = False) -> Iterator[BinaryIO]:
    """A file to write, which gets its name only once it is complete.

    Args:
        path: Where it will stand; nothing may stand there.
        secret: Whether it holds keys, so that nobody but its owner may read it.

    Raises:
        OutputError: Something stands there, or it cannot be written.
    """
    target, partial = _places(path)
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if secret else 0o666)
        try:
            if secret:
                partial.chmod(0o600)  # a umask may have taken the owner's own rights
            with os.fdopen(descriptor, "wb", buffering=1 << 20) as handle:
                yield handle
                handle.flush()
                os.fsync(handle.fileno())
            _claim_name(partial, target)
        finally:
            partial.unlink(missing_ok=True)
    except FileExistsError as error:
        raise OutputError(str(path), _TAKEN) from error
    except OSError as error:
        raise OutputError(str(path), error.strerror or "it cannot be written") from error


@contextmanager
def new_folder(path: Path | str, *, secret: bool = False) -> Iterator[Path]:
    """A folder to fill, which gets its name only once it is complete. Arguments and errors as for `new_file`."""
    target, partial = _places(path)
    try:
        partial.mkdir(mode=0o700 if secret else 0o777)
        try:
            if secret:
                partial.chmod(0o700)
            yield partial
            partial.rename(target)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
    except OSError as error:
        raise OutputError(str(path), error.strerror or "it cannot be written") from error


def must_be_free(path: Path | str) -> None:
    """For a look before long work: raises `OutputError` if something stands there."""
    if os.path.lexists(path):
        raise OutputError(str(path), _TAKEN)


def too_open(path: Path | str) -> str:
    """What to tell somebody whose secret others can read or change; empty where nobody else can.

    Also empty where there is no such file, where it is none (a pipe that a shell made for a password), and on Windows,
    whose modes say nothing about others.
    """
    try:
        found = os.stat(path)  # noqa: PTH116 (a path that is no file name at all raises here, not before)
    except (OSError, ValueError):
        return ""
    others = stat.S_IMODE(found.st_mode) & (stat.S_IRWXG | stat.S_IRWXO)
    if os.name == "nt" or not stat.S_ISREG(found.st_mode) or not others:
        return ""
    return f"{path} is open to others (mode {stat.S_IMODE(found.st_mode):04o}); run `chmod 600 {path}`"


def _places(path: Path | str) -> tuple[Path, Path]:
    target = Path(path)
    must_be_free(target)
    return target, target.with_name(f".{target.name}.{secrets.token_hex(6)}.part")


def _claim_name(partial: Path, target: Path) -> None:
    """Give it its name, unless somebody was quicker: a link never replaces."""
    try:
        target.hardlink_to(partial)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: an empty file holds the name until the whole one takes its place
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        partial.replace(target)
