"""`deployments/<chain id>.json`: what was deployed on a chain, by symbol."""

import json
from dataclasses import dataclass
from pathlib import Path

from .deployment import Deployment
from .errors import ValueInvalidError
from .forms.strict_json import parse_strictly

_MOST_TEXT = 1 << 20


@dataclass(frozen=True, slots=True)
class Deployments:
    """The records of one chain in a folder."""

    folder: Path | str
    chain_id: int

    @property
    def file(self) -> Path:
        """Where they are."""
        return Path(self.folder) / f"{self.chain_id}.json"

    def read(self) -> dict[str, Deployment]:
        """The deployments by symbol; none if there is no file.

        Raises:
            ValueInvalidError: The file is not one of ours.
        """
        try:
            data = parse_strictly(self.file.read_text(encoding="utf-8"), _MOST_TEXT)
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise ValueInvalidError(str(self.file), "is not a record of deployments; repair or delete it") from error
        if not isinstance(data, dict):
            raise ValueInvalidError(str(self.file), "expected an object of deployments by symbol")
        found = {symbol: Deployment.from_json(each) for symbol, each in data.items()}
        for symbol, each in found.items():
            if each.chain_id != self.chain_id:
                raise ValueInvalidError(f"{self.file}: {symbol}", f"is of chain {each.chain_id}")
        return found

    def write(self, deployment: Deployment) -> None:
        """Add a deployment, in place of an earlier one of the same symbol. The file is replaced in one step."""
        every = {**self.read(), deployment.symbol: deployment}
        text = json.dumps({symbol: each.to_json() for symbol, each in sorted(every.items())}, indent=2)
        self.file.parent.mkdir(parents=True, exist_ok=True)
        draft = self.file.with_suffix(".json.new")
        draft.write_text(text + "\n", encoding="utf-8")
        draft.replace(self.file)
