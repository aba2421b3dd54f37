"""The promises, one file for each group; `benchmarks/trust.py` runs them and prints one table."""
