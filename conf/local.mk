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
nodereddir = $(pkgdatadir)/node-red
dist_nodered_DATA = conf/node-red/flow.json
# The images are built from the package, which has what they start with.
containerdir = $(pkgdatadir)/container
dist_container_SCRIPTS = conf/container/start
EXTRA_DIST += conf/container/Containerfile \
	conf/home-assistant-addon/Dockerfile \
	conf/home-assistant-addon/README.md \
	conf/home-assistant-addon/config.yaml \
	conf/home-assistant-addon/options.jq \
	conf/home-assistant-addon/start
