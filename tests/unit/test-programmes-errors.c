/* SPDX-License-Identifier: MIT */
/*
 * Everything that can be wrong with a file of programmes, one thing at a time.
 */
#include "unit/programmes_bench.h"

#define P "section 'programme': "
#define R "section 'row': "

struct fault {
        const char *from; /* in bench_programme or bench_safety */
        const char *to;
        const char *problems;
};

#define LINE_82    "1234567890123456789012345678901234567890123456789012345678901234567890123456789012"
#define UMLAUTS_82 "ääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääää"

static const struct fault programme_faults[] = {
        { "name = Own\n", "name = Own ; mine\n",
                "x.ini:3: " P "key 'name': value would be cut at ; or #: put the text in double quotes\n" },
        { "name = Own\n", "name = 'Own'\n",
                "x.ini:3: " P "key 'name': value begins with a single quote, which would be taken off: use "
                "double quotes\n" },
        { "name = Own\n", "name = \"Own\" or so\n",
                "x.ini:3: " P "key 'name': value has no closing quote at its end\n" },
        { "name = Own\n", "name = Own \\\n",
                "x.ini:1: " P "key 'name': missing\n"
                "x.ini:3: ends with a backslash, which would join it with the next line\n" },
        { "name = Own\n", "name =\n", "x.ini:3: " P "key 'name': value empty\n" },
        { "name = Own\n", "name = Own\nname = Other\n",
                "x.ini:4: " P "key 'name': it is there already, in line 3\n" },
        { "name = Own\n", "what\n",
                "x.ini:1: " P "key 'name': missing\n"
                "x.ini:3: neither a section nor a key with a value\n" },
        { "[row]\n", "[row] rubbish\n",
                "x.ini:9: " P "key 'order': exercise 'row': unknown\n"
                "x.ini:21: a section's name has no closing bracket\n" },
        { "[row]\n", "[Row]\n",
                "x.ini:9: " P "key 'order': exercise 'row': unknown\n"
                "x.ini:21: section 'Row': not an id (1 to 32 of a-z 0-9 _ -)\n" },
        { "[press]\n", "[row]\n",
                "x.ini:9: " P "key 'order': exercise 'press': unknown\n"
                "x.ini:40: section 'row' is there already, in line 21\n"
                "x.ini:41: " R "key 'name': it is there already, in line 22\n"
                "x.ini:42: " R "key 'role': it is there already, in line 23\n"
                "x.ini:43: " R "key 'group': it is there already, in line 24\n"
                "x.ini:44: " R "key 'position': it is there already, in line 25\n"
                "x.ini:45: " R "key 'equipment': it is there already, in line 26\n"
                "x.ini:46: " R "key 'flags': it is there already, in line 27\n"
                "x.ini:47: " R "key 'sides': it is there already, in line 28\n"
                "x.ini:48: " R "key 'lift': it is there already, in line 29\n"
                "x.ini:49: " R "key 'lower': it is there already, in line 30\n"
                "x.ini:50: " R "key 'rest-reps': it is there already, in line 31\n"
                "x.ini:51: " R "key 'rest-sets': it is there already, in line 32\n"
                "x.ini:52: " R "key 'switch': it is there already, in line 33\n"
                "x.ini:53: " R "key 'ladder': it is there already, in line 34\n"
                "x.ini:54: " R "key 'avoid-if': it is there already, in line 35\n"
                "x.ini:55: " R "key 'ready-1': it is there already, in line 36\n"
                "x.ini:56: " R "key 'do-1': it is there already, in line 37\n"
                "x.ini:57: " R "key 'return': it is there already, in line 38\n"
                "x.ini:58: " R "key 'mistake': it is there already, in line 39\n" },
        { "[programme]\n", "[programmes]\n",
                "x.ini:1: section 'programmes': unknown (did you mean 'programme'?)\n" },
        { "[programme]\n", "id = x\n[programme]\n", "x.ini:1: key 'id': before the first section\n" },
        { "name = Own\n",
                "name = \xff"
                "\n",
                "x.ini:3: this is not UTF-8 text\n" },
        { "name = Own\n", "Name = Own\n",
                "x.ini:1: " P "key 'name': missing\n"
                "x.ini:3: " P "key 'Name': unknown (did you mean 'name'?)\n" },
        { "name = Own\n", "names = Own\n",
                "x.ini:1: " P "key 'name': missing\n"
                "x.ini:3: " P "key 'names': unknown (did you mean 'name'?)\n" },
        { "name = Own\n", "zebra = 1\nname = Own\n", "x.ini:3: " P "key 'zebra': unknown\n" },
        { "not-for = none\n", "", "x.ini:1: " P "key 'not-for': missing\n" },
        { "mistake = Do not lean.\n", "", "x.ini:21: " R "key 'mistake': missing\n" },
        { "do-1 = Pull.\n", "do-2 = Pull.\n",
                "x.ini:21: " R "key 'do-1': missing\n"
                "x.ini:37: " R "key 'do-2': there is no 'do-1'\n" },
        { "do-1 = Pull.\n", "do-1 = Pull.\ndo-01 = x\n",
                "x.ini:38: " R "key 'do-01': unknown (did you mean 'do-1'?)\n" },
        { "do-1 = Pull.\n", "do-1 = Pull.\ndo-5 = x\n",
                "x.ini:38: " R "key 'do-5': unknown (did you mean 'do-1'?)\n" },
        { "do-1 = Pull.\n", "do-1 = Pull.\nsay = x\n", "x.ini:38: " R "key 'say': unknown\n" },
        { "version = 1\n", "version = 2\n",
                "x.ini:4: " P "key 'version': value '2': not a whole number in range (allowed 1..1)\n" },
        { "id = own\n", "id = Own Back\n",
                "x.ini:2: " P "key 'id': value 'Own Back': not an id (1 to 32 of a-z 0-9 _ -)\n" },
        { "kind = strength\n", "kind = strengths\n",
                "x.ini:5: " P "key 'kind': value 'strengths': unknown, allowed are strength, stretch, break, "
                "safety (did you mean 'strength'?)\n" },
        { "schedule = weekly\n", "schedule = monthly\n",
                "x.ini:6: " P
                "key 'schedule': value 'monthly': unknown, allowed are weekly, daily, event\n" },
        { "screening = general\n", "screening = 1\n",
                "x.ini:7: " P "key 'screening': value '1': unknown, allowed are none, general, clearance\n" },
        { "per-week-min = 2\n", "per-week-min = 2 times\n",
                "x.ini:10: " P
                "key 'per-week-min': value '2 times': not a whole number in range (allowed 1..7)\n" },
        { "per-week-min = 2\n", "per-week-min = 0\n",
                "x.ini:10: " P
                "key 'per-week-min': value '0': not a whole number in range (allowed 1..7)\n" },
        { "per-week-max = 4\n", "per-week-max = 1\n",
                "x.ini:11: " P
                "key 'per-week-max': value '1': not a whole number in range (allowed 2..7)\n" },
        { "per-week-max = 4\n", "per-week-max = 5\n",
                "x.ini:11: " P
                "key 'per-week-max': value '5': more than fit with rest-days-strict (allowed 1..4)\n" },
        { "default-days = mon, thu\n", "default-days = mon, thursday\n",
                "x.ini:12: " P
                "key 'default-days': value 'mon, thursday': not days of the week, such as mon, wed, fri\n" },
        { "default-days = mon, thu\n", "default-days = mon\n",
                "x.ini:12: " P
                "key 'default-days': value 'mon': days: 1 (allowed per-week-min..per-week-max)\n" },
        { "default-days = mon, thu\n", "default-days = mon, sun\n",
                "x.ini:12: " P "key 'default-days': value 'mon, sun': closer than rest-days-between, with "
                "rest-days-strict\n" },
        { "default-days = mon, thu\n", "",
                "x.ini:1: " P "key 'default-days': missing, with schedule = weekly\n" },
        { "schedule = weekly\n", "schedule = daily\n",
                "x.ini:12: " P "key 'default-days': only with schedule = weekly\n" },
        { "min-gap-hours = 20\n", "min-gap-hours = -1\n",
                "x.ini:13: " P
                "key 'min-gap-hours': value '-1': not a whole number in range (allowed 0..168)\n" },
        { "rest-days-between = 1\n", "rest-days-between = 7\n",
                "x.ini:14: " P
                "key 'rest-days-between': value '7': not a whole number in range (allowed 0..6)\n" },
        { "rest-days-strict = yes\n", "rest-days-strict = true\n",
                "x.ini:15: " P "key 'rest-days-strict': value 'true': unknown, allowed are no, yes\n" },
        { "min-weeks = 6\n", "min-weeks = 53\n",
                "x.ini:16: " P "key 'min-weeks': value '53': not a whole number in range (allowed 1..52)\n" },
        { "level-min-days-easy = 3\n", "level-min-days-easy = 8\n",
                "x.ini:18: " P
                "key 'level-min-days-easy': value '8': not a whole number in range (allowed 1..7)\n" },
        { "min-weeks = 6\n", "min-weeks = 6\ndeload-every-weeks = 99999999999999999999\n",
                "x.ini:17: " P "key 'deload-every-weeks': value '99999999999999999999': not a whole number "
                "in range (allowed 0..52)\n" },
        { "lift = 2\n", "lift = 61\n",
                "x.ini:29: " R "key 'lift': value '61': not a whole number in range (allowed 0..60)\n" },
        { "lift = 2\n", "lift = 0x2\n",
                "x.ini:29: " R "key 'lift': value '0x2': not a whole number in range (allowed 0..60)\n" },
        { "rest-sets = 60\n", "rest-sets = 301\n",
                "x.ini:32: " R
                "key 'rest-sets': value '301': not a whole number in range (allowed 0..300)\n" },
        { "role = main\n", "role = minor\n",
                "x.ini:23: " R "key 'role': value 'minor': unknown, allowed are main, alternative\n" },
        { "group = strength\nposition = sitting\n", "group = strange\nposition = sitting\n",
                "x.ini:24: " R "key 'group': value 'strange': unknown, allowed are stretch, strength, "
                "abdominal, bone, break, check\n" },
        { "position = sitting\n", "position = lying\n",
                "x.ini:25: " R "key 'position': value 'lying': unknown, allowed are standing, sitting, "
                "supine, prone, kneeling, quadruped\n" },
        { "sides = none\n", "sides = both\n",
                "x.ini:28: " R "key 'sides': value 'both': unknown, allowed are none, each, alternate\n" },
        { "flags = seated\n", "flags = seeted\n",
                "x.ini:27: " R "key 'flags': flag 'seeted': unknown (did you mean 'seated'?)\n" },
        { "flags = seated\n", "flags = seated, seated\n",
                "x.ini:27: " R "key 'flags': value 'seated, seated': an item is there twice (allowed 0..14 "
                "items, or none)\n" },
        { "flags = seated\n", "flags = seated,\n",
                "x.ini:27: " R "key 'flags': value 'seated,': an item between commas is empty (allowed 0..14 "
                "items, or none)\n" },
        { "equipment = band\n", "equipment = a band\n",
                "x.ini:26: " R "key 'equipment': 'a band': not a name (1 to 32 of a-z 0-9 _ -)\n" },
        { "switch = 0\n", "switch = 0\nstart-level = 3\n",
                "x.ini:34: " R "key 'start-level': value '3': not a whole number in range (allowed 1..2)\n" },
        { "ladder = 2x10@1, 2x12@1\n", "ladder = 2x10@1, 2x8@1\n",
                "x.ini:34: " R "key 'ladder': value '2x8@1': the ladder falls, after '2x10@1'\n" },
        { "ladder = 2x10@1, 2x12@1\n", "ladder = 2x10@2, 2x12@1\n",
                "x.ini:34: " R "key 'ladder': value '2x12@1': the ladder falls, after '2x10@2'\n" },
        { "ladder = 2x10@1, 2x12@1\n", "ladder = 2x10\n",
                "x.ini:34: " R "key 'ladder': value '2x10': not a step (SETSxREPS@HOLD, sets 1..10, "
                "repetitions 1..100, hold 0..600)\n" },
        { "ladder = 2x10@1, 2x12@1\n", "ladder = 2x10@1s\n",
                "x.ini:34: " R "key 'ladder': value '2x10@1s': not a step (SETSxREPS@HOLD, sets 1..10, "
                "repetitions 1..100, hold 0..600)\n" },
        { "ladder = 2x10@1, 2x12@1\n", "ladder = 0x10@1\n",
                "x.ini:34: " R "key 'ladder': value '0x10@1': not a step (SETSxREPS@HOLD, sets 1..10, "
                "repetitions 1..100, hold 0..600)\n" },
        { "ladder = 2x10@1, 2x12@1\n", "ladder = 11x10@1\n",
                "x.ini:34: " R "key 'ladder': value '11x10@1': not a step (SETSxREPS@HOLD, sets 1..10, "
                "repetitions 1..100, hold 0..600)\n" },
        { "ladder = 2x10@1, 2x12@1\n", "ladder = 2x101@1\n",
                "x.ini:34: " R "key 'ladder': value '2x101@1': not a step (SETSxREPS@HOLD, sets 1..10, "
                "repetitions 1..100, hold 0..600)\n" },
        { "ladder = 2x10@1, 2x12@1\n", "ladder = 2x10@601\n",
                "x.ini:34: " R "key 'ladder': value '2x10@601': not a step (SETSxREPS@HOLD, sets 1..10, "
                "repetitions 1..100, hold 0..600)\n" },
        { "ladder = 2x10@1, 2x12@1\n", "ladder = 2x10@1+0.5\n",
                "x.ini:34: " R "key 'ladder': value '2x10@1+0.5': not a step (SETSxREPS@HOLD, sets 1..10, "
                "repetitions 1..100, hold 0..600)\n" },
        { "ladder = 2x10@1, 2x12@1\n", "ladder = none\n",
                "x.ini:34: " R "key 'ladder': value 'none': not a ladder\n" },
        { "ladder = 2x10@1, 2x12@1\n",
                "ladder = 1x1@1, 1x2@1, 1x3@1, 1x4@1, 1x5@1, 1x6@1, 1x7@1, 1x8@1, 1x9@1, 1x10@1, 1x11@1, "
                "1x12@1, 1x13@1, 1x14@1, 1x15@1, 1x16@1, 1x17@1\n",
                "x.ini:34: " R "key 'ladder': value '1x1@1, 1x2@1, 1x3@1, 1x4@1, 1x5@1, 1x6@1, 1x7@1, 1x8@1, "
                "1x9@1, 1': too many items (allowed 0..16 items, or none)\n" },
        { "switch = 0\n", "switch = 0\nload-ladder = 2x12@1\n",
                "x.ini:34: " R "key 'load-ladder': value '2x12@1': not a step (SETSxREPS@HOLD+KG, sets "
                "1..10, repetitions 1..100, hold 0..600, kilograms up to 20)\n" },
        { "switch = 0\n", "switch = 0\nload-ladder = 2x12@1+0\n",
                "x.ini:34: " R "key 'load-ladder': value '2x12@1+0': not a step (SETSxREPS@HOLD+KG, sets "
                "1..10, repetitions 1..100, hold 0..600, kilograms up to 20)\n" },
        { "switch = 0\n", "switch = 0\nload-ladder = 2x12@1+20.5\n",
                "x.ini:34: " R "key 'load-ladder': value '2x12@1+20.5': not a step (SETSxREPS@HOLD+KG, sets "
                "1..10, repetitions 1..100, hold 0..600, kilograms up to 20)\n" },
        { "switch = 0\n", "switch = 0\nload-ladder = 2x12@1+1.\n",
                "x.ini:34: " R "key 'load-ladder': value '2x12@1+1.': not a step (SETSxREPS@HOLD+KG, sets "
                "1..10, repetitions 1..100, hold 0..600, kilograms up to 20)\n" },
        { "switch = 0\n", "switch = 0\nload-ladder = 2x12@1+1.0, 2x12@1+0.5\n",
                "x.ini:34: " R
                "key 'load-ladder': value '2x12@1+0.5': the ladder falls, after '2x12@1+1.0'\n" },
        { "switch = 0\n", "switch = 0\nload-ladder = 2x12@1+1.0, 2x10@1+1.0\n",
                "x.ini:34: " R
                "key 'load-ladder': value '2x10@1+1.0': the ladder falls, after '2x12@1+1.0'\n" },
        { "intro = Hello.\n", "intro = " LINE_82 "3\n",
                "x.ini:19: " P "key 'intro': 83 characters are too many (allowed 1..82)\n" },
        { "intro = Hello.\n", "intro = " UMLAUTS_82 "ä\n",
                "x.ini:19: " P "key 'intro': 83 characters are too many (allowed 1..82)\n" },
        { "intro = Hello.\n", "intro = Hello\tyou.\n",
                "x.ini:19: " P "key 'intro': has a control character\n" },
        { "intro = Hello.\n", "intro = Hello.\nintro[de] = " LINE_82 "3\n",
                "x.ini:20: " P "key 'intro[de]': 83 characters are too many (allowed 1..82)\n" },
        { "intro = Hello.\n", "intro = Hello.\nintro[DE] = x\n",
                "x.ini:20: " P "key 'intro[DE]': not a language such as [de] or [pt-br]\n" },
        { "intro = Hello.\n", "intro = Hello.\nintro[d] = x\n",
                "x.ini:20: " P "key 'intro[d]': not a language such as [de] or [pt-br]\n" },
        { "intro = Hello.\n", "intro = Hello.\nintro[de = x\n",
                "x.ini:20: " P "key 'intro[de': not a language such as [de] or [pt-br]\n" },
        { "intro = Hello.\n", "intro = Hello.\nintro[en] = x\n",
                "x.ini:20: " P "key 'intro[en]': the text without a language is the English one\n" },
        { "intro = Hello.\n", "intro = Hello.\nintro[de] = x\nintro[de] = y\n",
                "x.ini:21: " P "key 'intro[de]': it is there already, in line 20\n" },
        { "intro = Hello.\n", "intro = Hello.\nprepare[de] = x\n",
                "x.ini:20: " P "key 'prepare[de]': there is no 'prepare' to be translated\n" },
        { "intro = Hello.\n", "intro = Hello.\nkind[de] = x\n",
                "x.ini:20: " P "key 'kind[de]': not a text, which could be in a language\n" },
        { "order = row, press\n", "order = row, presst\n",
                "x.ini:9: " P "key 'order': exercise 'presst': unknown (did you mean 'press'?)\n" },
        { "order = row, press\n", "order = row, zebra\n",
                "x.ini:9: " P "key 'order': exercise 'zebra': unknown\n" },
        { "order = row, press\n", "order = none\n",
                "x.ini:9: " P "key 'order': value 'none': a programme without an exercise\n" },
        { "order = row, press\n", "order = row, row\n",
                "x.ini:9: " P
                "key 'order': value 'row, row': an item is there twice (allowed 0..16 items, or none)\n" },
        { "order = row, press\n", "order = row, look\n",
                "x.ini:9: " P "key 'order': exercise 'look': unknown\n" },
        { "order = row, press\n", "order = row, press\nwarm-up = stretch\n",
                "x.ini:10: " P "key 'warm-up': exercise 'stretch': unknown\n" },
        { "order = row, press\n", "order = row\npick-order = press\n",
                "x.ini:10: " P "key 'pick-order': without a pick-count\n" },
        { "order = row, press\n", "order = row\npick-count = 1\n",
                "x.ini:10: " P "key 'pick-count': without a pick-order\n" },
        { "order = row, press\n", "order = row\npick-order = press\npick-count = 2\n",
                "x.ini:11: " P "key 'pick-count': value '2': not a whole number in range (allowed 1..1)\n" },
        { "order = row, press\n", "order = row, press\nprone-stand-in = press\n",
                "x.ini:10: " P "key 'prone-stand-in': exercise 'press': prone itself\n" },
        { "order = row, press\n", "order = row, press\nprone-stand-in = row, press\n",
                "x.ini:10: " P
                "key 'prone-stand-in': value 'row, press': too many items (allowed 0..1 items, or none)\n" },
        { "order = row, press\n", "order = row, press\nuse-instead = own\n",
                "x.ini:10: " P "key 'use-instead': programme 'own': the same one\n" },
        { "order = row, press\n", "order = row, press\nuse-instead = safety\n",
                "x.ini:10: " P "key 'use-instead': programme 'safety': unknown\n" },
        { "order = row, press\n", "order = row, press\nforbidden-flags = prone\n",
                "x.ini:47: section 'press': key 'flags': prone, which is forbidden here\n" },
        { "order = row, press\n", "order = row, press\nforbidden-flags = pron\n",
                "x.ini:10: " P "key 'forbidden-flags': flag 'pron': unknown (did you mean 'prone'?)\n" },
        { "not-for = none\n", "not-for = sore-wirst\n",
                "x.ini:8: " P "key 'not-for': tag 'sore-wirst': unknown (did you mean 'sore-wrist'?)\n" },
        { "avoid-if = sore-wrist\n", "avoid-if = zebra\n",
                "x.ini:35: " R "key 'avoid-if': tag 'zebra': unknown\n" },
        { "avoid-if = sore-wrist\n", "avoid-if = sore-wrist\neasier-id = roww\n",
                "x.ini:36: " R "key 'easier-id': exercise 'roww': unknown (did you mean 'row'?)\n" },
        { "avoid-if = sore-wrist\n", "avoid-if = sore-wrist\neasier-id = row\n",
                "x.ini:36: " R "key 'easier-id': value 'row': leads back to 'row'\n" },
        { "kind = strength\n", "kind = x\n",
                "x.ini:5: " P
                "key 'kind': value 'x': unknown, allowed are strength, stretch, break, safety\n" },
        { "rest-reps = 1\n",
                "rest-reps = 1\n# " LINE_82 LINE_82 LINE_82 LINE_82 LINE_82 LINE_82 LINE_82 LINE_82 LINE_82
                        LINE_82 LINE_82 LINE_82 LINE_82 "\n",
                "x.ini:32: longer than 1000 bytes\n" },
};

static const struct fault safety_faults[] = {
        { "kind = safety\n", "kind = safely\n",
                "safety.ini:5: " P
                "key 'kind': value 'safely': unknown, allowed are safety (did you mean 'safety'?)\n" },
        { "review-days = 90\n", "", "safety.ini:1: " P "key 'review-days': missing\n" },
        { "review-days = 90\n", "review-days = 0\n",
                "safety.ini:6: " P
                "key 'review-days': value '0': not a whole number in range (allowed 1..730)\n" },
        { "version = 1\n", "version = 3\n",
                "safety.ini:4: " P "key 'version': value '3': not a whole number in range (allowed 1..1)\n" },
        { "[text]\n", "[texts]\n",
                "safety.ini:1: " P "there is no section 'text'\n"
                "safety.ini:8: section 'texts': unknown (did you mean 'text'?)\n" },
        { "therapist = Ask.\n", "", "safety.ini:8: section 'text': key 'therapist': missing\n" },
        { "therapist = Ask.\n", "therapist = Ask.\nmedicine = x\n",
                "safety.ini:14: section 'text': key 'medicine': unknown\n" },
        { "therapist = Ask.\n", "therapist = " LINE_82 "3\n",
                "safety.ini:13: section 'text': key 'therapist': 83 characters are too many (allowed "
                "1..82)\n" },
        { "disclaimer-long = Long.\n",
                "disclaimer-long = " UMLAUTS_82 UMLAUTS_82 UMLAUTS_82 UMLAUTS_82 UMLAUTS_82 "\n",
                "safety.ini:10: section 'text': key 'disclaimer-long': 410 characters are too many (allowed "
                "1..400)\n" },
        { "q1 = One?\n", "",
                "safety.ini:17: section 'screen-general': key 'q1': missing\n"
                "safety.ini:18: section 'screen-general': key 'q2': there is no 'q1'\n"
                "safety.ini:31: section 'tags': key 'sore': value 'from q2': not a question (allowed from "
                "q1..q0)\n" },
        { "q2 = Two?\n", "q3 = Two?\n",
                "safety.ini:19: section 'screen-general': key 'q3': there is no 'q2'\n"
                "safety.ini:32: section 'tags': key 'sore': value 'from q2': not a question (allowed from "
                "q1..q1)\n" },
        { "q2 = Two?\n", "q2 = Two?\nq17 = x\n",
                "safety.ini:20: section 'screen-general': key 'q17': unknown (did you mean 'q1'?)\n" },
        { "cleared = Cleared.\n", "cleared = Cleared.\nroute-q1 = steady-back\n",
                "safety.ini:21: section 'screen-general': key 'route-q1': programme 'steady-back': "
                "unknown\n" },
        { "expect-q2 = no\n", "", "safety.ini:21: section 'screen-clearance': key 'expect-q2': missing\n" },
        { "expect-q2 = no\n", "expect-q2 = maybe\n",
                "safety.ini:25: section 'screen-clearance': key 'expect-q2': value 'maybe': unknown, allowed "
                "are no, yes\n" },
        { "prone-question = q2\n", "prone-question = q3\n",
                "safety.ini:26: section 'screen-clearance': key 'prone-question': value 'q3': not a question "
                "(allowed q1..q2)\n" },
        { "prone-question = q2\n", "prone-question = 2\n",
                "safety.ini:26: section 'screen-clearance': key 'prone-question': value '2': not a question "
                "(allowed q1..q2)\n" },
        { "sore = from q2\n", "sore = from q3\n",
                "safety.ini:32: section 'tags': key 'sore': value 'from q3': not a question (allowed from "
                "q1..q2)\n" },
        { "sore = from q2\n", "Sore = from q2\n",
                "safety.ini:32: section 'tags': key 'Sore': not a name (1 to 32 of a-z 0-9 _ -)\n" },
        { "sore = from q2\n", "sore = from q2\nsore[xx = y\n",
                "safety.ini:33: section 'tags': key 'sore[xx': not a language such as [de] or [pt-br]\n" },
        { "[tags]\n", "[tag]\n",
                "safety.ini:1: " P "there is no section 'tags'\n"
                "safety.ini:31: section 'tag': unknown (did you mean 'tags'?)\n" },
        { "", "[equipment]\nA band = a band\n",
                "safety.ini:35: section 'equipment': key 'A band': not a name (1 to 32 of a-z 0-9 _ -)\n" },
};

static void each_fault_of_a_programme_is_told_with_its_place(void **state)
{
        struct fixture *fixture = *state;

        bench_write(fixture, "safety.ini", bench_safety);
        for (size_t i = 0; i < ELEMENTS(programme_faults); i++) {
                const struct fault *fault = &programme_faults[i];
                struct programmes *programmes;

                bench_write_changed(fixture, "x.ini", bench_programme, fault->from, fault->to);
                programmes = bench_load(fixture, fixture->directory, NULL);
                assert_string_equal(fixture->printed, fault->problems);
                assert_int_equal(programmes_set(programmes)->exercise_count, 0);
                assert_int_equal(programmes_set(programmes)->programme_count, 0);
                assert_int_equal(programmes_screening(programmes)->general_count, 2);
                programmes_free(programmes);
        }
}

static void each_fault_of_the_safety_texts_is_told_with_its_place(void **state)
{
        struct fixture *fixture = *state;

        for (size_t i = 0; i < ELEMENTS(safety_faults); i++) {
                const struct fault *fault = &safety_faults[i];
                struct programmes *programmes;

                bench_write_changed(fixture, "safety.ini", bench_safety, fault->from, fault->to);
                programmes = bench_load(fixture, fixture->directory, NULL);
                assert_string_equal(fixture->printed, fault->problems);
                assert_int_equal(programmes_screening(programmes)->general_count, 0);
                assert_null(programmes_safety_words(programmes, "en")->stop_now);
                programmes_free(programmes);
        }
}

static void what_the_faults_are_made_of_has_none(void **state)
{
        struct fixture *fixture = *state;
        struct programmes *programmes;

        bench_write(fixture, "safety.ini", bench_safety);
        bench_write_changed(fixture, "x.ini", bench_programme, "intro = Hello.\n",
                "intro = " LINE_82 "\nintro[de] = " UMLAUTS_82 "\nintro[pt-br] = \"One; two\"\n");
        programmes = bench_load(fixture, fixture->directory, NULL);
        assert_string_equal(fixture->printed, "");
        assert_int_equal(programmes_set(programmes)->exercise_count, 2);
        assert_int_equal(programmes_set(programmes)->programme_count, 1);
        assert_string_equal(programmes_words(programmes, 0, "en")->intro, LINE_82);
        assert_string_equal(programmes_words(programmes, 0, "de")->intro, UMLAUTS_82);
        assert_string_equal(programmes_words(programmes, 0, "pt-BR")->intro, "One; two");
        programmes_free(programmes);
}

static void all_faults_of_a_file_are_told_at_once(void **state)
{
        struct fixture *fixture = *state;

        bench_write(fixture, "safety.ini", bench_safety);
        bench_write(fixture, "x.ini",
                "[programme]\nid = x\nname = X # mine\nversion = 1\nkind = break\nschedule = evnt\n"
                "screening = none\nnot-for = soar\norder = walk, wlak\nintro = I.\n"
                "[walk]\nname = W\nrole = main\ngroup = break\nposition = standing\nequipment = none\n"
                "flags = standing\nsides = none\nlift = 0\nlower = 0\nrest-reps = 0\nrest-sets = 0\n"
                "switch = 0\nladder = 1x1@60, 1x1@30\nmistake = M.\nready-1 = R.\ndo-1 = D.\n");
        programmes_free(bench_load(fixture, fixture->directory, NULL));
        assert_string_equal(fixture->printed,
                "x.ini:1: section 'programme': key 'outro': missing\n"
                "x.ini:3: section 'programme': key 'name': value would be cut at ; or #: put the text in "
                "double quotes\n"
                "x.ini:6: section 'programme': key 'schedule': value 'evnt': unknown, allowed are weekly, "
                "daily, event (did you mean 'event'?)\n"
                "x.ini:8: section 'programme': key 'not-for': tag 'soar': unknown (did you mean 'sore'?)\n"
                "x.ini:9: section 'programme': key 'order': exercise 'wlak': unknown (did you mean "
                "'walk'?)\n"
                "x.ini:11: section 'walk': key 'avoid-if': missing\n"
                "x.ini:24: section 'walk': key 'ladder': value '1x1@30': the ladder falls, after '1x1@60'\n");
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, fixture_setup, bench_teardown)

int main(void)
{
        static const struct CMUnitTest tests[] = {
                CASE(each_fault_of_a_programme_is_told_with_its_place),
                CASE(each_fault_of_the_safety_texts_is_told_with_its_place),
                CASE(what_the_faults_are_made_of_has_none),
                CASE(all_faults_of_a_file_are_told_at_once),
        };

        return cmocka_run_group_tests_name("programmes-errors", tests, NULL, NULL);
}
