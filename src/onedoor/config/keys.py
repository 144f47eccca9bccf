"""The keys of one installation: sessions, encrypted columns, blind indexes."""

from __future__ import annotations

import os
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Keys:
    """Keys drafted in memory until ``keep`` writes them; commands that need no store never write any."""

    path: Path
    session: str
    data: dict[str, bytes]
    index: bytes
    kept: bool

    @classmethod
    def load(cls, path: Path) -> Keys:
        """The keys of the file, or new ones that are not yet kept.

        Raises SystemExit with a sentence when the file cannot be read as keys.
        """
        if not path.exists():
            return cls(path, secrets.token_urlsafe(48), {"k1": secrets.token_bytes(32)}, secrets.token_bytes(32), False)
        try:
            told = tomllib.loads(path.read_text())
            data = {name: bytes.fromhex(value) for name, value in told["data"].items()}
            keys = cls(path, told["session"], data, bytes.fromhex(told["index"]), True)
        except (OSError, KeyError, ValueError, AttributeError) as error:
            raise SystemExit(
                f"钥匙文件{path}读不出来（{error}）：请从备份恢复，不要重新生成，否则已加密的内容再也打不开。\n"
                f"The key file {path} cannot be read ({error}): restore it from the backup; "
                "new keys could not open what is already encrypted."
            ) from None
        if not data or any(len(key) != 32 for key in data.values()) or len(keys.index) != 32:
            raise SystemExit(
                f"钥匙文件{path}里的钥匙长度不对：请从备份恢复。\n"
                f"The keys in {path} have the wrong length: restore the file from the backup."
            )
        return keys

    @property
    def newest(self) -> str:
        """The name of the key that encrypts from now on; the others only decrypt."""
        return list(self.data)[-1]

    def keep(self) -> None:
        """Write the keys beside the store, readable by their owner only. Does nothing if the file is there."""
        if self.path.exists():
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        lines = [f'session = "{self.session}"', f'index = "{self.index.hex()}"', "", "[data]"]
        lines += [f'{name} = "{key.hex()}"' for name, key in self.data.items()]
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write("\n".join(lines) + "\n")
