"""Holds the schema of scenarios against what `wvagate synth` takes.

check_scenario_schema.py WVAGATE DIRECTORY EVERY-KEY STRIDE: DIRECTORY has the schema, the scenarios, and a README with an
example; EVERY-KEY is a scenario with every key there is. That one is changed in all ways that a slip can change it, and
the schema and synth must agree on each STRIDE-th of the changes. Exits 1 with a line a fault.
"""

import copy
import json
import pathlib
import re
import subprocess
import sys

from json_schema import Schema

try:
    import jsonschema
except ImportError:
    jsonschema = None

# What a schema cannot tell: the order of two values, what is said twice, and other files.
BEYOND = ("must lie behind", "goes back", "have the same name", "share their parameters", "with different slo",
          "cannot be opened", "which is no RFC 3339 time", "is below min_replicas")

program, directory, every_key, stride = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
document = json.loads((directory / "scenario.schema.json").read_text(encoding="utf-8"))
readme = (directory / "README.md").read_text(encoding="utf-8")
schema = Schema(document)
reference = None
if jsonschema:
    jsonschema.Draft7Validator.check_schema(document)
    reference = jsonschema.Draft7Validator(document)
faults = []
checks = 0


def satisfies(scenario):
    found = schema.faults(scenario)
    if reference and reference.is_valid(scenario) == bool(found):
        faults.append(f"json_schema.py and jsonschema do not agree: {found}: {json.dumps(scenario)}")
    return not found


def synth(scenario):
    """synth's exit code and what it says; a byte is enough of the log."""
    trial = directory_of_trial / "trial.json"
    trial.write_text(json.dumps(scenario), encoding="utf-8")
    result = subprocess.run([program, "synth", str(trial), "--bytes", "1"], capture_output=True, text=True, check=False)
    return result.returncode, result.stderr.strip()


def expect(what, scenario, wanted):
    global checks
    checks += 1
    if satisfies(scenario) != wanted:
        faults.append(f"{what}: the schema says {'no' if wanted else 'yes'}: {schema.faults(scenario)}")
    code, said = synth(scenario)
    if code != (0 if wanted else 2):
        faults.append(f"{what}: synth exits {code}: {said}")


def changes(value, parts, put):
    """Each change of `value`, which the schemas `parts` are for: what it is, and a function that makes it."""
    for part in parts:
        for end, steps in (("minimum", (0, -1)), ("maximum", (0, 1)), ("exclusiveMinimum", (1e-9, 0))):
            if end in part:
                for step in steps:
                    yield f"{end} {step:+}", put(part[end] + step * max(1, abs(part[end]) * 1e-6))
    if isinstance(value, str):
        others = ["", "text", "with\tcontrol", 1, None]
    elif isinstance(value, (dict, list)):
        others = ["text", None, [], {}]
    else:
        others = ["1", True if value != 1 else [], None] + [value + 0.5] * (type(value) is int)
    for other in others:
        yield json.dumps(other), put(other)


def walk(root, value, node, path, where):
    """Changes of `value` at `where` in `root`, and of all below it."""
    parts = schema.resolve(node)
    for part in list(parts):  # the alternative that it is of
        for alternative in part.get("anyOf", []):
            if not schema.faults(value, alternative):
                parts += schema.resolve(alternative)

    def put(new):
        changed = copy.deepcopy(root)
        target = changed
        for step in where[:-1]:
            target = target[step]
        target[where[-1]] = new
        return changed

    if where:
        for what, changed in changes(value, parts, put):
            yield f"{path}: {what}", changed
    for part in parts:
        if isinstance(value, dict):
            for key, inner in part.get("properties", {}).items():
                if key not in value:
                    continue
                yield from walk(root, value[key], inner, f"{path}.{key}", where + [key])
                without = {name: member for name, member in value.items() if name != key}
                yield f"{path}: without {key}", put(without) if where else without
        if isinstance(value, list) and "items" in part:
            for number, item in enumerate(value):
                yield from walk(root, item, part["items"], f"{path}[{number}]", where + [number])
    if isinstance(value, dict):
        more = value | {"slip": 1}
        yield f"{path}: an unknown key", put(more) if where else more


directory_of_trial = pathlib.Path(every_key).parent

# -- what there is ------------------------------------------------------------------------------------------------------
scenarios = [path for path in sorted(directory.glob("*.json")) if not path.name.endswith((".truth.json", ".schema.json"))]
if len(scenarios) < 10:
    faults.append(f"only {len(scenarios)} scenarios are found")
for path in scenarios:
    checks += 1
    found = schema.faults(json.loads(path.read_text(encoding="utf-8")))
    if found:
        faults.append(f"{path.name}: {found}")

example = json.loads(re.search(r"^```json\n(.*?)^```$", readme, re.M | re.S).group(1))
expect("the example of README.md", example, True)
for _, key in schema.properties():
    checks += 1
    if f"`{key}`" not in readme:
        faults.append(f"README.md does not tell of {key}")

# -- every key ----------------------------------------------------------------------------------------------------------
whole = json.loads(pathlib.Path(every_key).read_text(encoding="utf-8"))
schema.used.clear()
expect("the scenario with every key", whole, True)
for key in sorted(key for mark, key in schema.properties() - schema.used):
    faults.append(f"the scenario with every key lacks {key}")

# -- slips --------------------------------------------------------------------------------------------------------------
agreed = {True: 0, False: 0}
for number, (what, changed) in enumerate(walk(whole, whole, document, "", [])):
    if number % stride:
        continue
    checks += 1
    wanted = satisfies(changed)
    code, said = synth(changed)
    agreed[wanted] += 1
    if wanted and code == 2 and any(words in said for words in BEYOND):
        continue
    if code != (0 if wanted else 2):
        faults.append(f"{what}: the schema says {'yes' if wanted else 'no'}, synth exits {code}: {said}")
if min(agreed.values()) < 100 // stride:
    faults.append(f"too few changes are tried: {agreed}")

print("\n".join(faults), file=sys.stderr, end="\n" if faults else "")
print(checks)
sys.exit(1 if faults else 0)
