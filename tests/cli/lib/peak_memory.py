#!/usr/bin/env python3
"""Runs a command with its standard output into a file: peak_memory.py OUTPUT COMMAND…

Prints the command's peak memory, MiB, and its time of processor, s. Exits as the command does.
"""
import resource
import subprocess
import sys

with open(sys.argv[1], "wb") as output:
    code = subprocess.run(sys.argv[2:], stdout=output, check=False).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss // 1024, f"{used.ru_utime + used.ru_stime:.1f}")
sys.exit(code)
