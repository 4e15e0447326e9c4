"""What can be read of a collection. `soulbadge.contract.connect` opens one."""
