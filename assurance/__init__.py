"""What is behind `make assure`: each tool that attacks the project is one module here, and ends in figures.

A module whose name has no leading underscore is a measure. It has one public function,

    def measure(*, ci: bool) -> Figures: ...

which runs its tool from the project's root, in a way that fits into CI's time if `ci`, and says what was found beside
what was wanted. It is found by its name: no list has to be edited. A tool that cannot run at all raises `MeasureError`.
`README.md` in this folder says how to add one; `python -m assurance` runs them.
"""

from assurance._figures import Figure, Figures, MeasureError

__all__ = ["Figure", "Figures", "MeasureError"]
