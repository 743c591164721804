"""Runs the steps of a composite GitHub action as the runner does, in the current directory as workspace.

run_action.py ACTION.yml RUNNER_DIRECTORY [INPUT=VALUE…]

Below RUNNER_DIRECTORY it leaves summary.md, output of each step, outputs.json of the action, and what is uploaded under
uploaded/NAME. Actions that are used are not run: a cache holds nothing, an upload is a copy. Exits as the first step
does that fails.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import yaml

TOKEN = re.compile(r"\s*(always\(\)|success\(\)|&&|==|!=|'(?:[^']|'')*'|[\w.-]+)")


class Runner:
    def __init__(self, action, directory, inputs):
        self.steps = action["runs"]["steps"]
        self.directory = directory
        self.outputs = {}
        self.code = 0
        self.inputs = {}
        for name, declared in action["inputs"].items():
            if name not in inputs and declared.get("required"):
                sys.exit(f"the input {name} is wanted")
            self.inputs[name] = inputs.pop(name, declared.get("default", ""))
        if inputs:
            sys.exit(f"no such inputs: {', '.join(inputs)}")

    def value(self, word):
        if word.startswith("'"):
            return word[1:-1].replace("''", "'")
        parts = word.split(".")
        if parts[0] == "inputs" and len(parts) == 2:
            return self.inputs[parts[1]]
        if parts[0] == "steps" and parts[2] == "outputs" and len(parts) == 4:
            return self.outputs.get(parts[1], {}).get(parts[3], "")
        sys.exit(f"what is {word}?")

    def fill(self, text):
        return re.sub(r"\$\{\{\s*(.*?)\s*\}\}", lambda match: self.value(match[1]), text)

    def is_due(self, condition):
        words = TOKEN.findall(condition)
        if "".join(words) != re.sub(r"\s", "", condition):
            sys.exit(f"what is {condition}?")
        due = "always()" in words or self.code == 0
        for term in " ".join(words).split(" && "):
            if match := re.fullmatch(r"(\S+) (==|!=) (\S+)", term):
                due &= (self.value(match[1]) == self.value(match[3])) == (match[2] == "==")
            elif term not in ("always()", "success()"):
                sys.exit(f"what is {term}?")
        return due

    def run(self, number, step, path):
        output = self.directory / f"output-{number}"
        output.touch()
        environment = os.environ | {name: self.fill(value) for name, value in step.get("env", {}).items()}
        environment |= {
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(path),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(self.directory / "summary.md"),
            "GITHUB_WORKSPACE": os.getcwd(),
            "RUNNER_TEMP": str(self.directory / "temp"),
        }
        script = self.directory / f"step-{number}.sh"
        script.write_text(self.fill(step["run"]), encoding="utf-8")
        command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)]
        code = subprocess.run(command, env=environment, check=False).returncode
        if "id" in step:
            lines = output.read_text(encoding="utf-8").splitlines()
            self.outputs[step["id"]] = dict(line.split("=", 1) for line in lines)
        return code

    def upload(self, step):
        source = pathlib.Path(self.fill(step["with"]["path"]))
        target = self.directory / "uploaded" / re.sub(r"[^\w.-]", "_", self.fill(step["with"]["name"]))
        if source.is_dir():
            shutil.copytree(source, target)

    def go(self, path):
        (self.directory / "temp").mkdir(parents=True)
        for number, step in enumerate(self.steps, 1):
            if not self.is_due(step.get("if", "success()")):
                continue
            if "run" in step:
                code = self.run(number, step, path)
                self.code = self.code or code
            elif step["uses"].startswith("actions/upload-artifact@"):
                self.upload(step)
            elif not step["uses"].startswith("actions/cache@"):
                sys.exit(f"what is {step['uses']}?")


def main():
    path = pathlib.Path(sys.argv[1]).resolve()
    action = yaml.safe_load(path.read_text(encoding="utf-8"))
    inputs = dict(argument.split("=", 1) for argument in sys.argv[3:])
    runner = Runner(action, pathlib.Path(sys.argv[2]).resolve(), inputs)
    runner.go(path.parent)
    outputs = {name: runner.fill(given["value"]) for name, given in action["outputs"].items()}
    (runner.directory / "outputs.json").write_text(json.dumps(outputs), encoding="utf-8")
    sys.exit(runner.code)


main()
