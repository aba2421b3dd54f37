"""The promises of privacy, each with the test that could break it: one file per promise or group.

Every file has a function for each promise that it tests, `(trials: int) -> Tally`; `benchmarks/trust.py`
calls them and prints one table. Each attack first shows that it can see: it must find a planted fault.
"""
