"""Prints run-sets as `track add` reads them (NDJSON): releases of a controller whose calibration got worse once.

made_history.py [RELEASES [WORSE_FROM [MENDED_FROM]]]   defaults 24, 14, never
"""
import datetime
import json
import random
import sys

releases = int(sys.argv[1]) if len(sys.argv) > 1 else 24
worse_from = int(sys.argv[2]) if len(sys.argv) > 2 else 14
mended_from = int(sys.argv[3]) if len(sys.argv) > 3 else releases
noise = random.Random(7)


def about(value, spread):
    # The sum of four uniform draws is nearly normal, and the same in every version of Python.
    return round(value + spread * (sum(noise.random() for _ in range(4)) - 2), 4)


for i in range(releases):
    worse = 1.5 if worse_from <= i < mended_from else 0
    runs = []
    for run in range(3):
        figures = {
            "itl.actuation.mae_ms": about(0.5, 0.1),
            "itl.compliance_pct": about(93, 2),
            "itl.error_model.mae_ms": about(1 + worse, 0.3),
            "params.alpha.mean": about(7 + 0.03 * i, 0.02),
            "params.beta.mean": about(0.044, 0.001),
            "replay.decisions_pct": 100,
        }
        runs.append({"log": f"run-{run + 1}.log", "sha256": f"{i * 3 + run:064x}", "figures": figures})
    print(json.dumps({
        "schema": "wvagate.run_set/1",
        "tool": {"name": "wvagate", "version": "0.1.0"},
        "scenario": "staircase",
        "release": "'; system(\"touch owned\") <b>=1" if i == 12 else f"v0.{i}",
        "commit": "",
        "date": str(datetime.date(2026, 1, 5) + datetime.timedelta(days=7 * i)) + "T00:00:00.000Z",
        "controller": None,
        "definitions": 1,
        "policy": {"name": "notebook" if i < 2 else "cycle", "dedup_window_s": 5, "slo_itl_ms": None,
                   "slo_ttft_ms": None},
        "accelerator": "H100",
        "model": "acme/sparrow-8b",
        "runs": runs,
    }))
