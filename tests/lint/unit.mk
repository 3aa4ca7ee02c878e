# Reads the unit that was built.
TESTS += tests/lint/test-unit.sh
EXTRA_DIST += tests/lint/test-unit.sh
