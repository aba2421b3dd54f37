"""Questions to practise: packs, and the shape they must have."""
