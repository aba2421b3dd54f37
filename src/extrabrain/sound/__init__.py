"""Air to speech: files and microphones in, 16 kHz mono turns of voice out, and the crash-safe spool."""
