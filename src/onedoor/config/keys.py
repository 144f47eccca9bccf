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
        """Write the keys beside the store, whole or not at all, readable by their owner only. Does nothing if the file
        is there.

        Raises SystemExit with a sentence when another process made keys at the same moment: its own are the ones that
        count, and these would encrypt what nobody could open.
        """
        if self.path.exists():
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        lines = [f'session = "{self.session}"', f'index = "{self.index.hex()}"', "", "[data]"]
        lines += [f'{name} = "{key.hex()}"' for name, key in self.data.items()]
        draft = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write("\n".join(lines) + "\n")
        try:
            os.link(draft, self.path)
        except FileExistsError:
            raise SystemExit(
                f"另一个进程同时生成了钥匙（{self.path}）：请再启动一次，会用那一份。\n"
                f"Another process made the keys at the same moment ({self.path}): start again, and those are used."
            ) from None
        finally:
            draft.unlink()
