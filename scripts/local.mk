EXTRA_DIST += scripts/demo.py scripts/run scripts/setup
