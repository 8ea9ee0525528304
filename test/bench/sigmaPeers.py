"""Sigma rules in SQLite, the way of Zircolite: events flattened into a table, one query a rule, written by pySigma.

Usage: sigmaPeers.py RULES_FOLDER EVENTS.jsonl
Prints the seconds of all queries; reading the events and writing the queries are not counted.
"""

import json
import pathlib
import re
import resource
import sqlite3
import sys
import time

from sigma.backends.sqlite import sqliteBackend
from sigma.collection import SigmaCollection

rules_folder, events_path = sys.argv[1:3]

COLUMNS = ["EventID", "Channel", "Computer", "Image", "CommandLine", "CurrentDirectory", "User", "ParentImage",
           "ParentCommandLine", "Hashes"]

backend = sqliteBackend()
queries = []
for path in sorted(pathlib.Path(rules_folder).glob("*.yml")):
    queries += backend.convert(SigmaCollection.from_yaml(path.read_text()))

connection = sqlite3.connect(":memory:")
connection.create_function("regexp", 2, lambda pattern, text: text is not None and re.search(pattern, text) is not None)
connection.execute(f"create table logs ({', '.join(f'{name} text collate nocase' for name in COLUMNS)})")


def rows():
    with open(events_path, encoding="utf8") as file:
        for line in file:
            event = json.loads(line)
            flat = {**event, **event["EventData"]}
            yield [flat.get(name) for name in COLUMNS]


connection.executemany(f"insert into logs values ({', '.join('?' * len(COLUMNS))})", rows())
events = connection.execute("select count(*) from logs").fetchone()[0]

began = time.perf_counter()
hits = sum(len(connection.execute(query).fetchall()) for query in queries)
seconds = time.perf_counter() - began
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "rows": events, "rules": len(queries), "hits": hits, "peakMemoryMb": peak}))
