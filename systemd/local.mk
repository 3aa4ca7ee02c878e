systemdsystemunit_DATA = systemd/unslouchd.service
CLEANFILES = systemd/unslouchd.service
EXTRA_DIST += systemd/unslouchd.service.in

# At make time: only then is sbindir a whole path.
systemd/unslouchd.service: systemd/unslouchd.service.in Makefile
	$(AM_V_GEN)$(MKDIR_P) systemd && \
		sed -e 's|@sbindir[@]|$(sbindir)|g' $(srcdir)/systemd/unslouchd.service.in > $@-t && mv $@-t $@
