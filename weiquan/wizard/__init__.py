"""Asking: one question per screen, every answer saved before the next."""
