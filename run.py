# -*- coding: utf-8 -*-
"""Sets weiquan up beside this file and runs it; needs Python and nothing else.

    python3 run.py            the wizard
    python3 run.py 例子        the plan of a bundled example (also: example)
    python3 run.py 测试        the tests (also: test)
    python3 run.py 锁定        renew the versions in requirements/ (also: lock)
    python3 run.py 版本        the tests with the oldest and the newest libraries (also: versions)
    python3 run.py plan …     anything else goes to weiquan as it is

Written so that Python 2.7 and any Python 3 can still read it and say what is wrong.
"""

import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(HERE, ".venv")
SCRIPTS, EXE = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
PYTHON = os.path.join(VENV, SCRIPTS, "python" + EXE)
MARK = os.path.join(VENV, "pyvenv.cfg")
STATE = os.path.join(VENV, "weiquan.json")
LOG = os.path.join(VENV, "weiquan-install.log")
# What the Python of .venv says of itself, in ASCII whatever its paths are.
FACTS = ("import json, sys, sysconfig; print(json.dumps([list(sys.version_info[:2]), sys.prefix, "
         "sys.base_prefix, sysconfig.get_path('purelib')]))")
# 22 can put things into another environment.
HAS_PIP = "import pip, sys; sys.exit(int(pip.__version__.split('.')[0]) < 22)"
# What an environment consists of: a .venv with only these is ours even when half made.
PARTS = {"bin", "include", "lib", "lib64", "share", "Include", "Lib", "Scripts", "pyvenv.cfg",
         ".gitignore", "weiquan.json", "weiquan.json.new", "weiquan-install.log"}
# Each is a file in requirements/ and holds all of the one before it.
LEVELS = ("run", "test", "dev")
# A first word that is not for weiquan: what it needs.
NEEDS = {"测试": "test", "test": "test", "锁定": "dev", "lock": "dev",
         "版本": "dev", "versions": "dev"}
TOOLS = {"锁定": "lock.py", "lock": "lock.py", "版本": "versions.py", "versions": "versions.py"}
# What children keep open too: the lock ends with the last of them.
HELD = []
# On every core, each with neighbouring tests: what they have in common is made once.
ALL = ["-n", "auto", "--dist", "worksteal"]
OLDEST = (3, 11)
FAILED = 1
INTERRUPTED = 130


class Stop(Exception):
    """Set-up cannot go on; the text says why and what to do."""


def main(argv):
    """Set up what is missing, then become the program; the exit code."""
    if sys.version_info < OLDEST:
        tell("这里的 Python 是 %d.%d，太旧了，至少要 3.11。" % sys.version_info[:2])
        tell("请从 python.org 装一个新的；装过了的话，换个名字再试，例如 python3.12 run.py。")
        return FAILED
    word = argv[0] if argv else ""
    for again in (False, True):
        try:
            prepare(NEEDS.get(word, "run"), again)
            return become(command(word, argv))
        except OSError:
            continue  # its Python does not start: make it anew, once
        except Stop as e:
            tell(str(e))
            return FAILED
    tell("启动不了 .venv 里的 Python。请删除 .venv 文件夹再试。")
    return FAILED


def command(word, argv):
    """What to run in .venv for these words."""
    if word in NEEDS:
        os.chdir(HERE)
        if word in TOOLS:
            return [PYTHON, os.path.join(HERE, ".ci", TOOLS[word])] + argv[1:]
        return [PYTHON, "-m", "pytest"] + (argv[1:] or ALL)
    if word in ("例子", "example"):
        argv = ["plan", "--example"] + argv[1:]
    os.environ["WEIQUAN_STARTED_AS"] = started_as()
    # -P: a file of the same name in the current folder must not stand in for a library.
    return [PYTHON, "-P", "-m", "weiquan"] + argv


def started_as():
    """What was typed to start this, for the hints of the program."""
    typed = sys.argv[0] if sys.argv[0].endswith(".py") else "run.py"
    return "{} {}".format("py" if os.name == "nt" else "python3", typed)


def tell(text):
    """Say something; results of the program itself are the only thing on stdout."""
    if sys.stderr is None:
        return
    if isinstance(text, bytes):  # Python 2
        text = text.decode("utf-8")
    text += "\n"
    try:
        blob = text.encode(getattr(sys.stderr, "encoding", None) or "utf-8")
    except (LookupError, UnicodeError):
        blob = text.encode("utf-8", "replace")  # the terminal may know Chinese all the same
    try:
        sys.stderr.flush()
        getattr(sys.stderr, "buffer", sys.stderr).write(blob)
        sys.stderr.flush()
    except (EnvironmentError, ValueError):
        pass  # nobody listens


def become(words):
    """Run the command in place of this program; its exit code. OSError: it does not start."""
    if os.name != "nt":
        os.execv(words[0], words)
    child = subprocess.Popen(words)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue  # the child got it too, and ends by itself


# ---------------------------------------------------------------- set-up

def prepare(level, anew):
    """An environment in .venv with what `requirements/level.txt` names; raises Stop."""
    if not anew and ready(level):
        return
    with_lock = alone()
    try:
        if not anew and ready(level):  # another window has done it meanwhile
            return
        set_up(max(level, read_state().get("level", "run"), key=LEVELS.index), anew)
    except EnvironmentError as e:
        raise Stop("在 %s 里准备不了环境（%s）。\n请确认这个文件夹可以写、磁盘没有满，再试。" % (
            HERE, e.strerror or e.errno))
    finally:
        if with_lock:
            del HELD[:]
            with_lock.close()


def ready(level):
    """Whether .venv is what the last complete set-up left, and that is enough for `level`."""
    state = read_state()
    had = state.get("level")
    return (had in LEVELS and LEVELS.index(had) >= LEVELS.index(level)
            and state.get("key") == key(had)
            and os.path.exists(PYTHON) and os.path.exists(MARK)
            and os.path.isdir(state.get("base", ""))
            and contents(os.path.join(VENV, state.get("site", ""))) == state.get("names"))


def set_up(level, anew):
    """Make or mend .venv, and note what it holds; one process at a time."""
    wanted = key(level)
    with_pip = [] if anew or "unfinished" in read_state() or not usable() else pip()
    if not with_pip:
        make_venv(level)
        with_pip = pip()
    tell("安装需要的组件，大约一分钟，要联网……")
    write_state({"unfinished": True, "level": level})
    try:
        install(with_pip, level)
    except Stop:
        write_state({"level": level})  # pip has cleaned up after itself
        raise
    _, _, base, site = facts()
    # Relative: the folder may be moved, and its name may be one that a .pth cannot say.
    with open(os.path.join(site, "weiquan-here.pth"), "w", encoding="ascii") as file:
        file.write(os.path.relpath(HERE, site) + "\n")
    write_state({"key": wanted, "level": level, "base": base,
                 "site": os.path.relpath(site, VENV), "names": contents(site)})
    tell("准备好了。")
    if level == "run":
        tell("以后提示里写 weiquan 的地方，都可以换成 %s run.py。\n" % (
            "py" if os.name == "nt" else "python3"))


def key(level):
    """What the environment depends on: the locked versions and this Python."""
    try:
        with open(os.path.join(HERE, "requirements", level + ".txt"), "rb") as file:
            total = hashlib.sha256(file.read())
    except EnvironmentError:
        raise Stop("%s 里的 requirements/%s.txt 读不了。\n"
                   "请把整个文件夹重新下载一份。" % (HERE, level))
    total.update(repr(sys.version_info[:2]).encode())
    return total.hexdigest()


def contents(site):
    """The names of what is installed there."""
    try:
        return sorted(name for name in os.listdir(site) if name != "__pycache__")
    except EnvironmentError:
        return []


def read_state():
    """What is installed, as noted by the last set-up; empty when there was none."""
    try:
        with open(STATE, encoding="utf-8") as file:
            state = json.load(file)
    except (EnvironmentError, ValueError):
        return {}
    whole = isinstance(state, dict) and state.get("level") in LEVELS
    return state if whole else {}


def write_state(state):
    """Keep what is installed, or that it is not finished."""
    with open(STATE + ".new", "w", encoding="utf-8") as file:
        json.dump(state, file)
    os.replace(STATE + ".new", STATE)


def alone():
    """Wait until no other window sets up; an open file that keeps others out, or None."""
    file = open(os.path.abspath(__file__), "rb")
    told = False
    while True:
        try:
            grip(file)
        except EnvironmentError as e:
            if e.errno not in (errno.EACCES, errno.EAGAIN):
                file.close()
                return None  # this disk knows no locks
        else:
            HELD.extend([] if os.name == "nt" else [file.fileno()])
            return file
        if not told:
            tell("另一个窗口正在准备环境，等它做完……")
            told = True
        time.sleep(0.2)


def grip(file):
    """Take the lock of an open file, which ends with it; EnvironmentError when it is taken."""
    if os.name == "nt":
        import msvcrt
        file.seek(1 << 30)  # far behind the end: nobody can read what is locked
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def usable():
    """Whether the Python of .venv starts, and is of this version."""
    if not (os.path.exists(PYTHON) and os.path.exists(MARK)):
        return False
    version, prefix, _, _ = facts()
    return (version == list(sys.version_info[:2])
            and os.path.realpath(prefix) == os.path.realpath(VENV))


def facts():
    """Version, folder, folder of its origin and site-packages of the Python in .venv."""
    try:
        return json.loads(run([PYTHON, "-c", FACTS]).stdout)
    except ValueError:
        return [None, "", "", ""]


def make_venv(level):
    """Create .venv anew, with pip where this Python has it."""
    found = os.listdir(VENV) if os.path.isdir(VENV) else []
    if os.path.lexists(VENV) and (not os.path.isdir(VENV) or os.path.islink(VENV)
                                  or not ("pyvenv.cfg" in found or set(found) <= PARTS)):
        raise Stop("%s 不是这个程序建的，不敢动。请改名或移走它再试。" % VENV)
    tell("原来的 .venv 用不了了，重新准备……" if found else "第一次运行，先在 .venv 里准备环境……")
    try:
        import venv
    except ImportError:
        raise Stop(no_venv())
    try:
        import ensurepip  # noqa: F401  only whether it is there
        with_pip = True
    except ImportError:
        with_pip = False
        if run([sys.executable, "-c", HAS_PIP]).returncode:
            raise Stop(no_venv())
    if not found:
        os.makedirs(VENV, exist_ok=True)
    write_state({"unfinished": True, "level": level})
    for name in found:
        path = os.path.join(VENV, name)
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        elif path != STATE and os.path.lexists(path):
            os.unlink(path)
    try:
        venv.create(VENV, symlinks=os.name != "nt")
    except ValueError:
        raise Stop("%s 的路径里有「%s」，建不了环境。请把文件夹移到别处再试。" % (HERE, os.pathsep))
    if with_pip and run([PYTHON, "-I", "-m", "ensurepip", "--default-pip"]).returncode:
        raise Stop(no_venv())


def no_venv():
    """What to install when this Python cannot make environments."""
    lines = ["这个 Python 少了 venv 或 ensurepip，建不了环境。"]
    if sys.platform.startswith("linux"):
        lines += ["Debian、Ubuntu：sudo apt install python3-venv",
                  "Fedora：sudo dnf install python3-pip",
                  "装好以后再运行一次就行。"]
    else:
        lines.append("请从 python.org 重新安装 Python，再运行一次。")
    return "\n".join(lines)


def pip():
    """The pip command for .venv: its own, else this Python's; empty when there is none."""
    for words in ([PYTHON, "-m", "pip"], [sys.executable, "-m", "pip", "--python", PYTHON]):
        if run([words[0], "-c", HAS_PIP]).returncode == 0:
            return words
    return []


def install(with_pip, level):
    """Put the libraries into .venv, exactly the files whose hashes are noted; raises Stop."""
    got = run(with_pip + ["install", "--quiet", "--no-input", "--disable-pip-version-check",
                          "--retries", "2", "--no-user", "--require-hashes",
                          "-r", os.path.join(HERE, "requirements", level + ".txt")])
    if got.returncode == 0:
        return
    with open(LOG, "w", encoding="utf-8") as file:
        file.write(got.stdout + got.stderr)
    if os.environ.get("CI"):
        tell(got.stderr)
    raise Stop("组件没有装上。多半是连不上软件源，或源里没有这几个版本。\n"
               "请检查网络再运行一次；国内可以给 pip 换一个镜像源（设置 PIP_INDEX_URL）。\n"
               "只有准备环境这一步要联网，装好以后不联网也能用。\n"
               "换了网络还不行，请看记录：%s" % LOG)


def run(words):
    """The finished command with its output as text; no file of the user's folder is imported."""
    away = ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT")
    env = {k: v for k, v in os.environ.items() if k not in away}
    try:
        return subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, encoding="utf-8", errors="replace",
                              pass_fds=HELD, env=env, cwd=HERE, check=False)
    except OSError as e:
        return subprocess.CompletedProcess(words, FAILED, "", str(e))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        tell("\n已停下。再运行一次就会接着准备。")
        sys.exit(INTERRUPTED)
