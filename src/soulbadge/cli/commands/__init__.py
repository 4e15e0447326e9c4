"""One command a file; what the file is called, the command is called."""
