"""`python -m soulbadge.demo`: tells the story on the terminal."""

import sys

from soulbadge.demo.chain import Chain
from soulbadge.demo.narrator import Narrator
from soulbadge.demo.story import tell
from soulbadge.errors import SoulbadgeError


def main() -> int:
    """Tell the story; the exit code is 1, with one line, if it does not go as told."""
    try:
        tell(Chain(), Narrator())
    except SoulbadgeError as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
