#!/usr/bin/env python3
"""Compares wvagate's reading of logs of the 2026 controller with the logs and with what the controller held inside.

  controller_truth.py WVAGATE RECORDINGS_DIR [--only GLOB]

Logs: RECORDINGS_DIR/controller/**/*.log, each with NAME.truth.json.gz next to it, and RECORDINGS_DIR/console/*.log with
console/expected.json. GLOB selects by path below RECORDINGS_DIR ("controller/main/*/json.log").
Two references: (a) a reader of its own, in this file, written from the design's page on the log format; digits are
compared as strings; (b) the truth files; numbers are compared as doubles. No tolerance in either.
Prints one line a log, or the first differences of each kind; then "N logs, M differences".
Exit: 0 no difference, 1 differences, 77 no controller logs.
"""
import argparse
import collections
import concurrent.futures
import csv
import fnmatch
import gzip
import io
import itertools
import json
import os
import re
import subprocess
import sys
from pathlib import Path

PARALLEL_RUNS = 2
SHOWN_PER_KIND = 5
RUN_TIMEOUT_S = 600

EXTRACT_COLUMNS = (
    "timestamp itlAverage ttftAverage rate inTk outTk numRep itl ttft slo_itl slo_ttft alpha beta gamma delta variant "
    "model service_class accelerator current_replicas max_batch rho max_rpm cost log line cycle namespace role target "
    "optimizer_target action reason optimizer min_replicas max_replicas latency_source").split()
CLAIMS_COLUMNS = (
    "timestamp cycle line namespace model variant analyzer votes supply demand util rc sc scale_up_threshold "
    "scale_down_boundary prc role reason current_replicas optimizer_target target action").split()
MISMATCH_COLUMNS = "timestamp cycle line variant pod k observed_tps predicted_tps error_pct".split()

# ----------------------------------------------------------------------------------------------------------------------
# The reader


class Record:
    """A line of the log. Numbers in `fields` are strings of the logged digits."""

    __slots__ = ("line", "time", "level", "caller", "message", "fields")

    def __init__(self, line, time, level, caller, message, fields):
        self.line, self.time, self.level, self.caller = line, time, level, caller
        self.message, self.fields = message, fields


class Cycle:
    def __init__(self, number, first):
        self.number = number
        self.records = [first]
        self.truth = None  # entry of the truth file's cycles[]
        self.retried = False  # a later cycle belongs to the same entry

    @property
    def start(self):
        return self.records[0].time

    def of(self, message):
        return [record for record in self.records if record.message == message]


class MalformedLine(Exception):
    pass


KUBECTL_PREFIX = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z ")
CONSOLE_LINE = re.compile(r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)\t([A-Z]+(?:\(-\d+\))?)\t(.*)$")
KLOG_LINE = re.compile(r"^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d{6} +\d+ [^ ]+:\d+\] ")
CALLER = re.compile(r"^[^\s:]+\.go:\d+$")
VERBOSE_LEVEL = re.compile(r"^(?:LEVEL|Level)\(-(?:[3-9]|\d\d+)\)$")

CYCLE_START = "Grouped VAs by model"
CYCLE_END = "Optimization completed successfully"
SATURATION_ABSENT = ("saturation analyzer is absent from the configured analyzer list: "
                     "it will not vote and cannot veto scale-down for this model")
OPTIMIZER_LINES = ("V2 optimizer produced decisions", "Queueing model optimizer produced decisions")
# Lines of releases before `analyzer-result`: one for the whole model.
MODEL_CLAIMS = {"V2 saturation analysis completed": "saturation", "Queueing model analysis completed": "queueing-model"}

QUEUEING_MESSAGES = ("Inferred SLO from queueing model", "Parameters tuned successfully", "Using guessed initial state",
                     "Restoring tuner state from parameter store", "Tuner validation failed, using previous state")

# Messages of 0.4.2, which formats its values into the text.
OLD_MESSAGES = {
    CYCLE_START: re.compile(r"^Grouped VAs by model: modelCount=(?P<modelCount>\d+), totalVAs=(?P<totalVAs>\d+)$"),
    "Metrics collected for VA": re.compile(
        r"^Metrics collected for VA: variant=(?P<variant>.*?), replicas=(?P<replicas>[^,]*), "
        r"accelerator=(?P<accelerator>.*?), ttft=(?P<ttft>[^,]*)ms, itl=(?P<itl>[^,]*)ms, cost=(?P<cost>.*)$"),
    "Processing decision for VA": re.compile(
        r"^Processing decision: variant=(?P<variant>.*?), action=(?P<action>.*?), "
        r"current=(?P<current>-?\d+)→target=(?P<target>-?\d+)$"),
    "EmitReplicaMetrics completed": re.compile(
        r"^EmitReplicaMetrics completed - variant: (?P<variantName>.*?), current-replicas: (?P<currentReplicas>\d+), "
        r"desired-replicas: (?P<desiredReplicas>\d+), accelerator: (?P<accelerator>.*)$"),
    "Applied saturation decision via shared cache": re.compile(
        r"^Applied capacity decision: variant=(?P<variant>.*?), action=(?P<action>.*?), current=(?P<current>-?\d+), "
        r"target=(?P<target>-?\d+), reason=(?P<reason>.*)$"),
    "Safety net activated: emitted fallback metrics": re.compile(
        r"^Safety net activated: emitted fallback metrics: variant=(?P<variant>.*?), "
        r"currentReplicas=(?P<currentReplicas>\d+), desiredReplicas=(?P<desiredReplicas>\d+), "
        r"accelerator=(?P<accelerator>.*?), fallbackSource=(?P<fallbackSource>.*)$"),
    "Metrics unavailable": re.compile(
        r"^Metrics unavailable(?: for VA, skipping|, skipping optimization for variant): variant=(?P<variant>[^,]*), "),
    CYCLE_END: re.compile(r"^Reconciliation completed (?:successfully|with errors): mode=(?P<mode>[^,]*), .*$"),
}


def parse_object(text):
    try:
        return json.loads(text, parse_float=str, parse_int=str)
    except ValueError as error:
        raise MalformedLine(f"no JSON: {error}") from error


def parse_line(number, text):
    """Returns the record of a line; None for a continuation (stack trace) and for klog lines. The stamp of `kubectl
    logs --timestamps` has the fraction of a second that the controller's own whole seconds lack: it counts."""
    prefix = KUBECTL_PREFIX.match(text)
    record = parse_record(number, KUBECTL_PREFIX.sub("", text))
    if record and prefix and "." not in record.time:
        record.time = prefix.group().strip()
    return record


def parse_record(number, text):
    if text.startswith("{"):
        fields = parse_object(text)
        record = Record(number, *(fields.pop(name, "") for name in ("ts", "level", "caller", "msg")), fields)
        if not record.caller:
            for message, pattern in OLD_MESSAGES.items():
                match = pattern.match(record.message)
                if match:
                    record.message, record.fields = message, match.groupdict()
                    break
        return record
    if KLOG_LINE.match(text):
        return None
    header = CONSOLE_LINE.match(text)
    if not header:
        return None
    parts = header[3].split("\t")
    if not CALLER.match(parts[0]):
        parts = parts[1:]
    caller = parts.pop(0)
    fields = parse_object(parts.pop()) if len(parts) > 1 and parts[-1].startswith("{") else {}
    return Record(number, header[1], header[2], caller, "\t".join(parts), fields)


class Log:
    """A log and its truth, where there is one."""

    def __init__(self, path, name):
        self.path, self.name = path, name
        self.lines = 0
        self.records, self.cycles, self.malformed = [], [], []
        self.cycle_of_line = {}
        with open(path, encoding="utf-8", newline="\n") as log:
            for self.lines, text in enumerate(log, 1):
                self._add(self.lines, text.rstrip("\r\n"))
        # 0.4.2 logs JSON without callers; all later releases name the caller of every line.
        self.old_release = any(r.message == CYCLE_START and not r.caller for r in self.records)
        self.verbose = any(VERBOSE_LEVEL.match(r.level) or (self.old_release and r.level == "DEBUG")
                           for r in self.records)
        self.truth = None
        truth = path.with_name(path.stem + ".truth.json.gz")
        if truth.exists():
            with gzip.open(truth, "rt", encoding="utf-8") as file:
                self.truth = json.load(file)
            self._pair_with_truth()
        self.namespaces = collections.defaultdict(set)  # by bare name of the variant
        self.models = {}  # by (namespace, variant)
        self._learn_names()

    def _add(self, number, text):
        try:
            record = parse_line(number, text)
        except MalformedLine as error:
            self.malformed.append((number, str(error)))
            return
        if record is None:
            return
        self.records.append(record)
        if record.message == CYCLE_START:
            self.cycles.append(Cycle(len(self.cycles) + 1, record))
        elif self.cycles:
            self.cycles[-1].records.append(record)
        self.cycle_of_line[number] = self.cycles[-1] if self.cycles else None

    def _pair_with_truth(self):
        """Sets the entry of the truth's cycles[] that each cycle belongs to.

        Entries without a line `Grouped VAs by model` (no active variant; 0.4.2 with an error before it) have no cycle.
        A retry after an error is a further cycle of the same entry: only the last one is compared with it.
        """
        entries = self.truth["cycles"]
        at = -1
        for cycle in self.cycles:
            began = [i for i in range(max(at, 0), len(entries))
                     if instant(entries[i]["start"], cycle.start) <= cycle.start]
            if "pass" in entries[0]:
                # Passes of 0.4.2 follow each other at once: the end of one is the start of the next, in milliseconds.
                began = [i for i in began if i > at and cycle.start <= instant(entries[i]["end"], cycle.start)]
                began = [i for i in began if entries[i]["error"] == "<nil>"][:1] or began[:1]
            if not began:
                continue
            at = began[-1]
            for earlier in self.cycles[:cycle.number - 1]:
                if earlier.truth is entries[at]:
                    earlier.truth, earlier.retried = None, True
            cycle.truth = entries[at]

    def _learn_names(self):
        if self.truth:
            for variant in self.truth["variants"]:
                self.namespaces[variant["name"]].add(variant["namespace"])
                self.models[variant["namespace"], variant["name"]] = variant["model"]
        for record in self.records:
            if record.message == "analyzer-result":
                for variant in record.fields["variants"]:
                    self.namespaces[variant["name"]].add(record.fields["namespace"])
                    self.models.setdefault((record.fields["namespace"], variant["name"]), record.fields["modelID"])
            elif record.message == "Processing decision for VA" and "/" in record.fields["variant"]:
                namespace, name = record.fields["variant"].split("/", 1)
                self.namespaces[name].add(namespace)

    def cycle(self, number):
        """The cycle of a number as text; None if there is none."""
        return self.cycles[int(number) - 1] if number.isdigit() and 1 <= int(number) <= len(self.cycles) else None

    def key(self, name, decided=None):
        """(namespace, variant) of a bare or qualified name; None if the bare name is in several namespaces."""
        if "/" in name:
            return tuple(name.split("/", 1))
        if decided and decided[1] == name:
            return decided
        candidates = self.namespaces.get(name, set())
        return (next(iter(candidates)), name) if len(candidates) == 1 else None if candidates else ("", name)


def instant(time, like):
    """An RFC 3339 time of the truth, cut to the precision of `like`."""
    if "." not in like:
        return time[:19] + "Z"
    whole, _, fraction = time.rstrip("Z").partition(".")
    digits = len(like.rstrip("Z").partition(".")[2])
    return f"{whole}.{fraction:0<{digits}.{digits}}Z"


# ----------------------------------------------------------------------------------------------------------------------
# What the log says: the rows expected


def decisions_of(log, cycle):
    """By (namespace, variant): fields of `Processing decision for VA`."""
    return {log.key(r.fields["variant"]): r.fields for r in cycle.of("Processing decision for VA")}


def optimizer_decisions_of(cycle):
    """By (namespace, model, variant): entries of `scaling-decision`."""
    found = {}
    for record in cycle.of("scaling-decision"):
        for decision in record.fields["decisions"]:
            found[record.fields["namespace"], record.fields["modelID"], decision["name"]] = decision
    return found


def expected_claims(log):
    """Rows of `extract --claims`; `votes` is left out; a set of strings allows each of them."""
    rows = []
    joined = {}
    for record in log.records:
        cycle = log.cycle_of_line[record.line]
        if record.message != "analyzer-result" and record.message not in MODEL_CLAIMS:
            continue
        if cycle and cycle.number not in joined:
            joined[cycle.number] = decisions_of(log, cycle), optimizer_decisions_of(cycle)
        final, optimizer = joined[cycle.number] if cycle else ({}, {})
        f = record.fields
        row = {"timestamp": record.time, "cycle": str(cycle.number) if cycle else "", "line": str(record.line),
               "model": f["modelID"], "scale_up_threshold": f.get("scaleUpThreshold", ""),
               "scale_down_boundary": f.get("scaleDownBoundary", "")}
        if record.message == "analyzer-result":
            row |= {"namespace": f["namespace"], "analyzer": f["analyzer"]}
            row |= {name: f[name] for name in ("supply", "demand", "util", "rc", "sc")}
            for variant in f["variants"] or [{}]:
                name = variant.get("name", "")
                by_optimizer = optimizer.get((f["namespace"], f["modelID"], name), {})
                decided = final.get((f["namespace"], name), {})
                rows.append(row | {
                    "variant": name, "prc": variant.get("prc", ""), "role": variant.get("role", ""),
                    "reason": variant.get("reason", ""), "current_replicas": by_optimizer.get("curr", ""),
                    "optimizer_target": by_optimizer.get("tgt", ""), "target": decided.get("target", ""),
                    "action": decided.get("action", "")})
        else:
            processed = {r.fields["namespace"] for r in (cycle.records if cycle else [])
                         if r.message.startswith("Processing model") and r.fields.get("modelID") == f["modelID"]}
            row |= {"namespace": f["namespace"] if "namespace" in f else
                    {""} | (processed if len(processed) == 1 else set())}
            row |= {"analyzer": MODEL_CLAIMS[record.message], "supply": f["totalSupply"], "demand": f["totalDemand"],
                    "util": f["utilization"], "rc": f["requiredCapacity"], "sc": f["spareCapacity"]}
            if capacities_not_logged(f):
                row |= {"rc": {"", f["requiredCapacity"]}, "sc": {"", f["spareCapacity"]}}
            rows.append(row | {name: "" for name in ("variant", "prc", "role", "reason", "current_replicas",
                                                     "optimizer_target", "target", "action")})
    return rows


def capacities_not_logged(fields):
    """The builds of 7 to 22 June 2026 log zeros before the thresholds are applied."""
    if "scaleUpThreshold" in fields or float(fields["requiredCapacity"]) or float(fields["spareCapacity"]):
        return False
    supply, demand = float(fields["totalSupply"]), float(fields["totalDemand"])
    return demand < 0.7 * supply or demand > 0.85 * supply


class Row:
    """What a cycle's lines say of a variant, for `extract`."""

    def __init__(self):
        self.required = False  # the lines have a figure of the variant; otherwise a row is allowed
        self.decided = False
        self.fields = collections.defaultdict(str)
        self.role_allowed = set()

    def take(self, **values):
        self.required = True
        self.fields.update({name: value for name, value in values.items() if value is not None})


def expected_rows(log):
    """By (cycle, namespace, variant): the rows of `extract`. A key with namespace None matches any namespace."""
    rows = {}
    for cycle in log.cycles:
        decided_last = None
        here = {}

        def row(key, bare):
            return here.setdefault(key or (None, bare), Row())

        optimizer = {r.fields["optimizer"] for r in cycle.records if r.message in OPTIMIZER_LINES}
        for record in cycle.records:
            f = record.fields
            if record.message == "analyzer-result":
                for variant in f["variants"]:
                    row((f["namespace"], variant["name"]), variant["name"]).take(role=variant.get("role"))
            elif record.message == "scaling-decision":
                for decision in f["decisions"]:
                    row((f["namespace"], decision["name"]), decision["name"]).take(optimizer_target=decision["tgt"])
            elif record.message == "Processing decision for VA":
                decided_last = log.key(f["variant"])
                found = row(decided_last, f["variant"])
                found.decided = True
                found.take(action=f["action"], current_replicas=f["current"], target=f["target"])
            elif record.message == "EmitReplicaMetrics completed":
                found = row(log.key(f["variantName"], decided_last), f["variantName"])
                found.take(accelerator=f["accelerator"] or None)
                if not found.decided:
                    found.take(current_replicas=f["currentReplicas"], target=f["desiredReplicas"])
            elif record.message == "Safety net activated: emitted fallback metrics":
                # It names no figure of the variant itself: alone it makes no row.
                found = row(log.key(f["variant"]), f["variant"])
                if found.required and not found.decided:
                    found.take(accelerator=f["accelerator"] or None, target=f["desiredReplicas"])
            elif record.message == "Applied saturation decision via shared cache":
                row(log.key(f["variant"]), f["variant"]).take(reason=f["reason"])
            elif record.message == "Metrics collected for VA":
                row(log.key(f["variant"]), f["variant"]).take(
                    itlAverage=f["itl"], ttftAverage=f["ttft"], cost=f["cost"], current_replicas=f["replicas"],
                    accelerator=f["accelerator"])
            elif record.message == "BuildVariantStates result":
                row(log.key(f["variant"]), f["variant"]).role_allowed.add(f.get("role", ""))
            elif record.message == "Metrics unavailable":
                row(log.key(f["variant"]), f["variant"])
        for key, found in here.items():
            found.optimizer = optimizer if found.decided and optimizer else optimizer | {""}
            rows[(cycle.number, *key)] = found
    return rows


def expected_mismatches(log):
    rows = []
    for record in log.records:
        if record.message != "throughput analyzer: GPS mismatch detected":
            continue
        cycle, f = log.cycle_of_line[record.line], record.fields
        rows.append({"timestamp": record.time, "cycle": str(cycle.number) if cycle else "", "line": str(record.line),
                     "variant": f["variant"], "pod": f["pod"], "k": f["k"], "observed_tps": f["GPSObs"],
                     "predicted_tps": f["muDecModel"], "error_pct": f["gpsErrPct"]})
    return rows


# ----------------------------------------------------------------------------------------------------------------------
# What wvagate says


class Differences:
    def __init__(self, name):
        self.name = name
        self.by_kind = collections.defaultdict(list)

    def add(self, kind, text):
        self.by_kind[kind].append(text)

    def same(self, kind, what, found, expected):
        """`expected` is a value or a set of allowed ones."""
        allowed = expected if isinstance(expected, set) else [expected]
        if found not in allowed:
            self.add(kind, f"{what}: found {found!r}, expected {' or '.join(sorted(map(repr, allowed)))}")

    @property
    def count(self):
        return sum(map(len, self.by_kind.values()))

    def report(self):
        print(f"{self.name}: {self.count} differences")
        for kind, texts in self.by_kind.items():
            print(f"  {kind}: {len(texts)}")
            for text in texts[:SHOWN_PER_KIND]:
                print(f"    {text[:400]}")


def run(wvagate, differences, *arguments):
    """Returns the standard output, or None if the exit code is not 0."""
    environment = dict(os.environ, LC_ALL="C", TZ="UTC")
    for name in ("CI", "GITHUB_ACTIONS", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"):
        environment.pop(name, None)
    command = " ".join(str(argument) for argument in arguments[:-1])
    try:
        done = subprocess.run([wvagate, *map(str, arguments)], capture_output=True, check=False, env=environment,
                              timeout=RUN_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        differences.add("exit code", f"{command}: not finished after {RUN_TIMEOUT_S} s")
        return None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().replace("\n", " | ")
        differences.add("exit code", f"{command}: exits {done.returncode}: {said[:240]}")
        return None
    return done.stdout.decode("utf-8")


def read_csv(text, columns, what, differences):
    """Rows as dictionaries; None if the columns are not those of the contract."""
    if text is None:
        return None
    rows = list(csv.reader(io.StringIO(text)))
    header = rows[0] if rows else []
    if header != columns:
        missing = [c for c in columns if c not in header]
        differences.add("columns", f"{what}: missing: {','.join(missing) or 'none, but another order'}; "
                        f"found: {','.join(header)}")
        if missing:
            return None
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(header):
            differences.add("columns", f"{what}: row {number} has {len(row)} columns of {len(header)}")
            return None
    return [dict(zip(header, row)) for row in rows[1:]]


def read_json(text, what, differences):
    if text is None:
        return None
    try:
        recordings = json.loads(text)["recordings"]
        if len(recordings) == 1:
            return recordings[0]
        differences.add("json", f"{what}: {len(recordings)} recordings")
    except (ValueError, KeyError, TypeError) as error:
        differences.add("json", f"{what}: {error!r}")
    return None


# ----------------------------------------------------------------------------------------------------------------------
# Comparisons


def compare_in_order(kind, found, expected, differences):
    """Two tables, row by row, up to the first row that is another one."""
    if len(found) != len(expected):
        differences.add(kind, f"{len(found)} rows, expected {len(expected)}")
    for at, (row, known) in enumerate(zip(found, expected), 1):
        where = f"row {at} (line {known['line']}, cycle {known['cycle']}, {known['variant']})"
        if (row["line"], row["variant"]) != (known["line"], known["variant"]):
            differences.add(kind, f"{where}: found line {row['line']}, {row['variant']!r}")
            break
        for column, value in known.items():
            differences.same(f"{kind}: {column}", where, row[column], value)


def check_claims(log, found, differences, counts):
    expected = expected_claims(log)
    compare_in_order("claims", found, expected, differences)
    counts["claims"] = len({row["line"] for row in expected})
    model_claim_lines = {str(record.line) for record in log.records if record.message in MODEL_CLAIMS}
    for row in found:
        where = f"line {row['line']}, cycle {row['cycle']}, {row['variant']}"
        if row["votes"] not in ("true", "false", ""):
            differences.add("claims: votes", f"{where}: {row['votes']!r}")
        cycle = log.cycle(row["cycle"])
        if cycle is None:
            continue
        absent = row["analyzer"] == "saturation" and any(
            (r.fields["namespace"], r.fields["modelID"]) == (row["namespace"], row["model"])
            for r in cycle.of(SATURATION_ABSENT))
        entries = truth_analyzers(log, cycle, row)
        if absent:
            differences.same("claims: votes", f"{where}, absent from the configured list", row["votes"], "false")
        elif row["votes"] == "":
            counts["votes unknown"] += 1
        elif entries:
            live = {{True: "true", False: "false"}[entry["live"]] for entry in entries}
            differences.same("claims: votes", f"{where}, {row['analyzer']}", row["votes"], live)
            counts["votes"] += 1
        elif row["line"] in model_claim_lines:
            differences.same("claims: votes", f"{where}, always live in this release", row["votes"], "true")
        if entries:
            check_claim_truth(row, where, entries, differences)
            counts["truth"] += 1


def truth_analyzers(log, cycle, row):
    """What the engine held of this claim; several if the log does not say the namespace."""
    if cycle.truth is None:
        return []
    return [analyzer for model in cycle.truth["models"] if model["model"] == row["model"]
            and row["namespace"] in ("", model["namespace"])
            for analyzer in model.get("analyzers") or [] if analyzer["name"] == row["analyzer"]]


def check_claim_truth(row, where, entries, differences):
    """The figures of one entry must be the row's; with several entries, of any."""
    worst = None
    for entry in entries:
        wrong = Differences("")
        for name in ("supply", "demand", "util", "rc", "sc"):
            wrong.same(f"claims: {name} in truth", where, as_double(row[name]), float(entry[name]))
        if row["variant"]:
            known = {variant["name"]: variant for variant in entry["variants"]}.get(row["variant"])
            if known is None:
                wrong.add("claims: variant in truth", f"{where}: not among the analyzer's variants")
            else:
                wrong.same("claims: prc in truth", where, as_double(row["prc"]), float(known["prc"]))
                wrong.same("claims: reason in truth", where, row["reason"], known["reason"] or "")
                if row["role"]:
                    wrong.same("claims: role in truth", where, row["role"], known["role"])
        elif row["prc"] == "" and row["analyzer"] == "throughput" and entry["variants"]:
            wrong.add("claims: variant in truth", f"{where}: the analyzer has variants, the row none")
        if not wrong.count:
            return
        if worst is None or wrong.count < worst.count:
            worst = wrong
    for kind, texts in worst.by_kind.items():
        differences.by_kind[kind].extend(texts)


def as_double(text):
    try:
        return float(text)
    except ValueError:
        return None


def check_rows(log, found, differences, counts):
    expected = expected_rows(log)
    seen = set()
    for at, row in enumerate(found, 1):
        if log.old_release:  # whose solutions name variants NAME:NAMESPACE
            row["variant"] = row["variant"].split(":")[0]
        where = f"row {at} (cycle {row['cycle']}, {row['namespace']}/{row['variant']})"
        cycle = log.cycle(row["cycle"])
        if cycle is None:
            differences.add("extract: cycle", f"{where}: of {len(log.cycles)}")
            continue
        namespace = row["namespace"]
        if log.old_release:
            namespace = namespace or next(iter(log.namespaces.get(row["variant"], {""})))
            row["namespace"] = ""  # logged at debug level alone: encodings are compared without it
        key = (namespace, row["variant"])
        known = expected.get((cycle.number, *key)) or expected.get((cycle.number, None, row["variant"]))
        if known is None:
            differences.add("extract: row of a variant that the cycle does not name", where)
            continue
        if (cycle.number, *key) in seen:
            differences.add("extract: two rows of a variant in a cycle", where)
            continue
        seen.add((cycle.number, *key))
        check_row(log, cycle, key, row, known, where, differences)
        check_row_truth(cycle, key, row, known, where, differences, counts)
    for key, known in expected.items():
        if known.required and key not in seen and not (key[1] is None and any(
                (cycle, name) == (key[0], key[2]) for cycle, _, name in seen)):
            differences.add("extract: no row", f"cycle {key[0]} (from line {log.cycles[key[0] - 1].records[0].line}), "
                            f"{key[1]}/{key[2]}: target {known.fields['target'] or 'none'}")
    counts["rows"] = len(found)


def check_row(log, cycle, key, row, known, where, differences):
    for column in ("current_replicas", "target", "optimizer_target", "action", "reason", "accelerator"):
        differences.same(f"extract: {column}", where, row[column], known.fields[column])
    role = known.fields["role"]
    differences.same("extract: role", where, row["role"], role if role else known.role_allowed | {""})
    differences.same("extract: optimizer", where, row["optimizer"], known.optimizer)
    if key in log.models:
        differences.same("extract: model", where, row["model"], log.models[key])
    if log.old_release:
        for column in ("itlAverage", "ttftAverage"):
            differences.same(f"extract: {column}", where, row[column], known.fields[column])
        if known.fields["cost"]:
            differences.same("extract: cost", where, row["cost"], known.fields["cost"])
    inferred = [record.fields for record in cycle.of("Inferred SLO from queueing model")
                if record.fields.get("variant") == key[1]]
    for column, name in (() if log.old_release else (("inTk", "avgInputTokens"), ("outTk", "avgOutputTokens"))):
        differences.same(f"extract: {column}", where, row[column], inferred[-1][name] if inferred else "")
    for column in () if log.old_release else ("alpha", "beta", "gamma"):
        logged = [record.fields[column] for record in cycle.records if record.message in QUEUEING_MESSAGES and
                  record.fields.get("variant") == key[1] and column in record.fields]
        differences.same(f"extract: {column}", where, row[column], logged[-1] if logged else "")
    if not log.old_release and not log.verbose:
        for column in ("itlAverage", "ttftAverage", "rate", "itl", "ttft"):
            differences.same(f"extract: {column}", f"{where}, not logged at this level", row[column], "")
    lines = [record.line for record in cycle.records]
    if not row["line"].isdigit() or not lines[0] <= int(row["line"]) <= lines[-1]:
        differences.add("extract: line", f"{where}: line {row['line']} of lines {lines[0]}–{lines[-1]}")
    if row["timestamp"] not in {record.time for record in cycle.records}:
        differences.add("extract: timestamp", f"{where}: {row['timestamp']}, cycle of {cycle.start}")
    if log.truth:
        bounds = next((v for v in log.truth["variants"] if (v["namespace"], v["name"]) == key), None)
        for column, name in (("min_replicas", "min"), ("max_replicas", "max")):
            if bounds and row[column]:
                differences.same(f"extract: {column}", where, as_double(row[column]), float(bounds[name] or 0))


def check_row_truth(cycle, key, row, known, where, differences, counts):
    if cycle.truth is None or not known.required:
        return
    held = next((v for v in cycle.truth["variants"] if (v["namespace"], v["name"]) == key), None)
    if held is None:
        differences.add("extract: variant unknown to truth", where)
        return
    differences.same("extract: target in truth", where, as_double(row["target"]), float(held["desired"]))
    if row["current_replicas"] and known.decided:
        differences.same("extract: current_replicas in truth", where, as_double(row["current_replicas"]),
                         float(held["status_replicas"]))
    counts["truth"] += 1


def check_truth_against_log(log, differences):
    """The assumptions of this script: what the truth says is what the log says."""
    if not log.truth:
        return
    for number, reason in log.malformed:
        differences.add("recording", f"line {number}: {reason}")
    unpaired = [cycle.number for cycle in log.cycles if cycle.truth is None and not cycle.retried]
    if unpaired:
        differences.add("recording", f"cycles without truth: {unpaired[:8]}")
    for (number, namespace, name), row in expected_rows(log).items():
        cycle = log.cycles[number - 1]
        held = cycle.truth and next((v for v in cycle.truth["variants"]
                                     if (v["namespace"], v["name"]) == (namespace, name)), None)
        if held and row.fields["target"] and int(row.fields["target"]) != held["desired"]:
            differences.add("recording", f"cycle {number}, {name}: target {row.fields['target']} in the log, "
                            f"{held['desired']} in the truth")


def check_json(log, recording, what, differences, census_required):
    lines = recording.get("lines", {})
    differences.same(f"{what}: lines.total", "lines", lines.get("total"), log.lines)
    differences.same(f"{what}: lines.malformed", "lines", lines.get("malformed"), 0)
    for reason, number in (lines.get("malformed_by_reason") or {}).items():
        differences.same(f"{what}: lines.malformed_by_reason", reason, number, 0)
    if {"total", "used", "ignored", "malformed"} <= lines.keys():
        differences.same(f"{what}: lines add up", "used, ignored and malformed",
                         lines["used"] + lines["ignored"] + lines["malformed"], lines["total"])
    differences.same(f"{what}: truncated", "truncated", recording.get("truncated", False), False)
    census = recording.get("census")
    if census is None:
        if census_required:
            differences.add(f"{what}: census", "missing")
    else:
        for unknown in census.get("unknown") or []:
            differences.add(f"{what}: census.unknown", json.dumps(unknown, ensure_ascii=False))
    for path, value in members(recording):
        if "lost" in path[-1] and value not in (0, None, False, [], {}):
            differences.add(f"{what}: lost fields", f"{'.'.join(path)}: {json.dumps(value, ensure_ascii=False)[:200]}")


def members(value, path=()):
    if isinstance(value, dict):
        for name, inner in value.items():
            yield (*path, name), inner
            yield from members(inner, (*path, name))
    elif isinstance(value, list):
        for inner in value:
            yield from members(inner, path)


class Reading:
    """One log: what it says and what wvagate made of it; None for what it did not give."""

    def __init__(self, name):
        self.name = name
        self.differences = Differences(name)
        self.counts = collections.Counter()
        self.log = self.rows = self.claims = self.mismatches = self.analysis = self.doctor = None
        self.equal_to = ""  # another encoding of the same scenario

    def read(self, wvagate, path):
        d = self.differences
        log = self.log = Log(path, self.name)
        check_truth_against_log(log, d)
        self.rows = read_csv(run(wvagate, d, "extract", path), EXTRACT_COLUMNS, "extract", d)
        self.claims = read_csv(run(wvagate, d, "extract", "--claims", path), CLAIMS_COLUMNS, "extract --claims", d)
        self.mismatches = read_csv(run(wvagate, d, "extract", "--mismatches", path), MISMATCH_COLUMNS,
                                   "extract --mismatches", d)
        self.analysis = read_json(run(wvagate, d, "analyze", "--json", path), "analyze --json", d)
        self.doctor = read_json(run(wvagate, d, "doctor", "--json", path), "doctor --json", d)
        if self.rows is not None:
            check_rows(log, self.rows, d, self.counts)
        if self.claims is not None:
            check_claims(log, self.claims, d, self.counts)
        if self.mismatches is not None:
            compare_in_order("mismatches", self.mismatches, expected_mismatches(log), d)
            self.counts["mismatches"] = len(self.mismatches)
        if self.analysis is not None:
            check_json(log, self.analysis, "analyze", d, census_required=True)
        if self.doctor is not None:
            check_json(log, self.doctor, "doctor", d, census_required=False)

    def report(self):
        if self.differences.count:
            self.differences.report()
            return
        c = self.counts
        print(f"ok {self.name}: {len(self.log.cycles)} cycles, {c['rows']} rows, {c['claims']} claims, "
              f"{c['mismatches']} mismatches, {c['truth']} rows compared with the truth, {c['votes']} votes "
              f"({c['votes unknown']} unknown)"
              + (f", equal to {self.equal_to}" if self.equal_to else ""))


# ----------------------------------------------------------------------------------------------------------------------
# Between encodings of one scenario

# Columns that a log at a higher level may fill and another may not.
DECISION_COLUMNS = "model accelerator current_replicas target optimizer_target action reason optimizer".split()
CLAIM_FLOATS = "supply demand util rc sc prc".split()
MAP_ORDER_TOLERANCE = 1e-12
VARIANT_LINES = ("Processing decision for VA", "EmitReplicaMetrics completed", "Metrics collected for VA",
                 "Safety net activated: emitted fallback metrics", "Applied saturation decision via shared cache")


def close(left, right, scale=0.0):
    """Equal but for the order of summation; a difference of large sums is measured by `scale`, their size."""
    a, b = as_double(left), as_double(right)
    return a is not None and b is not None and abs(a - b) <= MAP_ORDER_TOLERANCE * max(abs(a), abs(b), scale)


def claim_scale(claim):
    return max(abs(as_double(claim.get(name, "")) or 0) for name in ("supply", "demand"))


def said(cycle):
    """What a cycle's lines say, by what they are about: for finding where two runs part."""
    facts = {}
    for record in cycle.records:
        f = record.fields
        if record.message == "analyzer-result":
            base = {name: f[name] for name in ("supply", "demand", "util", "rc", "sc")}
            for variant in f["variants"] or [{}]:
                facts["claim", f["namespace"], f["modelID"], f["analyzer"], variant.get("name")] = base | {
                    "prc": variant.get("prc", "")}
        elif record.message in MODEL_CLAIMS:
            facts["claim", f["modelID"], record.message] = {k: v for k, v in f.items() if k != "modelID"}
        elif record.message in VARIANT_LINES:
            name = f.get("variant") or f.get("variantName")
            facts[record.message, name] = f
    return facts


def first_parting(left, right):
    """The first cycle in which two logs differ by more than the order of summation; None if there is none."""
    for a, b in zip(left.cycles, right.cycles):
        one, other = said(a), said(b)
        if one.keys() != other.keys():
            return a.number
        for key, values in one.items():
            claim = key[0] == "claim"
            scale = claim_scale(values) if claim else 0
            for name, value in values.items():
                same = other[key].get(name, "")
                if value != same and not (claim and close(value, same, scale)):
                    return a.number
    if len(left.cycles) != len(right.cycles):
        return min(len(left.cycles), len(right.cycles)) + 1
    return None


def compare_encodings(one, other):
    """One scenario, two logs: the same rows up to where the controller's own decisions part."""
    left, right = one.log, other.log
    if None in (one.rows, other.rows, one.claims, other.claims):
        return
    parting = first_parting(left, right)
    end = parting if parting is not None else len(left.cycles) + 1
    same_level = left.verbose == right.verbose
    columns = [c for c in EXTRACT_COLUMNS if c not in ("line", "log", "timestamp")] if same_level else DECISION_COLUMNS
    kind = f"rows unlike those of {Path(other.name).name}"
    a, b = by_key(one.rows, end), by_key(other.rows, end)
    for key in sorted(a.keys() | b.keys(), key=str):
        if key not in a or key not in b:
            one.differences.add(kind, f"{key}: only in {'one' if key in a else 'the other'}")
            continue
        for column in columns:
            one.differences.same(kind, f"{key}, {column}", a[key][column], b[key][column])
        if not left.old_release:
            one.differences.same(kind, f"{key}, timestamp", a[key]["timestamp"][:19], b[key]["timestamp"][:19])
    kind = f"claims unlike those of {Path(other.name).name}"
    a, b = by_key(one.claims, end, "model", "analyzer"), by_key(other.claims, end, "model", "analyzer")
    for key in sorted(a.keys() | b.keys(), key=str):
        if key not in a or key not in b:
            one.differences.add(kind, f"{key}: only in {'one' if key in a else 'the other'}")
            continue
        scale = claim_scale(a[key])
        for column in CLAIMS_COLUMNS:
            found, known = a[key][column], b[key][column]
            if column in ("line", "timestamp") or (column in CLAIM_FLOATS and close(found, known, scale)):
                continue
            if column == "reason" and instances(left, a[key]) > 1:  # that of any instance, in the order of a map
                continue
            one.differences.same(kind, f"{key}, {column}", found, known)
    text = Path(other.name).name + (f" before cycle {parting}, where the runs part" if parting is not None else "")
    one.equal_to = f"{one.equal_to}, {text}" if one.equal_to else text


def instances(log, claim):
    """Instances of a claim's variant that had metrics, by the truth; 0 if it does not say."""
    return max((variant["replicas"] for entry in truth_analyzers(log, log.cycles[int(claim["cycle"]) - 1], claim)
                for variant in entry["variants"] if variant["name"] == claim["variant"]), default=0)


def by_key(rows, end, *more):
    return {(int(r["cycle"]), r["namespace"], r["variant"], *(r[name] for name in more)): r
            for r in rows if r["cycle"].isdigit() and int(r["cycle"]) < end}


# ----------------------------------------------------------------------------------------------------------------------
# The two real logs


def tally(values):
    return dict(collections.Counter(values))


def check_expected(reading, expected):
    """console/expected.json: figures of a real log."""
    d, log = reading.differences, reading.log
    own = {"lines": log.lines, "cycles": len(log.cycles),
           "cycles_complete": sum(bool(cycle.of(CYCLE_END)) for cycle in log.cycles),
           "mismatches": len(expected_mismatches(log)),
           "claims": tally(r.fields["analyzer"] for r in log.records if r.message == "analyzer-result"),
           "decisions": tally(r.fields["action"] for r in log.records if r.message == "Processing decision for VA")}
    for name, value in own.items():
        d.same("recording", name, value, expected[name])
    if reading.claims is not None:
        cycles = {row["cycle"] for row in reading.claims} - {""}
        d.same("expected.json", "cycles with claims", len(cycles), expected["cycles"])
        lines = tally(analyzer for analyzer, _ in {(row["analyzer"], row["line"]) for row in reading.claims})
        d.same("expected.json", "claims", lines, expected["claims"])
    if reading.rows is not None:
        cycles = {row["cycle"] for row in reading.rows} - {""}
        d.same("expected.json", "cycles with rows", len(cycles), expected["cycles"])
        d.same("expected.json", "decisions", tally(row["action"] for row in reading.rows), expected["decisions"])
    if reading.mismatches is not None:
        d.same("expected.json", "mismatches", len(reading.mismatches), expected["mismatches"])
    for recording, what in ((reading.analysis, "analyze"), (reading.doctor, "doctor")):
        if recording is not None:
            d.same("expected.json", f"{what}: lines.total", recording.get("lines", {}).get("total"), expected["lines"])
    figures = [series.get("figures", {}) for series in (reading.analysis or {}).get("series", [])]
    for figure, name in (("model.throughput.mismatches", "mismatches"),
                         ("model.throughput.cleared", "mismatch_persisted")):
        values = [f[figure] for f in figures if f.get(figure) is not None]
        if values:
            d.same("expected.json", figure, sum(values), expected[name])


# ----------------------------------------------------------------------------------------------------------------------


def controller_logs(directory):
    logs = set(directory.rglob("*.log"))
    for truth in directory.rglob("*.truth.json.gz"):
        stem = truth.name[:-len(".truth.json.gz")]
        logs |= {path for path in truth.parent.glob("*") if path.is_file() and path.suffix not in (".gz", ".json")
                 and path.name[:-len(path.suffix)] == stem}
    return sorted(logs)


def read_log(wvagate, path, name):
    reading = Reading(name)
    try:
        reading.read(wvagate, path)
    except Exception as error:  # a fault of this script must not hide the other logs
        reading.differences.add("script", f"{type(error).__name__}: {error}")
    return reading


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("wvagate")
    parser.add_argument("recordings", type=Path)
    parser.add_argument("--only", metavar="GLOB")
    options = parser.parse_args()
    controller, console = options.recordings / "controller", options.recordings / "console"
    if not controller.is_dir():
        print(f"no controller logs: {controller} is no directory")
        return 77
    wvagate = os.path.realpath(options.wvagate)
    expected = {}
    if (console / "expected.json").exists():
        expected = json.loads((console / "expected.json").read_text(encoding="utf-8"))
    paths = controller_logs(controller) + [console / name for name in sorted(expected) if (console / name).exists()]
    named = [(path, path.relative_to(options.recordings).as_posix()) for path in paths]
    if options.only:
        named = [(path, name) for path, name in named if fnmatch.fnmatch(name, options.only)]
    if not named:
        print("no log has that name")
        return 1

    with concurrent.futures.ThreadPoolExecutor(PARALLEL_RUNS) as pool:
        readings = list(pool.map(lambda item: read_log(wvagate, *item), named))
    scenarios = collections.defaultdict(list)
    for (path, name), reading in zip(named, readings):
        if path.parent == console:
            check_expected(reading, expected[path.name])
        elif reading.log is not None and reading.log.truth:
            scenarios[path.parent, reading.log.truth.get("seed")].append(reading)
    for group in scenarios.values():
        for one, other in itertools.combinations(group, 2):
            compare_encodings(other, one)
    for reading in readings:
        reading.report()
    total = sum(reading.differences.count for reading in readings)
    print(f"{len(readings)} logs, {total} differences")
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
