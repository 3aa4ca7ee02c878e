# SPDX-License-Identifier: MIT
"""The home that the tests of the API have served: anna, who has a user, and ben, who has none."""

import desk

BREAKS = 'breaks = { sit_limit = "20 min"; snooze = "20 min"; posture_check = "off"; }; quiet_hours = ();'
HOME = (
    'people = ( { id = "anna"; name = "Anna"; user = "anna"; sensors = ( '
    '{ name = "keys"; kind = "activity"; via = "dbus"; }, { name = "chair"; kind = "seat"; topic = "chair"; } ); '
    f"{BREAKS} }},\n"
    '{ id = "ben"; name = "Ben"; sensors = ( { name = "keys"; kind = "activity"; via = "dbus"; } ); '
    f"{BREAKS} }} );\n"
    'channels = ( { name = "phone"; kind = "phone"; } );\n'
)
# Twenty minutes of sitting, and of a snooze, are a second.
FAST = "--time-scale=1200"

MANAGER = (desk.UNSLOUCH_PATH, desk.MANAGER)
ANNAS = desk.person_path("anna")
BENS = desk.person_path("ben")

ACCESS_DENIED = "org.freedesktop.DBus.Error.AccessDenied"
INVALID_ARGS = "org.freedesktop.DBus.Error.InvalidArgs"
UNKNOWN_PERSON = "org.unslouch.Unslouch1.Error.UnknownPerson"
UNKNOWN_SOURCE = "org.unslouch.Unslouch1.Error.UnknownSource"
NO_PROGRAMME = "org.unslouch.Unslouch1.Error.NoProgramme"
NO_HISTORY = "org.unslouch.Unslouch1.Error.NoHistory"
REFUSED = "org.unslouch.Unslouch1.Error.Refused"

PERSON_PROPERTIES = {
    "Id": ("s", "read"),
    "Name": ("s", "read"),
    "MinBreakSeconds": ("u", "read"),
    "Posture": ("s", "read"),
    "Since": ("t", "read"),
    "BoutStart": ("t", "read"),
    "BoutSeconds": ("u", "read"),
    "SittingTodaySeconds": ("u", "read"),
    "BreaksToday": ("u", "read"),
    "LongestBoutTodaySeconds": ("u", "read"),
    "Phase": ("s", "read"),
    "NextBreak": ("t", "read"),
    "PromptId": ("s", "read"),
    "SnoozesLeft": ("u", "read"),
    "Holds": ("as", "read"),
    "InRoom": ("s", "read"),
    "State": ("s", "read"),
    "Why": ("s", "read"),
    "Enabled": ("b", "readwrite"),
    "SitLimit": ("u", "readwrite"),
    "BreakGoal": ("u", "readwrite"),
    "Snooze": ("u", "readwrite"),
    "StandLimit": ("u", "readwrite"),
    "NextSession": ("t", "read"),
    "WeekDone": ("u", "read"),
    "WeekTarget": ("u", "read"),
    "StreakWeeks": ("u", "read"),
    "SessionDays": ("s", "readwrite"),
    "SessionTime": ("s", "readwrite"),
    "Session": ("s", "read"),
    "Plan": ("s", "read"),
}


def wait_for_prompt(bus, event_type, since=0, path=ANNAS):
    return bus.wait_for(lambda message: message.body[0] == event_type, since, member="Prompt", path=path)


def sit_until_due(bus, somebody):
    since = bus.mark()
    somebody.call(ANNAS, desk.PERSON, "ReportActivity", "sbu", "keys", True, 0)
    return wait_for_prompt(bus, "break_due", since)
