"""`soulbadge demo`."""

import sys
from pathlib import Path

import click

from soulbadge.cli.command import define
from soulbadge.cli.output import emit, wants_json


@define(examples=["soulbadge demo", "soulbadge demo pictures"])
@click.argument("folder", default="soulbadge-demo", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Tell the whole story on a chain inside this process.

    Pictures of badges go to FOLDER, soulbadge-demo if it is not given. With --json the story goes to stderr.
    """
    from soulbadge.demo.chain import Chain
    from soulbadge.demo.narrator import Narrator
    from soulbadge.demo.stage import Stage
    from soulbadge.demo.story import tell

    folder.mkdir(parents=True, exist_ok=True)  # refused now, not after half the story
    tell(Stage(Chain()), Narrator(sys.stderr if wants_json() else sys.stdout), folder)
    pictures = sorted(folder.glob("*.svg"))
    emit({"folder": str(folder), "pictures": [str(each) for each in pictures]}, f"\npictures are in {folder}")
