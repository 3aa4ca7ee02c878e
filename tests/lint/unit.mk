# Reads the units that were built.
unit_tests = tests/lint/test-catalog.sh tests/lint/test-unit.sh
TESTS += $(unit_tests)
EXTRA_DIST += $(unit_tests)
