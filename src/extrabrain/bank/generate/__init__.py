"""Questions from what the user brought, each with the words that prompted it; no language model."""
