"""weiquan: letters, deadlines and next steps for consumers in mainland China."""

__version__ = "0.1.0"
