EXTRA_DIST += scripts/demo.py scripts/lint scripts/package scripts/run scripts/setup scripts/test
