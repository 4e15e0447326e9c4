"""The picture of a badge, out of the metadata that the contract answers with."""

import json
from base64 import b64decode
from pathlib import Path

from soulbadge.contract import Collection
from soulbadge.models import Badge


def save_picture(badges: Collection, badge: Badge, path: Path) -> Path:
    """Write the badge's SVG to a file; its folder is made."""
    metadata = json.loads(b64decode(badges.token_uri(badge.badge_id).partition(",")[2]))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b64decode(metadata["image"].partition(",")[2]))
    return path
