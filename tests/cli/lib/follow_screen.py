"""Runs `wvagate analyze --follow` on a terminal and holds what it draws against what it should.

usage: follow_screen.py WVAGATE LOG
"""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

program, log = sys.argv[1:]
ENTER = b"\x1b[?1049h\x1b[?25l\x1b[?7l"
LEAVE = b"\x1b[?7h\x1b[?25h\x1b[?1049l"


def resize(terminal, rows, columns):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


class Run:
    """The program on a terminal of its own."""

    def __init__(self, path, rows, columns, **environment):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            time.sleep(0.2)  # until the terminal has its size
            os.environ.update(environment)
            os.execv(program, [program, "analyze", "--follow", path])
        resize(self.terminal, rows, columns)
        self.output = b""

    def read(self, seconds):
        """Reads what comes for so long; False at the end."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if not select.select([self.terminal], [], [], 0.05)[0]:
                continue
            try:
                block = os.read(self.terminal, 65536)
            except OSError:
                return False
            if not block:
                return False
            self.output += block
        return True

    def frame(self):
        """The lines of the last whole frame, without colours."""
        frames = re.findall(rb"\x1b\[H(.*?)\x1b\[J", self.output, re.DOTALL)
        text = re.sub(r"\x1b\[[0-9;]*[mK]", "", frames[-1].decode()) if frames else ""
        return text.replace("\r", "").split("\n")

    def until(self, what, seen):
        for _ in range(300):
            self.read(0.1)
            if seen():
                return
        sys.exit(f"never: {what}; the last frame:\n" + "\n".join(self.frame()))

    def end(self):
        while self.read(1):
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def check(holds, what):
    if not holds:
        sys.exit(f"FAILED: {what}")


def fits(frame, rows, columns):
    return len(frame) <= rows and all(len(line) <= columns for line in frame)


growing = "growing.log"
lines = open(log, encoding="utf-8").readlines()
with open(growing, "w", encoding="utf-8") as file:
    file.writelines(lines[:31])
    file.flush()
    run = Run(growing, 24, 100, TERM="xterm", NO_COLOR="")
    run.until("a first frame", lambda: any("over for" in line for line in run.frame()))
    check(run.output.startswith(ENTER), "the other screen is entered first, without a cursor")
    check(fits(run.frame(), 24, 100), "the frame fits")
    check("31 lines" in run.frame()[0], "the lines read are counted")
    check(b"\x1b[31m" in run.output, "a gap is in colour")
    file.writelines(lines[31:])
    file.flush()
    run.until("more lines", lambda: f"{len(lines)} lines" in run.frame()[0])
    run.until("the last gap", lambda: any("steady_state" in line for line in run.frame()))
    check("ITL" in "".join(run.frame()) and "replicas 1→1" in "".join(run.frame()), "the variant's state")
    before = run.output.count(b"\x1b[H")
    run.read(2.2)
    check(1 <= run.output.count(b"\x1b[H") - before <= 4, "a quiet log is drawn about once a second")
    for rows, columns in ((12, 60), (5, 30), (1, 10), (50, 200)):
        resize(run.terminal, rows, columns)
        run.output = b""
        run.until("a frame of the new size", lambda: run.output.count(b"\x1b[J") >= 2)
        check(fits(run.frame(), rows, columns), f"the frame fits {rows} rows of {columns}: {run.frame()}")
    run.output = b""
    os.kill(run.pid, signal.SIGTSTP)
    os.waitpid(run.pid, os.WUNTRACED)
    run.read(0.3)
    check(run.output.endswith(LEAVE), "a stopped program gives the terminal back")
    os.kill(run.pid, signal.SIGCONT)
    run.until("the screen again", lambda: ENTER in run.output and run.output.endswith(b"\x1b[J"))
    os.write(run.terminal, b"\x03")  # Ctrl-C
    check(run.end() == 0, "Ctrl-C is the way to end it")
    screen, _, report = run.output.rpartition(LEAVE)
    check(ENTER in screen, "the other screen is left")
    check(b"Overview" in report and b"\x1b[?" not in report, "the report comes after the screen")

for environment in ({"TERM": "dumb", "NO_COLOR": ""}, {"TERM": "xterm", "NO_COLOR": "1"}):
    run = Run(log, 24, 100, **environment)
    run.until("the last gap", lambda: b"steady_state" in run.output)
    os.write(run.terminal, b"\x03")
    check(run.end() == 0, "Ctrl-C is the way to end it")
    check(not re.search(rb"\x1b\[\d+m", run.output), "no colours where none are wanted")
    dumb = environment["TERM"] == "dumb"
    check((b"\x1b" in run.output) != dumb, "a terminal without a cursor gets lines")
    check((b" gap_opened variant=" in run.output) == dumb, "events are for what has no screen")
