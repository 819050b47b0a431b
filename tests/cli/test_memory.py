"""What `nightdesk run` leaves out of its memory."""

import subprocess
import sys
from pathlib import Path

import pytest

NOT_NEEDED = ("uvicorn", "starlette", "holidays", "babel", "alembic", "click", "pygments", "xlsxwriter", "bot.sandbox")
IMPORTED = """
import sys
from bot.cli import main
main(["run", "--config", "missing.toml"])
print(*sys.modules)
"""


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The modules that a desk imports before it reads its configuration."""
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(Path.cwd())!r})\n{IMPORTED}"]
    folder = tmp_path_factory.mktemp("empty")
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=True)
    return set(run.stdout.split())


@pytest.mark.parametrize("module", NOT_NEEDED)
def test_a_desk_does_not_import_what_its_configuration_may_never_ask_for(imported: set[str], module: str) -> None:
    assert "bot.app" in imported
    assert module not in imported
