systemdsystemunit_DATA = systemd/unslouchd.service
systemduserunit_DATA = systemd/user/unslouchd.service
catalog_DATA = systemd/unslouch.catalog
sysusers_DATA = systemd/sysusers.d/unslouch.conf
dbuspolicy_DATA = systemd/org.unslouch.Unslouch1.conf
dbussystemservices_DATA = systemd/dbus-system/org.unslouch.Unslouch1.service
dbussessionservices_DATA = systemd/dbus-session/org.unslouch.Unslouch1.service
systemd_made = $(systemdsystemunit_DATA) $(systemduserunit_DATA) $(dbussystemservices_DATA) \
	$(dbussessionservices_DATA)
CLEANFILES += $(systemd_made)
EXTRA_DIST += $(catalog_DATA) $(sysusers_DATA) $(dbuspolicy_DATA) systemd/unslouchd.service.in systemd/user/unslouchd.service.in \
	systemd/dbus-system/org.unslouch.Unslouch1.service.in \
	systemd/dbus-session/org.unslouch.Unslouch1.service.in

# At make time: only then are these whole paths.
systemd_make = $(AM_V_GEN)$(MKDIR_P) $(@D) && \
	sed -e 's|@sbindir[@]|$(sbindir)|g' -e 's|@bindir[@]|$(bindir)|g' \
		-e 's|@sysconfdir[@]|$(sysconfdir)|g' $(srcdir)/$@.in > $@-t && mv $@-t $@
systemd/unslouchd.service: systemd/unslouchd.service.in Makefile
	$(systemd_make)
systemd/user/unslouchd.service: systemd/user/unslouchd.service.in Makefile
	$(systemd_make)
systemd/dbus-system/org.unslouch.Unslouch1.service: systemd/dbus-system/org.unslouch.Unslouch1.service.in Makefile
	$(systemd_make)
systemd/dbus-session/org.unslouch.Unslouch1.service: systemd/dbus-session/org.unslouch.Unslouch1.service.in Makefile
	$(systemd_make)
