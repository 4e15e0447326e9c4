"""Private facts behind badges: committed to, disclosed, checked."""
