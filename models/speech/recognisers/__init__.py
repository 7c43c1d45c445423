"""What turns sound into words: Vosk, PocketSphinx, a vosk-server, or a script."""
