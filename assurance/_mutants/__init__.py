"""Mutants of the contracts: made by gambit, compiled hundreds at a time, judged by all that the Brownie tests see.

_gambit.py       what gambit changes, and where
_universal.py    what universalmutator changes
_schema.py       many mutants in one source, one of them switched on at a time
_constants.py    the same for constants
_build.py        from mutants to code
_compiling.py    one compiler process for all
_recorder.py     what the tests ask of a chain (a plugin of pytest, inside Brownie's environment)
_transcript.py   the recording, as operations
_replay.py       the operations again, on a mutant
_judging.py      which mutants live
"""
