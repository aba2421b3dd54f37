"""What a user does. The only place where rooms meet."""
