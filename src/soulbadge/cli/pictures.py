"""The metadata of a badge, and the picture in it. The contract may be anybody's: nothing in it is believed."""

from base64 import b64decode
from pathlib import Path
from typing import Any

from soulbadge.chain.blocks import Block
from soulbadge.contract import Collection
from soulbadge.deployment import check_code
from soulbadge.errors import ChainError, NotBadgesError, OutputError
from soulbadge.forms.strict_json import parse_shallow

from .output import note

_JSON = "data:application/json;base64,"
_SVG = "data:image/svg+xml;base64,"


def read_metadata(collection: Collection, badge_id: int, block: Block) -> dict[str, Any]:
    """The document of `tokenURI`.

    Raises:
        NotBadgesError: It is no JSON object in a data URI, as every collection's is.
    """
    try:
        found = parse_shallow(_data(collection.token_uri(badge_id, block=block), _JSON))
    except (ValueError, RecursionError) as error:
        raise NotBadgesError(collection.address, "its metadata is not JSON in a data URI") from error
    if not isinstance(found, dict):
        raise NotBadgesError(collection.address, "its metadata is no object")
    return found


def save_picture(collection: Collection, metadata: dict[str, Any], file: Path) -> None:
    """Write the SVG to a file, in place of one that is there.

    Raises:
        NotBadgesError: There is no SVG in the metadata.
        OutputError: The file cannot be written.
    """
    try:
        picture = _data(str(metadata.get("image", "")), _SVG)
    except ValueError as error:
        raise NotBadgesError(collection.address, "its picture is not an SVG in a data URI") from error
    try:
        check_code(collection)
    except ChainError:
        note("warning: this picture was drawn by code that is not this release's; it may hold scripts")
    try:
        file.write_bytes(picture)
    except OSError as error:
        raise OutputError(str(file), error.strerror or "it cannot be written") from error


def _data(uri: str, kind: str) -> bytes:
    if not uri.startswith(kind):
        raise ValueError(kind)
    return b64decode(uri.removeprefix(kind), validate=True)
