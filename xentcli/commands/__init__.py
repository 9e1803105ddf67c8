"""One package a command: inputs and settings to an answer; nothing is printed here."""
