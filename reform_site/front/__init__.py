"""The front page: composes what the apps measure, and measures nothing itself."""
