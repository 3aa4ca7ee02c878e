EXTRA_DIST += scripts/boot scripts/coverage scripts/demo.py scripts/lint scripts/package scripts/run scripts/setup scripts/test
