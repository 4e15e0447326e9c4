"""What a verifier demands, written as it reads. Pure.

>>> policy = AllOf(Holds("cka"), AnyOf(Holds("cks"), Holds("ckad")))
>>> policy.explain([], now=1_800_000_000)
"Missing: a badge 'cka' and (a badge 'cks' or a badge 'ckad')."

Only badges that `verify` has read in a trusted collection, in the hands of who signed, are ever put to a policy, and
only ACTIVE ones count; `Service` alone also reads what expired ones tell. There is no negation: a holder can always
leave a badge out, so a "no" would mean nothing.
"""

from ._base import Demand, Held, Lack, Policy
from .demands import Holds, Tier
from .documents import load, loads_json, loads_toml, schema
from .doors import Door, DoorLine, door
from .groups import AllOf, AnyOf, AtLeast
from .service import Service

__all__ = [
    "AllOf",
    "AnyOf",
    "AtLeast",
    "Demand",
    "Door",
    "DoorLine",
    "Held",
    "Holds",
    "Lack",
    "Policy",
    "Service",
    "Tier",
    "door",
    "load",
    "loads_json",
    "loads_toml",
    "schema",
]
