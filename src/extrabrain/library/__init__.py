"""What the user brings, and the embedder that compares texts by meaning."""
