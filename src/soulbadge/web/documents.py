"""Files that somebody sends."""

from typing import TYPE_CHECKING

from soulbadge.errors import ValueInvalidError

if TYPE_CHECKING:
    from fastapi import UploadFile


def text_of(file: "UploadFile | None", most: int) -> str:
    """The text of a file, without white space around it; empty where there is none.

    Raises:
        ValueInvalidError: It is too long, or no text.
    """
    if file is None or not file.filename:
        return ""
    octets = file.file.read(most + 1)
    if len(octets) > most:
        raise ValueInvalidError("file", f"it has more than {most} bytes, and a document of this kind has less")
    try:
        return octets.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise ValueInvalidError("file", "it is no text in UTF-8") from error
