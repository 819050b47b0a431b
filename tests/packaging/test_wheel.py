"""A wheel built from the checkout, installed into an empty environment, run outside the checkout."""

import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]


class Installed:
    """An environment with the wheel and what it depends on, and nothing of the checkout."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "empty"
        self.folder.mkdir()
        venv.create(folder / "venv", with_pip=False)
        self._python = folder / "venv" / "bin" / "python"
        _install(_build(folder), self._site_packages())

    def command(self, *arguments: str) -> list[str]:
        return [str(self._python), "-m", "bot.cli", *arguments]

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            self.command(*arguments), cwd=self.folder, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def where_is(self, package: str) -> Path:
        code = f"import {package}; print({package}.__file__)"
        asked = subprocess.run([self._python, "-c", code], cwd=self.folder, capture_output=True, text=True, check=True)
        return Path(asked.stdout.strip())

    def _site_packages(self) -> Path:
        asked = [str(self._python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
        return Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip())


def _build(folder: Path) -> Path:
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    return wheel


def _install(wheel: Path, site_packages: Path) -> None:
    """The wheel itself, and the dependencies of this environment: a .pth in a .pth's folder isn't followed."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile"]
    subprocess.run([*pip, "--target", str(site_packages), str(wheel)], check=True)
    (site_packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return Installed(tmp_path_factory.mktemp("wheel"))


def test_the_checkout_is_not_what_runs(installed: Installed) -> None:
    for package in ("bot", "faq", "storage"):
        assert not installed.where_is(package).is_relative_to(ROOT)


def test_it_says_its_version(installed: Installed) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert installed.run("--version") == f"nightdesk {project['version']}\n"


def test_it_reads_the_faq_that_it_brings(installed: Installed) -> None:
    sample = installed.where_is("faq").parent / "sample"
    assert "delivery-price" in installed.run("faq", "try", "сколько стоит доставка?", str(sample))


def test_the_demo_runs_from_it(installed: Installed) -> None:
    command = installed.command("demo", "--language", "ru", "--no-browser", "--port", "0")
    with subprocess.Popen(command, cwd=installed.folder, stdout=subprocess.PIPE, text=True) as demo:
        assert demo.stdout is not None
        address = demo.stdout.readline().split()[2]
        assert "<html" in httpx.get(address).text
        assert "Заявка №1" in told_when_asking_for_a_person(address)
        demo.terminate()
        assert demo.wait(timeout=60) == 0


def told_when_asking_for_a_person(address: str) -> str:
    """What the demo's first customer hears, waiting from change to change."""
    people = httpx.get(f"{address}/sandbox/state").json()["people"]
    maria = next(person["id"] for person in people if person["role"] == "customer")
    with httpx.stream("GET", f"{address}/sandbox/events", timeout=60) as events:
        said = {"person_id": maria, "chat_id": maria, "text": "позовите человека"}
        httpx.post(f"{address}/sandbox/send", json=said).raise_for_status()
        for _ in events.iter_lines():
            chats = httpx.get(f"{address}/sandbox/state").json()["chats"]
            [chat] = [chat for chat in chats if chat["person_id"] == maria]
            if len(chat["messages"]) > 1:
                return str(chat["messages"][-1]["text"])
    return ""
