"""Issuing while everything goes wrong, in parts that each run in a process of their own.

place.py             a chain, and processes to issue with
storm.py             kills and failing requests, one table
reorganisations.py   the newest blocks are taken away at every step
crowd.py             so many processes on one key
parts.py             runs these, several at once, and keeps what came of each
tally.py             what the chain says of a table afterwards, and what its journal says meanwhile
"""
