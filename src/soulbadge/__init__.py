"""Soulbound badges."""
