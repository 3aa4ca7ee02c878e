EXTRA_DIST += scripts/demo.py scripts/lint scripts/run scripts/setup scripts/test
