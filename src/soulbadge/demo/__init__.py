"""The whole road from one command: `python -m soulbadge.demo`.

A chain inside the process (eth-tester and py-evm, from the extra `demo`), the contracts that ship with the package, and
a catalog of real certifications. No node, no compiler, no network.
"""
