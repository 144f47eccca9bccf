"""A model as bytes: a zip of plain arrays. Nothing in it is ever run, and no word of a text is in it."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from onedoor.core.refusal import Refused
from onedoor.dispatch.model.weights import Floats, Weights

_FORMAT = "onedoor-classifier"
_VERSION = 1
_KINDS = ["uint64", "float16", "float16", "float32"]
_LARGEST = 1 << 30
_MEMBERS = ("about", "keys", "scales", "coefficients", "offsets")

Parts = tuple[tuple[str, ...], Weights, NDArray[np.float16], Floats, float, float]


def packed(
    labels: tuple[str, ...],
    weights: Weights,
    coefficients: NDArray[np.float16],
    offsets: Floats,
    warmth: float,
    sure: float,
) -> bytes:
    """The parts of a model as bytes."""
    about = {"format": _FORMAT, "version": _VERSION, "labels": labels, "warmth": warmth, "sure": sure}
    arrays: dict[str, NDArray[Any]] = {
        "about": np.frombuffer(json.dumps(about, ensure_ascii=False).encode(), np.uint8),
        "keys": weights.keys,
        "scales": weights.scales.astype(np.float16),
        "coefficients": coefficients,
        "offsets": offsets,
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, array in arrays.items():
            member = io.BytesIO()
            np.save(member, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), member.getvalue(), zipfile.ZIP_DEFLATED)
    return file.getvalue()


def unpacked(content: bytes) -> Parts:
    """The parts of a model. Raises Refused for foreign or damaged bytes, and for a version not known here."""
    try:
        about, arrays = _read(content)
        if about["format"] != _FORMAT:
            raise ValueError
        if about["version"] != _VERSION:
            raise Refused(
                _("这个模型是第%(version)s版格式，本系统只读第%(known)s版。请重新训练。")
                % {"version": about["version"], "known": _VERSION}
            )
        return _checked(about, arrays)
    except (zipfile.BadZipFile, zlib.error, ValueError, KeyError, TypeError, OSError, EOFError, RuntimeError):
        raise Refused(_("这不是文字模型，或者已经损坏。请重新训练，或换回上一个模型。")) from None


def _read(content: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    arrays = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(member.file_size for member in archive.infolist()) > _LARGEST:
            raise ValueError
        for name in _MEMBERS:
            arrays[name] = np.load(io.BytesIO(archive.read(f"{name}.npy")), allow_pickle=False)
    return json.loads(arrays["about"].tobytes()), arrays


def _checked(about: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> Parts:
    keys, scales, coefficients, offsets = (arrays[name] for name in _MEMBERS[1:])
    labels = tuple(about["labels"])
    fits = (
        [array.dtype.name for array in (keys, scales, coefficients, offsets)] == _KINDS
        and keys.shape == scales.shape
        and coefficients.shape == (len(keys), len(labels))
        and offsets.shape == (len(labels),)
        and all(isinstance(label, str) for label in labels)
        and bool(np.all(keys[1:] > keys[:-1]))
    )
    if not fits:
        raise ValueError
    return (
        labels,
        Weights(keys, scales.astype(np.float32)),
        coefficients,
        offsets,
        float(about["warmth"]),
        float(about["sure"]),
    )
