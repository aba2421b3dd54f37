"""Speech to text: engines, live revision of a turn, word times."""
