dist_pkgdata_DATA = conf/asyncapi.json conf/desktop.conf
messagesdir = $(pkgdatadir)/messages
dist_messages_DATA = conf/messages/de.ini conf/messages/en.ini
dist_bashcompletion_DATA = conf/completions/unslouch.bash
dist_zshcompletion_DATA = conf/completions/_unslouch
dist_fishcompletion_DATA = conf/completions/unslouch.fish
hermesdir = $(pkgdatadir)/hermes
dist_hermes_DATA = conf/hermes/de.ini conf/hermes/en.ini
programmesdir = $(pkgdatadir)/programmes
dist_programmes_DATA = \
	conf/programmes/daily-stretch.ini \
	conf/programmes/gentle-stretch.ini \
	conf/programmes/micro-breaks.ini \
	conf/programmes/safety.ini \
	conf/programmes/steady-back.ini \
	conf/programmes/upper-back-strength.ini
homeassistantdir = $(pkgdatadir)/homeassistant
dist_homeassistant_DATA = \
	conf/homeassistant/README.md \
	conf/homeassistant/dashboard.yaml \
	conf/homeassistant/package.yaml \
	conf/homeassistant/phone.yaml \
	conf/homeassistant/question.yaml \
	conf/homeassistant/speech.yaml \
	conf/homeassistant/voice.yaml
mosquittodir = $(pkgdatadir)/mosquitto
dist_mosquitto_DATA = conf/mosquitto/unslouch.acl conf/mosquitto/unslouch.conf
nodereddir = $(pkgdatadir)/node-red
dist_nodered_DATA = conf/node-red/flow.json
# The images are built from the package, which has what they start with.
containerdir = $(pkgdatadir)/container
dist_container_SCRIPTS = conf/container/start
# It hands its options on to the daemon.
AM_INSTALLCHECK_STD_OPTIONS_EXEMPT = conf/container/start
EXTRA_DIST += conf/container/Containerfile \
	conf/home-assistant-addon/Dockerfile \
	conf/home-assistant-addon/README.md \
	conf/home-assistant-addon/config.yaml \
	conf/home-assistant-addon/options.jq \
	conf/home-assistant-addon/start
# The manual pages are written by hand; tests/process/test_manuals.py holds them against the programs' own tables.
man_MANS = \
	conf/man/unslouch.1 \
	conf/man/unslouch.conf.5 \
	conf/man/unslouch-programme.5 \
	conf/man/org.unslouch.Unslouch1.7 \
	conf/man/unslouch-mqtt.7 \
	conf/man/unslouchd.8
CLEANFILES += $(man_MANS)
EXTRA_DIST += $(man_MANS:=.in)

# At make time: only then are the directories whole paths.
man_make = $(AM_V_GEN)$(MKDIR_P) $(@D) && \
	sed -e 's|@sysconfdir[@]|$(sysconfdir)|g' -e 's|@pkgdatadir[@]|$(pkgdatadir)|g' \
		-e 's|@dbuspolicydir[@]|$(dbuspolicydir)|g' \
		-e 's|@dbussystemservicesdir[@]|$(dbussystemservicesdir)|g' \
		-e 's|@dbussessionservicesdir[@]|$(dbussessionservicesdir)|g' $(srcdir)/$@.in > $@-t && mv $@-t $@
conf/man/unslouch.1: conf/man/unslouch.1.in Makefile
	$(man_make)
conf/man/unslouch.conf.5: conf/man/unslouch.conf.5.in Makefile
	$(man_make)
conf/man/unslouch-programme.5: conf/man/unslouch-programme.5.in Makefile
	$(man_make)
conf/man/org.unslouch.Unslouch1.7: conf/man/org.unslouch.Unslouch1.7.in Makefile
	$(man_make)
conf/man/unslouch-mqtt.7: conf/man/unslouch-mqtt.7.in Makefile
	$(man_make)
conf/man/unslouchd.8: conf/man/unslouchd.8.in Makefile
	$(man_make)
