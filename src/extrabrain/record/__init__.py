"""Everything on disk, encrypted."""
