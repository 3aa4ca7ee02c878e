# SPDX-License-Identifier: MIT
# The add-on's options as a configuration of unslouchd. Input: options.json.

# A string of libconfig. It knows no \u, so that what would need one is refused.
def text:
  if test("[\\x00-\\x1f\\x7f]") then error("the option \(@json) has a control character") else @json end;

def given: . != null and . != "" and . != false;

def zigbee($name; $kind; $more):
  select(given) | "{ name = \"\($name)\"; kind = \"\($kind)\"; via = \"zigbee2mqtt\"; device = \(text);\($more) }";

def sensors:
  [ (.chair | zigbee("chair"; "seat"; "")),
    (.radar | zigbee("radar"; "presence"; " covers = \"seat\";")),
    (.monitor_topic | select(given) | "{ name = \"monitor\"; kind = \"activity\"; topic = \(text); }") ]
  | join(",\n      ");

def programme($wanted; $id; $at):
  select($wanted | given) | "{ id = \"\($id)\"; at = \($at | text); }";

def programmes:
  [ programme(.strength; "upper-back-strength"; .strength_at // "18:00"),
    programme(.stretch; "daily-stretch"; .stretch_at // "12:30") ]
  | select(length > 0) | "\n    programmes = ( \(join(", ")) );";

def person:
  "  { id = \(.id | text); name = \(.name | text);"
  + (if .language | given then " language = \(.language | text);" else "" end)
  + "\n    sensors = (\n      \(sensors)\n    );"
  + (if .sit_limit | given then "\n    breaks = { sit_limit = \"\(.sit_limit) min\"; };" else "" end)
  + (programmes // "")
  + "\n  }";

def channels:
  [ (.lamps // [] | .[] | select(given) | "{ name = \(text); kind = \"light\"; via = \"zigbee2mqtt\"; device = \(text); }"),
    (select(.speech) | "{ name = \"speech\"; kind = \"speech\"; via = \"homeassistant\"; }"),
    (select(.phone) | "{ name = \"phone\"; kind = \"phone\"; }") ]
  | join(",\n  ");

"people = (\n\([.people[] | person] | join(",\n"))\n);\nchannels = (\n  \(channels)\n);"
