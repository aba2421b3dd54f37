"""Speech to text: engines behind one Protocol, word times, partial results, captions."""
