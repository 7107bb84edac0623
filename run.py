"""Sets weiquan up beside this file and runs it; needs Python and nothing else.

    python3 run.py            the wizard
    python3 run.py 例子        the plan of a bundled example (also: example)
    python3 run.py 测试        the tests (also: test)
    python3 run.py plan …     anything else goes to weiquan as it is

Written so that an old Python can still read it and say what is wrong.
"""

import hashlib
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(HERE, ".venv")
PYTHON = os.path.join(VENV, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))
STATE = os.path.join(VENV, "weiquan.json")
LOG = os.path.join(VENV, "weiquan-install.log")
OLDEST = (3, 11)
FAILED = 1
INTERRUPTED = 130
OFFLINE = ("NewConnectionError", "ConnectTimeout", "ReadTimeout", "ProxyError", "SSLError",
           "Temporary failure in name resolution", "getaddrinfo failed", "Network is unreachable",
           "Connection refused", "No matching distribution found", "Could not find a version")


class Stop(Exception):
    """Set-up cannot go on; the text says why and what to do."""


def main(argv):
    """Set up what is missing, then become the program; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if sys.version_info < OLDEST:
        tell("这里的 Python 是 {}.{}，太旧了，至少要 3.11。".format(*sys.version_info[:2]))
        tell("请从 python.org 装一个新的；装过了的话，换个名字再试，例如 python3.12 run.py。")
        return FAILED
    testing = argv[:1] in (["测试"], ["test"])
    try:
        prepare(("test",) if testing else ())
    except Stop as e:
        tell(str(e))
        return FAILED
    if testing:
        os.chdir(HERE)
        chosen = argv[1:] or ["-n", "auto"]  # all of them: on every core
        return become([PYTHON, "-m", "pytest", *chosen])
    if argv[:1] in (["例子"], ["example"]):
        argv = ["plan", "--example", *argv[1:]]
    # -P: a file of the same name in the current folder must not stand in for a library.
    return become([PYTHON, "-P", "-m", "weiquan", *argv])


def tell(text):
    """Say something; results of the program itself are the only thing on stdout."""
    print(text, file=sys.stderr, flush=True)


def become(command):
    """Run the command in place of this program; its exit code."""
    if os.name != "nt":
        try:
            os.execv(command[0], command)
        except OSError as e:
            tell("启动不了 .venv 里的 Python（{}）。请删除 .venv 文件夹再试。".format(e.errno))
            return FAILED
    child = subprocess.Popen(command)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue  # the child got it too, and ends by itself


# ---------------------------------------------------------------- set-up

def prepare(extras):
    """An environment in .venv that has the project and its `extras`; raises Stop."""
    wanted = sorted({*extras, *installed_extras()})
    state = {"key": key(), "extras": wanted}
    if read_state() == state and os.path.exists(PYTHON):
        return
    if not usable():
        make_venv()
    tell("安装需要的组件，大约一分钟，要联网……")
    install(wanted)
    with open(STATE, "w", encoding="utf-8") as file:
        json.dump(state, file)
    tell("准备好了。")
    if not extras:
        tell("以后提示里写 weiquan 的地方，都可以换成 {} run.py。\n".format(
            "py" if os.name == "nt" else "python3"))


def key():
    """What the environment depends on: the declared libraries, this Python, this place."""
    with open(os.path.join(HERE, "pyproject.toml"), "rb") as file:
        total = hashlib.sha256(file.read())
    total.update(repr((sys.version_info[:2], HERE)).encode())
    return total.hexdigest()


def read_state():
    """What is installed, as kept by the last complete set-up; None when there was none."""
    try:
        with open(STATE, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        return None


def installed_extras():
    """Extras that were asked for before: a later set-up keeps them."""
    state = read_state()
    return state.get("extras", []) if isinstance(state, dict) else []


def usable():
    """Whether .venv is of this Python version and works."""
    if not os.path.exists(PYTHON):
        return False
    got = run([PYTHON, "-c", "import sys; print(*sys.version_info[:2]); print(sys.prefix)"])
    version, _, prefix = got.stdout.strip().partition("\n")
    same = os.path.realpath(prefix.strip()) == os.path.realpath(VENV)
    return same and version.strip() == "{} {}".format(*sys.version_info[:2]) and bool(pip())


def make_venv():
    """Create .venv anew, with pip where this Python has it."""
    found = os.listdir(VENV) if os.path.isdir(VENV) else []
    if found and "pyvenv.cfg" not in found:
        raise Stop("{} 里有别的文件，不敢动。请改名或移走它再试。".format(VENV))
    tell("原来的 .venv 用不了了，重新准备……" if found else "第一次运行，先在 .venv 里准备环境……")
    try:
        import venv
    except ImportError:
        raise Stop(no_venv()) from None
    try:
        import ensurepip  # noqa: F401  only whether it is there
        with_pip = True
    except ImportError:
        with_pip = False
        if run([sys.executable, "-m", "pip", "--version"]).returncode:
            raise Stop(no_venv()) from None
    try:
        venv.create(VENV, clear=True, symlinks=os.name != "nt", with_pip=with_pip)
    except subprocess.CalledProcessError:
        raise Stop(no_venv()) from None
    except OSError as e:
        raise Stop("在 {} 里建不了环境（{}）。\n请确认这个文件夹可以写、磁盘没有满，再试。".format(
            HERE, e.strerror or e.errno)) from None


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
    for command in ([PYTHON, "-m", "pip"], [sys.executable, "-m", "pip", "--python", PYTHON]):
        if run([*command, "--version"]).returncode == 0:
            return command
    return []


def install(extras):
    """Put the project (in place: an update of this folder is used at once) into .venv."""
    what = HERE + ("[{}]".format(",".join(extras)) if extras else "")
    got = run([*pip(), "install", "--quiet", "--no-input", "--disable-pip-version-check",
               "--retries", "2", "--editable", what])
    if got.returncode == 0:
        return
    with open(LOG, "w", encoding="utf-8") as file:
        file.write(got.stdout + got.stderr)
    if os.environ.get("CI"):
        tell(got.stderr)
    if any(sign in got.stderr for sign in OFFLINE):
        raise Stop("下载组件没有成功：连不上软件源，或源里没有合适的版本。\n"
                   "请检查网络再运行一次；国内可以给 pip 换一个镜像源（设置 PIP_INDEX_URL）。\n"
                   "只有准备环境这一步要联网，装好以后不联网也能用。\n"
                   "详细记录在 {}".format(LOG))
    raise Stop("安装组件没有成功。详细记录在 {}\n"
               "可以删除 .venv 文件夹再运行一次。".format(LOG))


def run(command):
    """The finished command with its output as text."""
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONHOME", "PYTHONPATH")}
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, encoding="utf-8", errors="replace",
                              env=env, check=False)
    except OSError as e:
        return subprocess.CompletedProcess(command, 1, "", str(e))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        tell("\n已停下。再运行一次就会接着准备。")
        sys.exit(INTERRUPTED)
