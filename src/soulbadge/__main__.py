"""`python -m soulbadge`: the command line, where the program itself is not on the PATH."""

import sys

from soulbadge.cli import main

if __name__ == "__main__":
    sys.exit(main())
