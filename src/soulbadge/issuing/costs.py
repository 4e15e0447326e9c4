"""What issuing costs in gas, well enough to choose between a cohort and single transactions.

The choice rests on these figures alone, never on a node's estimate: whoever plans the same rows comes to the same plan.
`benchmarks/gas.py` measures them, and a test compares them with a chain.
"""

SINGLE = 57_000
"""A badge issued by itself."""
EVIDENCE = 22_600
"""More if it has evidence of its own."""
REQUIREMENT = 10_000
"""More for each requirement of its achievement."""
COHORT = 137_400
"""A cohort, without its members."""
MEMBER = 11_540
"""More for each member."""
RENEWAL = 36_000
"""A renewal, of a badge or of a cohort."""

_FILLED = 9, 10
"""How full of one transaction a block may be expected to be."""


def cohort(members: int) -> int:
    """A cohort of so many."""
    return COHORT + members * MEMBER


def single(*, evidence: bool, requirements: int) -> int:
    """A badge issued by itself."""
    return SINGLE + EVIDENCE * evidence + REQUIREMENT * requirements


def is_cheaper_together(rows: int) -> bool:
    """Whether a cohort of so many costs less than as many single transactions."""
    return cohort(rows) < rows * SINGLE


def most_members(block_gas: int) -> int:
    """How many members a cohort can have where a transaction may use so much gas; at least one."""
    return max(1, (block_gas * _FILLED[0] // _FILLED[1] - COHORT) // MEMBER)
