"""Plain data and the laws of the house. Imports nothing outside the standard library."""
