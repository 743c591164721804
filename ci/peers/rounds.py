#!/usr/bin/env python3
"""Times wvagate beside other programs on the logs of ci/peers.sh: whole processes, in rounds of random order, each round
with every command once. Prints a Markdown table of medians.

    rounds.py --wvagate PROGRAM --limit PROGRAM --logs DIRECTORY --rounds N
"""
import argparse
import os
import platform
import random
import shlex
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field

HERE = os.path.dirname(os.path.abspath(__file__))
STARTS = 20  # of each command in a round on the small log
ONE_NEEDLE = ["Optimization solution"]
THREE_NEEDLES = [*ONE_NEEDLE, "System data prepared for optimization", "Metrics collected for VA"]
JQ = 'fromjson? | select((.msg? // "") | startswith("Optimization solution")) | .ts'


@dataclass
class Row:
    """A pipeline of commands that go through one log."""
    name: str
    commands: list
    locale: str = "C"
    to_null: bool = False  # it prints as much as it reads
    seconds: list = field(default_factory=list)
    peak_mib: float = 0.0


@dataclass
class Group:
    """Rows on one log; every row is held against the first ("limit") and against wvagate's."""
    title: str
    log: str
    rows: list
    starts: int = 1

    @property
    def bytes(self):
        return os.path.getsize(self.log)


def needles(flag, words):
    return [part for word in words for part in (flag, word)]


def groups_of(wvagate, limit, logs):
    def log(name):
        return os.path.join(logs, name)

    def awk(program, name):
        return [[program, "-f", os.path.join(HERE, "extract.awk"), name]]

    def python(name):
        return [["python3", os.path.join(HERE, "extract.py"), name]]

    def extract(name):
        return [[wvagate, "extract", name]]

    text, json, dense, small = log("text.log"), log("json.log"), log("dense.log"), log("small.log")
    return [
        Group("text", text, [
            Row("read and sum, the limit", [[limit, text]]),
            Row("wvagate extract", extract(text)),
            Row("gawk, LC_ALL=C", awk("gawk", text)),
            Row("gawk, UTF-8", awk("gawk", text), locale="C.UTF-8"),
            Row("mawk", awk("mawk", text)),
            Row("Python", python(text), locale="C.UTF-8"),
            Row("jq", [["jq", "-rR", JQ, text]], locale="C.UTF-8"),
            Row("rg -c, one needle", [["rg", "-c", "--no-mmap", "-F", *needles("-e", ONE_NEEDLE), text]]),
            Row("rg -c, three needles", [["rg", "-c", "--no-mmap", "-F", *needles("-e", THREE_NEEDLES), text]]),
            Row("grep -cF, one needle", [["grep", "-cF", *needles("-e", ONE_NEEDLE), text]]),
            Row("grep -cF, three needles", [["grep", "-cF", *needles("-e", THREE_NEEDLES), text]]),
            Row("wc -l", [["wc", "-l", text]]),
        ]),
        Group("json", json, [
            Row("read and sum, the limit", [[limit, json]]),
            Row("wvagate extract", extract(json)),
            Row("Python", python(json), locale="C.UTF-8"),
            Row("jq", [["jq", "-rR", JQ, json]], locale="C.UTF-8"),
        ]),
        Group("text, 90 % of its bytes in marker lines", dense, [
            Row("read and sum, the limit", [[limit, dense]]),
            Row("wvagate extract", extract(dense)),
            Row("mawk", awk("mawk", dense)),
        ]),
        Group("text from a pipe", text, [
            Row("cat LOG \\| read and sum", [["cat", text], [limit]]),
            Row("cat LOG \\| wvagate extract -", [["cat", text], *extract("-")]),
            Row("cat LOG \\| cat", [["cat", text], ["cat"]], to_null=True),
        ]),
        Group("text in gzip", text, [
            Row("igzip -dc, inflating alone", [["igzip", "-dc", text + ".gz"]], to_null=True),
            Row("wvagate extract", extract(text + ".gz")),
            Row("zcat", [["zcat", text + ".gz"]], to_null=True),
        ]),
        Group("text in zstd", text, [
            Row("zstd -dc, inflating alone", [["zstd", "-dcq", "--single-thread", text + ".zst"]], to_null=True),
            Row("wvagate extract", extract(text + ".zst")),
        ]),
        Group("start to finish, 35 samples", small, [
            Row("true", [["/bin/true"]]),
            Row("wvagate extract", [[wvagate, "extract", small]]),
            Row("mawk", awk("mawk", small)),
            Row("gawk, LC_ALL=C", awk("gawk", small)),
            Row("Python", python(small), locale="C.UTF-8"),
        ], starts=STARTS),
    ]


def run(row, output, wrap=()):
    """Runs a row's pipeline once; `wrap` stands before its last command. Ends the script where a command fails."""
    environment = {**os.environ, "LC_ALL": row.locale}
    with open(os.devnull if row.to_null else output, "wb") as sink:
        running = []
        source = subprocess.DEVNULL
        for i, command in enumerate(row.commands):
            last = i + 1 == len(row.commands)
            running.append(subprocess.Popen([*(wrap if last else ()), *command], stdin=source, env=environment,
                                            stdout=sink if last else subprocess.PIPE))
            if i > 0:
                source.close()
            source = running[-1].stdout
        for process, command in zip(running, row.commands):
            if process.wait() != 0:
                sys.exit(f"ci/peers.sh: {row.name}: {shlex.join(command)}: exits {process.returncode}")


def peak_memory_mib(row, directory):
    """Of the row's last process. By time(1), whose own size is small: a child of Python never says less than Python."""
    said = os.path.join(directory, "peak")
    run(row, os.path.join(directory, "out"), ["/usr/bin/time", "-f", "%M", "-o", said])
    with open(said, encoding="ascii") as file:
        return int(file.read().split()[-1]) / 1024


def measure(groups, rounds, directory):
    output = os.path.join(directory, "out")
    work = [(group, row) for group in groups for row in group.rows]
    for group, row in work:  # it warms the page cache, too
        row.peak_mib = peak_memory_mib(row, directory)
    order = random.Random(7)
    for i in range(rounds):
        order.shuffle(work)
        for group, row in work:
            begin = time.perf_counter()
            for _ in range(group.starts):
                run(row, output)
            row.seconds.append((time.perf_counter() - begin) / group.starts)
        print(f"round {i + 1} of {rounds}", file=sys.stderr)


def ratio(row, other):
    """How many times as long as `row` the other one takes: the median over rounds."""
    return statistics.median(b / a for a, b in zip(row.seconds, other.seconds))


def number(value):
    return f"{value:.3g}" if value < 1000 else f"{value:.0f}"


def table(groups):
    lines = ["| log | program | GB/s | ms | of the first row | wvagate is … × as fast | peak MiB |",
             "|---|---|---|---|---|---|---|"]
    for group in groups:
        first = group.rows[0]
        ours = next(row for row in group.rows if "wvagate" in row.name)
        for row in group.rows:
            seconds = statistics.median(row.seconds)
            speed = "" if group.starts > 1 else number(group.bytes / seconds / 1e9)
            lines.append(f"| {group.title if row is first else ''} | {row.name} | {speed} | {number(1e3 * seconds)} | "
                         f"{number(ratio(row, first))} | {number(ratio(ours, row))} | {row.peak_mib:.1f} |")
    return "\n".join(lines)


def machine():
    said = subprocess.run(["lscpu"], capture_output=True, text=True, check=True, env={**os.environ, "LC_ALL": "C"}).stdout
    model = next((line.split(":", 1)[1].strip() for line in said.splitlines() if line.startswith("Model name:")), "unknown")
    return f"{model}, {os.cpu_count()} processors, Linux {platform.release()}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--wvagate", required=True)
    parser.add_argument("--limit", required=True)
    parser.add_argument("--logs", required=True)
    parser.add_argument("--rounds", type=int, required=True)
    arguments = parser.parse_args()
    groups = groups_of(arguments.wvagate, arguments.limit, arguments.logs)
    measure(groups, arguments.rounds, arguments.logs)
    mib = groups[0].bytes / (1 << 20)
    print(f"{machine()}; logs of {mib:.0f} MiB in the page cache, whole processes, medians of {arguments.rounds} interleaved "
          "rounds, ratios round by round.\n")
    print(table(groups))


main()
