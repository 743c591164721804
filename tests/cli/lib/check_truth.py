"""Holds `wvagate analyze --json` (file 1) against the truth of a synthetic log (file 2); prints each difference."""
import json
import sys

figures = json.load(open(sys.argv[1]))["recordings"][0]
truth = json.load(open(sys.argv[2]))
differences = []
checks = 0


def same(what, found, known):
    global checks
    checks += 1
    close = found == known
    if isinstance(found, (int, float)) and isinstance(known, (int, float)):
        close = abs(found - known) <= 1e-9 * max(1, abs(known))
    if not close:
        differences.append(f"{what}: found {found}, true is {known}")


same("lines", figures["lines"]["total"], truth["lines"])
same("malformed lines", figures["lines"]["malformed"], 0)
series = {s["variant"]: s for s in figures["series"]}
for variant in truth["variants"]:
    name = variant["variant"]
    if not variant["samples"]:
        continue
    found = series[name]
    got = found["figures"]
    for count, known in variant["counts"].items():
        figure = {"samples": "samples.total", "duplicates": "samples.duplicate"}.get(
            count, count if count == "segments" else f"samples.{count}")
        same(f"{name} {figure}", got[figure], known)
    same(f"{name} duration_min", got["duration_min"], variant["duration_min"])
    same(f"{name} replicas.minutes", got["replicas.minutes"], variant["replica_minutes"])
    same(f"{name} scaling events", [[e[k] for k in ("from", "to", "line")] for e in found["scaling_events"]],
         [[e[k] for k in ("from", "to", "line")] for e in variant["scaling_events"]])
    for latency in ("itl", "ttft"):
        known = variant[latency]
        same(f"{name} {latency}.compliance_pct", got[f"{latency}.compliance_pct"], known["compliance_pct"])
        same(f"{name} {latency}.unmeasured", got[f"{latency}.unmeasured"], known["unmeasured"])
        for figure, errors in (("error", "errors_ms"), ("error_model", "model_errors_ms")):
            mean = sum(known[errors]) / len(known[errors]) if known[errors] else None
            same(f"{name} {latency}.{figure}.mean_ms", got[f"{latency}.{figure}.mean_ms"], mean)
        gaps = [gap for gap in found["gaps"] if gap["latency"] == latency]
        same(f"{name} {latency} gaps", len(gaps), len(known["gaps"]))
        for gap, true_gap in zip(gaps, known["gaps"]):
            for key, value in true_gap.items():
                same(f"{name} {latency} gap of line {true_gap['first_line']}, {key}", gap[key], value)

print("\n".join(differences) if differences else f"{checks} values are true")
sys.exit(1 if differences or checks < 10 else 0)
