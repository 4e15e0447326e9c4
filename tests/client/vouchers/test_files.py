"""Files that are there whole or not at all, and never in the place of others."""

import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from soulbadge.errors import OutputError
from soulbadge.forms.files import new_file, new_folder


class BrokenError(Exception):
    """What interrupts somebody who writes."""


def break_file(path: Path) -> None:
    with new_file(path) as handle:
        handle.write(b"half")
        raise BrokenError


def break_folder(path: Path) -> None:
    with new_folder(path) as folder:
        (folder / "one").write_text("half")
        raise BrokenError


@pytest.mark.parametrize("broken", [break_file, break_folder])
def test_what_is_interrupted_leaves_nothing(tmp_path: Path, broken: Callable[[Path], None]) -> None:
    with pytest.raises(BrokenError):
        broken(tmp_path / "output")
    assert not list(tmp_path.iterdir())


def overtaken(path: Path) -> None:
    with new_file(path) as handle:
        handle.write(b"mine")
        path.write_bytes(b"theirs")


def test_a_secret_is_never_readable_by_others_not_even_while_it_is_written(tmp_path: Path) -> None:
    with new_folder(tmp_path / "folder", secret=True) as folder, new_file(folder / "key", secret=True) as handle:
        handle.write(b"key")
        (partial,) = folder.iterdir()
        assert stat.S_IMODE(partial.stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "folder" / "key").stat().st_mode) == 0o600


@pytest.mark.parametrize("links", [True, False])
def test_who_was_quicker_keeps_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:  # noqa: FBT001 (a case)
    if not links:
        monkeypatch.setattr(Path, "hardlink_to", _refuse)
    path = tmp_path / "file"
    with pytest.raises(OutputError, match="exists"):
        overtaken(path)
    assert path.read_bytes() == b"theirs"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_a_file_system_without_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "hardlink_to", _refuse)
    with new_file(tmp_path / "file") as handle:
        handle.write(b"whole")
    assert (tmp_path / "file").read_bytes() == b"whole"
    assert len(list(tmp_path.iterdir())) == 1


def _refuse(self: Path, target: Path) -> None:
    raise PermissionError(1, "Operation not permitted", str(self), None, str(target))


def test_a_link_to_nowhere_is_something_that_stands_there(tmp_path: Path) -> None:
    (tmp_path / "file").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="exists"), new_file(tmp_path / "file"):
        pass
    assert not (tmp_path / "elsewhere").exists()


def test_vouchers_links_and_evidence_need_no_network_library() -> None:
    vouchers = [f"vouchers.{name}" for name in ("book", "rows", "links", "claims", "renunciations")]
    modules = " ".join([*vouchers, "evidence.checks", "merkle", "typed_data"])
    code = f"import sys\nfor name in '{modules}'.split(): __import__('soulbadge.' + name)\nprint('web3' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
