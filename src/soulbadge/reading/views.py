"""Questions to a collection that have no method of their own."""

from typing import TYPE_CHECKING, Any

from soulbadge.chain.artifacts import badges_abi

if TYPE_CHECKING:
    from soulbadge.contract import Collection


def ask(collection: "Collection", function: str, *arguments: Any, block: int | None = None) -> Any:  # noqa: ANN401 (as the ABI has it)
    """The first result of a view, as of a block."""
    answer = collection.node.call(collection.address, badges_abi().encode(function, *arguments), block=block)
    return badges_abi().decode(function, answer)[0]
