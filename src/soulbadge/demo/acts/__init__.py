"""The acts of the story, each a capability that people know from real programmes."""
