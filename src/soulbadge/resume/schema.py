"""The JSON Schema of a résumé, made of the dataclasses themselves, so that it cannot say anything else than they do."""

import types
from dataclasses import fields
from enum import Enum
from inspect import cleandoc
from typing import Annotated, Any, Final, Union, get_args, get_origin, get_type_hints

from soulbadge.forms.json import Value

from .model import FORMAT, Resume

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_PLAIN: Final[dict[type, dict[str, Any]]] = {
    str: {"type": "string"},
    int: {"type": "integer", "minimum": 0},
    bool: {"type": "boolean"},
    bytes: {"type": "string", "pattern": "^0x(?:[0-9a-f]{2})*$"},
}


def schema() -> dict[str, Any]:
    """The schema of what `Resume.to_json` makes and of what `soulbadge resume --json` says (draft 2020-12).

    It stands in docs/schemas/resume.schema.json as well.
    """
    known: dict[str, dict[str, Any]] = {}
    _object(Resume, known)
    top = known.pop(Resume.__name__)
    top["properties"]["format"] = {"const": FORMAT}
    return {"$schema": DIALECT, "title": FORMAT, **top, "$defs": dict(sorted(known.items()))}


def _object(kind: type[Value], known: dict[str, dict[str, Any]]) -> None:
    known[kind.__name__] = {}  # reserved: a dataclass may hold itself
    hints = get_type_hints(kind, include_extras=True)
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]  # every subclass is a dataclass
    known[kind.__name__] = {
        "description": cleandoc(kind.__doc__ or "").partition("\n\n")[0].replace("\n", " "),
        "type": "object",
        "properties": {name: _of(hints[name], known) for name in names},
        "required": names,
        "additionalProperties": False,
    }


def _of(hint: Any, known: dict[str, dict[str, Any]]) -> dict[str, Any]:  # noqa: ANN401 (a type hint)
    origin = get_origin(hint)
    if origin is Annotated:
        return {"type": "string", "pattern": "^[0-9]+$"}
    if origin in (Union, types.UnionType):
        inner = next(kind for kind in get_args(hint) if kind is not type(None))
        return {"anyOf": [_of(inner, known), {"type": "null"}]}
    if origin is tuple:
        return {"type": "array", "items": _of(get_args(hint)[0], known)}
    if issubclass(hint, Enum):
        return {"enum": list(hint.__members__)}
    if issubclass(hint, Value):
        if hint.__name__ not in known:
            _object(hint, known)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    return dict(_PLAIN[hint])
