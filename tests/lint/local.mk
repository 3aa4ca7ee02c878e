# Rules that neither a compiler nor a unit test holds. scripts/lint runs the same scripts by themselves.
lint_tests = \
	tests/lint/test-conf.sh \
	tests/lint/test-docs.sh \
	tests/lint/test-floors.sh \
	tests/lint/test-help.sh \
	tests/lint/test-lists.sh \
	tests/lint/test-manuals.sh \
	tests/lint/test-programmes.sh \
	tests/lint/test-source.sh \
	tests/lint/test-text.sh
# The sanitizers and gcov bring symbols and data of their own.
lint_symbol_tests = tests/lint/test-symbols.sh
TESTS += $(lint_tests)
if !INSTRUMENTED
TESTS += $(lint_symbol_tests)
endif
include tests/lint/unit.mk
EXTRA_DIST += $(lint_tests) $(lint_symbol_tests) tests/lint/tap.sh tests/lint/words.txt tests/lint/words-de.txt
