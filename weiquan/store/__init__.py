"""Case folders and other files on disk."""
