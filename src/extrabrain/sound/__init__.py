"""Air to speech: files, microphones, voice activity, turns, and the spool that loses nothing."""
