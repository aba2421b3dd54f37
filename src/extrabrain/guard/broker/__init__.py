"""The broker: a small process outside the jail, and the only one that speaks to a network."""
