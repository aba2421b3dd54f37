"""A brief in, generated text out: grounded in the user's own words, or left blank."""
