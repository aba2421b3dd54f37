"""extrabrain: practise interviews on your own machine, with feedback tied to your own words."""
