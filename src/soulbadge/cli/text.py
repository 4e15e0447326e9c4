"""Strangers' texts on a terminal."""

from soulbadge.forms.text import clean

__all__ = ["clean"]
