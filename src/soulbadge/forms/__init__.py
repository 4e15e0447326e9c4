"""How texts, numbers and files are spelled. Pure: no network."""
