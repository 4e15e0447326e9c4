"""Readers for a badge's documents that trust nothing.

They raise `ValueError` at anything that is not exactly base64, UTF-8, JSON or XML 1.0, at anything in a picture but
shapes and words, and at any word that hides something. Pure Python, no network, no chain: the caller brings the URIs.

    >>> uri = "data:application/json;base64,eyJuYW1lIjoiS2FnZ2xlIiwiZGVzY3JpcHRpb24iOiIifQ=="
    >>> read_collection(uri)
    {'name': 'Kaggle', 'description': ''}
"""

import base64
import binascii
import json
import re
import xml.etree.ElementTree as ET
from typing import Any, NamedTuple

from tests.support.hostile_texts import printed_prose

__all__ = ["Shown", "read_collection", "read_metadata", "read_picture"]

_JSON_URI = "data:application/json;base64,"
_SVG_URI = "data:image/svg+xml;base64,"
_SVG = "{http://www.w3.org/2000/svg}"
_LINK = re.compile(r"(https|ipfs|ar)://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_METADATA = {"name": str, "description": str, "criteria": str, "image": str, "attributes": list}
_DISPLAYS = {None: str, "date": int, "number": int}

# All that a picture may be made of. Whatever is not here (script, style, a, use, image, foreignObject, animate, on*,
# href, style, id, class …) is refused without having been thought of.
_ATTRIBUTES = {
    "svg": {"x", "y", "width", "height", "viewBox", "font-family", "text-anchor"},
    "g": {"fill", "stroke", "stroke-width", "stroke-opacity", "font-size", "letter-spacing"},
    "path": {"d", "fill", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap", "stroke-linejoin"},
    "rect": {"x", "y", "width", "height", "rx", "fill", "stroke", "stroke-width", "stroke-opacity"},
    "circle": {"cx", "cy", "r", "fill", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray"},
    "ellipse": {"cx", "cy", "rx", "ry", "transform"},
    "text": {
        "x",
        "y",
        "fill",
        "font-size",
        "font-family",
        "font-style",
        "font-weight",
        "letter-spacing",
        "text-anchor",
    },
}
_VALUE = re.compile(r"[A-Za-z0-9 .,#()\-]*")
_XML_CHARACTERS = re.compile("[\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")


def read_metadata(uri: str) -> dict[str, Any]:
    """The document behind a badge's `tokenURI`, its picture not yet looked at.

    Raises:
        ValueError: It is not exactly what a badge's metadata must be.
    """
    document = _read_json(uri)
    if {key: type(value) for key, value in document.items()} != _METADATA:
        raise ValueError(f"members: {sorted(document)}")
    for attribute in document["attributes"]:
        if not isinstance(attribute, dict) or set(attribute) - {"display_type"} != {"trait_type", "value"}:
            raise ValueError(f"attribute: {attribute}")
        if type(attribute["value"]) is not _DISPLAYS[attribute.get("display_type")]:
            raise ValueError(f"an attribute of another type than its display: {attribute}")
    return document


def read_collection(uri: str) -> dict[str, Any]:
    """The document behind a collection's `contractURI`.

    Raises:
        ValueError: It is not exactly what a collection's metadata must be.
    """
    document = _read_json(uri)
    if set(document) - {"external_link"} != {"name", "description"}:
        raise ValueError(f"members: {sorted(document)}")
    if not all(isinstance(value, str) for value in document.values()):
        raise ValueError(f"not all text: {document}")
    if "external_link" in document and not _LINK.fullmatch(document["external_link"]):
        raise ValueError(f"no harmless link: {document['external_link']}")
    return document


class Shown(NamedTuple):
    """The words of a picture, in the order in which they are drawn."""

    status: str
    block: list[str]
    """What strangers wrote: issuer, lines of the name, and if there are such the occasion and the tier."""
    foot: list[str]
    """Captions, then holder and dates."""


def read_picture(uri: str) -> Shown:
    """The words of the picture behind a badge's `image`, once nothing in it can act, load or leave its place.

    Raises:
        ValueError: It is not XML 1.0, not SVG, or holds anything but shapes and words.
    """
    source = _from_base64(uri, _SVG_URI)
    if not _XML_CHARACTERS.fullmatch(source):
        raise ValueError("a character that XML 1.0 does not know")
    if "<!" in source or "<?" in source:
        raise ValueError("a declaration, comment or instruction")
    try:
        picture = ET.fromstring(source)  # noqa: S314 - without declarations there are no entities to blow up
    except ET.ParseError as error:
        raise ValueError(f"no XML: {error}") from error
    if picture.tag != f"{_SVG}svg" or picture.get("viewBox") != "0 0 400 400":
        raise ValueError(f"no picture of 400 by 400: {picture.tag} {picture.attrib}")
    _refuse_all_but_shapes(picture)

    frames = picture.findall(f"{_SVG}svg")
    if len(frames) != 1 or {"x", "y", "width", "height"} - set(frames[0].attrib):
        raise ValueError("what strangers wrote does not stand in one frame that clips it")
    block = _words(frames[0])
    status, *rest = _words(picture)
    return Shown(status, block, rest[len(block) :])


def _refuse_all_but_shapes(picture: ET.Element) -> None:
    for element in picture.iter():
        name = element.tag.removeprefix(_SVG)
        if name not in _ATTRIBUTES:
            raise ValueError(f"element: {element.tag}")
        if set(element.attrib) - _ATTRIBUTES[name]:
            raise ValueError(f"attribute of {name}: {element.attrib}")
        if not all(_VALUE.fullmatch(value) for value in element.attrib.values()):
            raise ValueError(f"value of {name}: {element.attrib}")
        if len(element) if name == "text" else element.text is not None:
            raise ValueError(f"words in {name}, or shapes among words")
        if element.tail is not None:
            raise ValueError(f"text behind {name}: {element.tail}")


def _words(element: ET.Element) -> list[str]:
    words = [text.text or "" for text in element.iter(f"{_SVG}text")]
    if any(word != printed_prose(word.encode()) or "\n" in word for word in words):
        raise ValueError(f"words that hide something: {words}")
    return words


def _read_json(uri: str) -> dict[str, Any]:
    document = json.loads(
        _from_base64(uri, _JSON_URI), parse_constant=_refuse_constant, object_pairs_hook=_refuse_doubles
    )
    if type(document) is not dict:
        raise ValueError(f"no JSON object: {document!r}")
    _refuse_hidden(document)
    return document


def _from_base64(uri: str, prefix: str) -> str:
    if not uri.startswith(prefix):
        raise ValueError(f"no {prefix} URI: {uri[:40]}")
    try:
        return base64.b64decode(uri[len(prefix) :].encode("ascii"), validate=True).decode("utf-8")
    except binascii.Error as error:
        raise ValueError(f"no base64: {error}") from error


def _refuse_constant(word: str) -> None:
    raise ValueError(f"{word} is not JSON")


def _refuse_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError(f"a member twice: {[key for key, _ in pairs]}")
    return dict(pairs)


def _refuse_hidden(value: object) -> None:
    """Refuses any string with a character that the renderer should have left out or replaced."""
    if isinstance(value, str) and value != printed_prose(value.encode()):
        raise ValueError(f"a text that hides something: {value!r}")
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _refuse_hidden(part)
