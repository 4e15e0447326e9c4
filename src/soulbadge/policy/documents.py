"""Policies as TOML and JSON, in the words of the Python ones.

    any_of = [
        { holds = "kubestronaut", collection = "cncf" },
        { all_of = [
            { holds = "service-kubernetes", collection = "employer", held_for = "3 years" },
            { holds = "cka", collection = "cncf" },
        ] },
    ]

    [collections] # these may be given when the policy is loaded, and then count for more than the document's own
    cncf = "0x5FbDB2315678afecb367f032d93F642f64180aa3"
    employer = "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512"

| document | Python |
| --- | --- |
| `holds`, with `collection` and `held_for` if wanted | `Holds` |
| `tier` and `level`, with `collection` if wanted | `Tier` |
| `service` (the skill) and `years`, with `collection` if wanted | `Service` |
| `all_of`, a list | `AllOf` |
| `any_of`, a list | `AnyOf` |
| `at_least`, a number, and `of`, a list | `AtLeast` |

`held_for` is a number of seconds, or a length such as `"3 years"`. No number has a fraction: years are whole, or a text
such as `"2.5"`. Whatever else stands in a document is refused, with its place. For other people's programs the same
forms are described by `policy.schema.json` (see `schema`), which cannot say how deep (6 groups) and how large (64
demands) a policy may be, and that an address has a checksum.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from soulbadge.errors import PolicyMalformedError
from soulbadge.forms.strict_json import parse_strictly
from soulbadge.forms.strict_toml import parse_toml
from soulbadge.policy._base import Policy
from soulbadge.policy._reader import TOP, read

MOST_TEXT = 65_536
"""Characters of a document."""


def loads_json(text: str, collections: Mapping[str, str] | None = None) -> Policy:
    """The policy in a JSON text.

    Args:
        text: The text.
        collections: Addresses of collections by the names that the document uses.

    Raises:
        PolicyMalformedError: It is no policy; the error names the place in the document.
    """
    try:
        data = parse_strictly(text, MOST_TEXT)
    except ValueError as error:
        raise PolicyMalformedError(TOP, str(error)) from error
    return read(data, collections or {})


def loads_toml(text: str, collections: Mapping[str, str] | None = None) -> Policy:
    """The policy in a TOML text. Arguments and errors as for `loads_json`."""
    try:
        data = parse_toml(text, MOST_TEXT)
    except ValueError as error:
        raise PolicyMalformedError(TOP, str(error)) from error
    return read(data, collections or {})


def load(path: Path | str, collections: Mapping[str, str] | None = None) -> Policy:
    """The policy in a file, whose name ends in `.toml` or in `.json`.

    Args:
        path: The file.
        collections: As for `loads_json`.

    Raises:
        PolicyMalformedError: It cannot be read, or is no policy; the error names the file and the place in it.
    """
    file = Path(path)
    loads = {".toml": loads_toml, ".json": loads_json}.get(file.suffix)
    if loads is None:
        raise PolicyMalformedError(str(file), "its name should end in .toml or .json")
    try:
        with file.open("rb") as handle:
            text = handle.read(4 * MOST_TEXT + 1).decode()  # enough to see that it is too long: UTF-8 has up to 4 bytes
        return loads(text, collections)
    except OSError as error:
        raise PolicyMalformedError(str(file), f"it cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise PolicyMalformedError(str(file), "it is no text in UTF-8") from error
    except PolicyMalformedError as error:
        raise PolicyMalformedError(f"{file}: {error.where}", error.problem) from error


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of policies, for other people's programs."""
    return dict(json.loads(Path(__file__).with_name("policy.schema.json").read_text(encoding="utf-8")))
