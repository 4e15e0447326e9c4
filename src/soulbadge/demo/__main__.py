"""`python -m soulbadge.demo [folder]`: tells the story on the terminal; pictures go to the folder."""

import sys
from pathlib import Path

from soulbadge.demo.chain import Chain
from soulbadge.demo.narrator import Narrator
from soulbadge.demo.stage import Stage
from soulbadge.demo.story import tell
from soulbadge.errors import SoulbadgeError


def main(arguments: list[str]) -> int:
    """Tell the story; the exit code is 1, with one line, if it does not go as told."""
    output = Path(arguments[0] if arguments else "soulbadge-demo")
    try:
        tell(Stage(Chain()), Narrator(), output)
    except SoulbadgeError as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"demo: cannot write to {output}: {error.strerror}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
