"""Reads the GitHub and GitLab files below a directory as the services would, and tells what they would stumble over.

check_pipelines.py DIRECTORY: exits 1 with a line a fault.
"""

import pathlib
import re
import subprocess
import sys

import yaml

EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.S)
GITLAB_KEYS = {"include", "stages", "variables", "default", "workflow"}
faults = []


class Strict(yaml.SafeLoader):
    """Refuses a key that comes twice, of which others silently take the last."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"the key {key} comes twice", node.start_mark)
        return super().construct_mapping(node, deep)


def complain(path, what):
    faults.append(f"{path}: {what}")


def check_shell(path, text):
    result = subprocess.run(["bash", "-n"], input=text, text=True, capture_output=True, check=False)
    if result.returncode:
        complain(path, f"is no shell: {result.stderr.strip()}")


def expressions(value):
    """The insides of every ${{ }} below value, and of every if."""
    if isinstance(value, str):
        yield from EXPRESSION.findall(value)
    elif isinstance(value, list):
        for item in value:
            yield from expressions(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from [item] if key == "if" and isinstance(item, str) else expressions(item)


def named(context, value):
    return {name for text in expressions(value) for name in re.findall(rf"\b{context}\.([\w-]+)", text)}


def check_steps(path, steps):
    ids = set()
    for number, step in enumerate(steps, 1):
        where = f"{path}: step {number}"
        for used in named("steps", step) - ids:
            complain(where, f"uses the step {used}, which is none before it")
        if "id" in step:
            ids.add(step["id"])
        if ("run" in step) == ("uses" in step):
            complain(where, "has not one of run and uses")
        if "run" in step:
            if step.get("shell") != "bash":
                complain(where, "has no shell, or another than bash")
            if EXPRESSION.search(step["run"]):
                complain(where, "puts an expression into what a shell runs: that belongs into env")
            check_shell(where, step["run"])
        elif not re.fullmatch(r"[\w./-]+@v\d+(\.\d+\.\d+)?", step["uses"]):
            complain(where, f"uses {step['uses']}, which is no version of an action")
    return ids


def check_action(path, action):
    for key in ("name", "description"):
        if not isinstance(action.get(key), str):
            complain(path, f"has no {key}")
    runs = action["runs"]
    if runs["using"] != "composite":
        complain(path, "is not composite")
    for name, declared in action["inputs"].items():
        if set(declared) - {"description", "required", "default"}:
            complain(path, f"declares {name} oddly")
        if ("default" in declared) == bool(declared.get("required")):
            complain(path, f"neither wants {name} nor has a default, or both")
        if not isinstance(declared.get("default", ""), str):
            complain(path, f"has a default of {name} that is no text")
    used = named("inputs", runs) | named("inputs", action.get("outputs"))
    for name in used - set(action["inputs"]):
        complain(path, f"uses the input {name}, which it does not declare")
    for name in set(action["inputs"]) - used:
        complain(path, f"declares the input {name}, which it does not use")
    ids = check_steps(path, runs["steps"])
    for name in named("steps", action.get("outputs")) - ids:
        complain(path, f"gives outputs of {name}, which is no step")


def check_workflow(path, workflow, action):
    triggers = workflow[True]  # YAML 1.1 reads the key `on` so.
    if "pull_request_target" in triggers:
        complain(path, "runs a stranger's code with the repository's rights")
    for name, job in workflow["jobs"].items():
        where = f"{path}: {name}"
        needs = job.get("needs", [])
        for needed in [needs] if isinstance(needs, str) else needs:
            if needed not in workflow["jobs"]:
                complain(where, f"needs {needed}, which is no job")
        for used in named("matrix", job["steps"]) - set(job.get("strategy", {}).get("matrix", {})):
            complain(where, f"uses matrix.{used}, which it does not have")
        check_steps(where, job["steps"])
        for step in job["steps"]:
            if step.get("uses", "").split("@")[0].endswith("/wvagate/ci/action"):
                check_call(where, step.get("with", {}), action["inputs"])


def check_call(where, given, inputs):
    for name in set(given) - set(inputs):
        complain(where, f"gives {name}, which the action does not take")
    for name, declared in inputs.items():
        if declared.get("required") and name not in given:
            complain(where, f"does not give {name}")


def check_gitlab(path, pipeline, templates):
    jobs = {name: job for name, job in pipeline.items() if name not in GITLAB_KEYS}
    for name, job in jobs.items():
        where = f"{path}: {name}"
        if job.get("extends", name) not in jobs | templates:
            complain(where, f"extends {job['extends']}, which is no job")
        for needed in job.get("needs", []):
            if needed not in jobs:
                complain(where, f"needs {needed}, which is no job")
        if "stage" in job and job["stage"] not in pipeline.get("stages", []):
            complain(where, f"is of the stage {job['stage']}, which there is not")
        for key in ("before_script", "script"):
            lines = job.get(key, [])
            if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
                complain(where, f"has a {key} that is not lines of text")
                continue
            check_shell(where, "\n".join(lines))
        for variable, value in job.get("variables", {}).items():
            if not isinstance(value, str):
                complain(where, f"gives {variable} a value that is no text")
    return jobs


def check_variables(root, action, template):
    """The script's head, the action and the template know the same variables."""
    script = (root / "action/gate.sh").read_text(encoding="utf-8")
    told = set(re.findall(r"^#   (WVAGATE\w*) ", script, re.M))
    for name in told:
        if script.count(name) < 2:
            complain("action/gate.sh", f"tells of {name} and does not use it")
    settings = told - {"WVAGATE", "WVAGATE_CACHE"}
    given = {name for step in action["runs"]["steps"] for name in step.get("env", {}) if name.startswith("WVAGATE")}
    for name in given ^ settings:
        complain("action/action.yml", f"and gate.sh do not agree on {name}")
    for name in set(template[".wvagate"]["variables"]) ^ settings:
        complain("gitlab/wvagate.gitlab-ci.yml", f"and gate.sh do not agree on {name}")


def main(root):
    documents = {}
    for path in sorted(root.rglob("*.yml")):
        try:
            documents[str(path.relative_to(root))] = yaml.load(path.read_text(encoding="utf-8"), Strict)
        except yaml.YAMLError as error:
            complain(path, f"is no YAML: {error}")
    if faults:
        return
    action = documents.pop("action/action.yml")
    template = documents.pop("gitlab/wvagate.gitlab-ci.yml")
    check_action("action/action.yml", action)
    jobs = check_gitlab("gitlab/wvagate.gitlab-ci.yml", template, {})
    check_variables(root, action, template)
    kinds = set()
    for path, document in documents.items():
        if ".github/workflows/" in path:
            kinds.add("GitHub")
            check_workflow(path, document, action)
        elif path.endswith(".gitlab-ci.yml"):
            kinds.add("GitLab")
            check_gitlab(path, document, jobs)
        else:
            complain(path, "is of no known kind")
    for kind in {"GitHub", "GitLab"} - kinds:
        complain("example", f"has none for {kind}")


main(pathlib.Path(sys.argv[1]))
print("\n".join(faults), file=sys.stderr, end="\n" if faults else "")
sys.exit(1 if faults else 0)
