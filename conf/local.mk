dist_pkgdata_DATA =
messagesdir = $(pkgdatadir)/messages
dist_messages_DATA = conf/messages/de.ini conf/messages/en.ini
