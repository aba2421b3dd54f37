"""The one door out: where requests may go, and the keys."""
