import hashlib

from bundle import build, licences, sizes


def file(path, size):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(size))
    return path


def test_sizes_are_told_by_part_and_links_count_nothing(tmp_path):
    bundle = tmp_path / "HuggingTweets"
    file(bundle / "HuggingTweets", 1_000_000)
    library = file(bundle / "_internal" / "torch" / "lib" / "libtorch.so", 5_000_000)
    file(bundle / "_internal" / "numpy" / "core.so", 1_000_000)
    file(bundle / "_internal" / "numpy.libs" / "blas.so", 2_000_000)
    file(bundle / "_internal" / "libssl.so.3", 500_000)
    (bundle / "_internal" / "libtorch.so").symlink_to(library)
    assert sizes.parts(bundle) == {
        "torch": 5_000_000,
        "numpy": 3_000_000,
        "HuggingTweets": 1_000_000,
        "other libraries": 500_000,
    }
    installer = file(tmp_path / "installer.deb", 4_000_000)
    lines = [line.split() for line in sizes.report(bundle, [installer]).splitlines()]
    assert lines[0][-2:] == ["9.5", "MB"]
    assert lines[1] == ["torch", "5.0", "MB"]
    assert lines[-1] == ["installer.deb", "4.0", "MB"]


def test_licences_are_gathered_with_a_table_of_whose_they_are(tmp_path):
    information = tmp_path / "_internal" / "Some_Library-1.2.dist-info"
    file(information / "licenses" / "third_party" / "LICENSE", 3)
    (information / "METADATA").write_text(
        "Metadata-Version: 2.4\nName: some-library\nVersion: 1.2\nLicense-Expression: MIT\n", encoding="utf-8"
    )
    folder = tmp_path / "licences"
    licences.write_licences(tmp_path / "_internal", folder)
    assert (folder / "some-library" / "licenses-third_party-LICENSE").exists()
    assert ["some-library", "1.2", "MIT"] in [
        line.split() for line in (folder / "README.txt").read_text(encoding="utf-8").splitlines()
    ]
    # Qt's wheel has no text of its licence.
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (folder / "LGPL-3.0.txt").read_text(encoding="utf-8")


def test_sums_are_such_as_sha256sum_checks(tmp_path):
    installer = file(tmp_path / "installer.deb", 10)
    build.write_sums([installer], tmp_path / "SHA256SUMS")
    expected = f"{hashlib.sha256(bytes(10)).hexdigest()}  installer.deb\n"
    assert (tmp_path / "SHA256SUMS").read_text(encoding="utf-8") == expected
