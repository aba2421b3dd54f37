"""The tasks, one file each: what it needs, what it asks, and what stands in for a model."""
