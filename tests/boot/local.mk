# By scripts/boot, which needs root.
EXTRA_DIST += tests/boot/addon.sh tests/boot/boot-test.service tests/boot/checks.sh tests/boot/supervisor.pl \
	tests/boot/tap.sh tests/boot/unslouch.conf
