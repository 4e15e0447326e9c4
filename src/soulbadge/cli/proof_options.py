"""What is demanded, as options. Light: click alone."""

from collections.abc import Callable
from typing import Any

import click

from .command import option

_POLICY = option("--policy", metavar="FILE", help="What is demanded: a policy, .toml or .json.")
_HOLDS = click.option(
    "--holds",
    metavar="ACHIEVEMENT",
    multiple=True,
    help="The same in short: an active badge; several mean all.",
)


def demand_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--policy` and `--holds`; the function gets `policy` and `holds`, for `documents.demand`."""
    return _POLICY(_HOLDS(function))
