"""What vouches for a package on Linux, its own signature and the repository's, and a byte that is not what it was."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from linux import deb, repository, signing
from tests.packaging import linux_tree

TOOLS = ("dpkg-deb", "help2man", "readelf", "gpg", "ar")


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> signing.Key:
    """A key of the tests' own, made on the spot."""
    linux_tree.needed(*TOOLS)
    return signing.made_for_a_test(tmp_path_factory.mktemp("key") / "gnupg")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package that nobody has signed."""
    linux_tree.needed(*TOOLS)
    tree = linux_tree.make(tmp_path)
    return deb.make(tree, tmp_path / "out", linux_tree.VERSION, linux_tree.EPOCH, effort=0)


def flipped(path: Path, place: int) -> None:
    """Flip one byte of a file."""
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


def verified(package: Path, trust: Path) -> bool:
    """Return whether debsig-verify takes a package."""
    where = ["--policies-dir", trust / "policies", "--keyrings-dir", trust / "keyrings"]
    done = subprocess.run(["debsig-verify", *where, package], check=False, capture_output=True)
    return done.returncode == 0


def test_a_signed_package_verifies_and_a_touched_or_unsigned_one_does_not(
    package: Path, key: signing.Key, tmp_path: Path
) -> None:
    linux_tree.needed("debsig-verify")
    trust = signing.trust(key, tmp_path / "trust")
    assert not verified(package, trust)
    signing.sign(package, key)
    assert verified(package, trust)
    assert subprocess.run(["dpkg-deb", "--info", package], check=False, capture_output=True).returncode == 0
    flipped(package, package.stat().st_size // 2)
    assert not verified(package, trust)


def test_signed_twice_it_has_one_signature_of_sha_512(package: Path, key: signing.Key) -> None:
    signing.sign(signing.sign(package, key), key)
    members = signing.run("ar", "t", str(package)).decode().split()
    assert members.count(signing.MEMBER) == 1
    signature = signing.run("ar", "p", str(package), signing.MEMBER)
    assert b"digest algo 10" in key.gpg("--list-packets", given=signature), "10 is SHA-512"


def apt(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Ask apt, in a world of its own."""
    settings = {"Dir": root, "Dir::State::status": root / "status", "APT::Sandbox::User": "root"}
    options = [part for name, value in settings.items() for part in ("-o", f"{name}={value}")]
    return subprocess.run(["apt-get", *options, *arguments], check=False, capture_output=True, text=True)


@pytest.fixture
def client(tmp_path: Path, key: signing.Key) -> Path:
    """A machine's apt that knows the repository in `repository` and nothing else."""
    linux_tree.needed("apt-get", "apt-ftparchive")
    root = tmp_path / "client"
    for name in ("etc/apt/sources.list.d", "etc/apt/preferences.d", "var/lib/apt/lists/partial", "var/cache/apt"):
        (root / name).mkdir(parents=True)
    (root / "status").touch()
    (root / "keyring.gpg").write_bytes(key.public())
    address = f"deb [signed-by={root}/keyring.gpg] file:{tmp_path}/repository stable main\n"
    (root / "etc/apt/sources.list.d/chartside.list").write_text(address)
    return root


def test_apt_takes_the_repository_and_can_go_back_to_the_version_before(
    package: Path, key: signing.Key, client: Path, tmp_path: Path
) -> None:
    repository.make([package], tmp_path / "repository", key)
    later = deb.make(tmp_path / "chartside", tmp_path / "out", "0.2.0", linux_tree.EPOCH, effort=0)
    made = repository.make([later], tmp_path / "repository", key)
    assert (made / repository.KEYRING).read_bytes() == key.public()
    done = apt(client, "update")
    assert "W:" not in done.stderr + done.stdout
    assert done.returncode == 0
    for version in ("0.1.0", "0.2.0"):
        found = apt(client, "download", "--print-uris", f"chartside={version}").stdout
        assert f"pool/main/c/chartside/chartside_{version}_amd64.deb" in found


@pytest.mark.parametrize("name", ["InRelease", "main/binary-amd64/Packages"])
def test_apt_refuses_a_repository_that_somebody_touched(
    package: Path, key: signing.Key, client: Path, tmp_path: Path, name: str
) -> None:
    made = repository.make([package], tmp_path / "repository", key)
    touched = made / "dists" / "stable" / name
    flipped(touched, touched.read_bytes().index(b"256") if name == "InRelease" else 0)
    (touched.parent / "Packages.gz").unlink(missing_ok=True)  # apt would take it instead
    done = apt(client, "update")
    assert "E:" in done.stderr


def test_apt_refuses_a_repository_of_another_key(package: Path, client: Path, tmp_path: Path) -> None:
    repository.make([package], tmp_path / "repository", signing.made_for_a_test(tmp_path / "other"))
    assert "is not signed" in apt(client, "update").stderr
