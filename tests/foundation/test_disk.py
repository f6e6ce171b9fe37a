from pathlib import Path

from huggingtweets_gui.foundation.disk import disk_used


def test_the_space_of_a_file_and_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "weights").write_bytes(bytes(12345))
    (tmp_path / "card").write_bytes(bytes(5))
    assert disk_used(tmp_path) == 12350
    assert disk_used(tmp_path / "card") == 5
    assert disk_used(tmp_path / "gone") == 0
