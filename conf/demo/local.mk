EXTRA_DIST += conf/quickstart.conf conf/demo/working-day.jsonl conf/demo/make-day.py
