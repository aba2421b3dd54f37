"""The closed set of findings, a small family in each file.

A finder takes a `Case` and gives suspicions; below its threshold it stays silent. `table.py` lists them all.
"""
