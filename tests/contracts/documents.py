"""Reading the documents that the contract makes: data URIs of JSON, with an SVG inside."""

from __future__ import annotations

import base64
import json
from typing import Any
from xml.etree import ElementTree as ET


def document_of(uri: str) -> dict[str, Any]:
    """The JSON document inside a data URI; fails if it needs a server."""
    head, _, body = uri.partition(",")
    assert head == "data:application/json;base64", head
    document: dict[str, Any] = json.loads(base64.b64decode(body, validate=True).decode("utf-8"))
    return document


def picture_of(document: dict[str, Any]) -> str:
    """The SVG of a badge, which parses as XML."""
    head, _, body = document["image"].partition(",")
    assert head == "data:image/svg+xml;base64", head
    picture = base64.b64decode(body, validate=True).decode("utf-8")
    assert ET.fromstring(picture).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - our own picture
    return picture


def attributes_of(document: dict[str, Any]) -> dict[str, Any]:
    """The attributes by name; several of one name as a list."""
    found: dict[str, Any] = {}
    for attribute in document["attributes"]:
        found.setdefault(attribute["trait_type"], []).append(attribute["value"])
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}
