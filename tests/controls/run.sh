#!/bin/sh
# What the checks cover: rows of the guidelines, records of the evidence (coverage.py).
exec python3 "$(dirname "$0")/coverage.py"
