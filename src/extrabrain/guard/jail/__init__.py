"""The jail: what the operating system takes from this process and all its children, for good."""
