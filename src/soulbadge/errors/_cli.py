"""What goes wrong on the command line alone."""

from dataclasses import dataclass
from typing import ClassVar

from ._base import StatedError
from ._client import InputError


@dataclass(eq=False)
class ConfigError(InputError):
    """The configuration file does not say what it must; `where` is the key."""

    file: str
    where: str
    problem: str
    says: ClassVar[str] = "{file}: {where}: {problem}"


@dataclass(eq=False)
class ConfirmationNeededError(InputError):
    """Something final waits for a yes, and nobody is there to be asked."""

    question: str
    says: ClassVar[str] = "nobody is there to answer: {question} Nothing was sent; say --yes if it is meant"


@dataclass(eq=False)
class NotConfirmedError(InputError):
    """Somebody was asked and said no."""

    question: str
    says: ClassVar[str] = "the answer was no, nothing was sent: {question}"


@dataclass(eq=False)
class OutputError(StatedError):
    """A file cannot be written; what stands there is never overwritten where a key or a record could be lost."""

    file: str
    problem: str
    says: ClassVar[str] = "cannot write {file}: {problem}"


@dataclass(eq=False)
class ProgramError(StatedError):
    """A program that is needed is not there, or ended at once."""

    program: str
    problem: str
    says: ClassVar[str] = "cannot run {program}: {problem}"
