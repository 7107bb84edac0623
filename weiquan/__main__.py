"""python -m weiquan."""

from weiquan.cli.app import run

run()
