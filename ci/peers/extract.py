#!/usr/bin/env python3
"""The notebook's fifteen columns from a log of the text or json dialect with one variant, as its users parse it:
json for the line, regular expressions for the message.

    extract.py LOG
"""
import json
import re
import sys

COLUMNS = ("timestamp,itlAverage,ttftAverage,rate,inTk,outTk,numRep,itl,ttft,slo_itl,slo_ttft,"
           "alpha,beta,gamma,delta")
SERVER = re.compile(r"itlAverage: ([^,]+),\s+ttftAverage: ([^,]+),\s+load: \{\s+arrivalRate: ([^,]+),"
                    r"\s+avgInTokens: ([^,]+),\s+avgOutTokens: ([^ ]+)")
COLLECTED = re.compile(r"ttft=([^,]+)ms, itl=([^,]+)ms, .*arrivalRate=([^,]+), avgInputTokens=([^,]+), "
                       r"avgOutputTokens=([^,]+)")
SOLUTION = re.compile(r"numRep=([^;]+); .*?itl=([^,]+), ttft=([^,]+), .*?slo-itl=([^,]+), slo-ttft=([^,]+)")
MODEL = re.compile(r"alpha: ([^,]+),\s+beta: (\S+)\s.*gamma: ([^,]+),\s+delta: (\S+)")
TUNED = re.compile(r"alpha[:=] ?([^,]+), beta[:=] ?([^,]+), gamma[:=] ?([^,]+), delta[:=] ?([^, ]+)")


def extract(log, out):
    out.write(COLUMNS + "\n")
    observed = []
    parameters = ("", "", "", "")
    for line in log:
        try:
            record = json.loads(line)
        except ValueError:
            continue
        message = record.get("msg", "")
        if message.startswith("System data prepared for optimization: - { models"):
            found = MODEL.search(message)
            parameters = found.groups() if found else parameters
        elif message.startswith("System data prepared for optimization: - { servers"):
            found = SERVER.search(message)
            observed = [record["ts"], *found.groups()] if found else []
        elif message.startswith("Metrics collected for VA"):
            found = COLLECTED.search(message)
            if found:
                ttft, itl, *load = found.groups()
                observed = [record["ts"], itl, ttft, *load]
        elif message.startswith("Optimization solution"):
            found = SOLUTION.search(message)
            if found and observed:
                out.write(",".join([*observed, *found.groups(), *parameters]) + "\n")
        elif "alpha" in message:
            found = TUNED.search(message)
            parameters = found.groups() if found else parameters


with open(sys.argv[1], encoding="utf-8") as lines:
    extract(lines, sys.stdout)
