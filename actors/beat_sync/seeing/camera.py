"""Taking the camera's own movement out of optical flow: most of a picture is wall, floor and bystanders.

The movement that shift, zoom and turn explain is fitted to the flow by least squares whose weights fall where the flow
says otherwise (Cauchy weights): dancers are outvoted. Flow counts where the picture has texture to tell it by.

Source: Odobez & Bouthemy, "Robust multiresolution estimation of parametric motion models", JVCIR 6(4), 1995.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Field = npt.NDArray[np.float32]

#: Every so many pixels one is asked.
_STRIDE = 6
_ROUNDS = 6
#: Grey levels per pixel of texture at which flow is half trusted.
_TEXTURE = 6.0
#: Deviation in pixels from which on a place counts as something that moves by itself, at least.
_LEAST_SCALE = 0.08


def camera_flow(flow: Field, picture: npt.NDArray[np.uint8]) -> Field:
    """Return the part of the flow that a moving camera explains.

    Args:
        flow: shape (height, width, 2), pixels.
        picture: the picture that the flow starts from.
    """
    high, wide = picture.shape
    rows, columns = np.mgrid[_STRIDE // 2 : high : _STRIDE, _STRIDE // 2 : wide : _STRIDE]
    asked = flow[rows, columns].reshape(-1, 2).astype(np.float64)
    x, y = (columns.ravel() - wide / 2) / wide, (rows.ravel() - high / 2) / wide
    basis = np.stack([np.ones_like(x), x, y], axis=1)
    trust = _texture(picture)[rows, columns].ravel() * (0.5 + np.maximum(np.abs(x) * 2, np.abs(y) * 2 * wide / high))
    model = np.zeros((3, 2))
    model[0] = [_weighted_median(asked[:, axis], trust) for axis in (0, 1)]
    for _ in range(_ROUNDS):
        off = np.linalg.norm(asked - basis @ model, axis=1)
        scale = max(_LEAST_SCALE, 1.5 * _weighted_median(off, trust))
        weights = trust / (1 + (off / scale) ** 2)
        normal = basis.T @ (basis * weights[:, None]) + np.diag([1e-6, 1e-3, 1e-3])
        model = np.linalg.solve(normal, basis.T @ (asked * weights[:, None]))
    across = ((np.arange(wide) - wide / 2) / wide).astype(np.float32)
    down = ((np.arange(high) - high / 2) / wide).astype(np.float32)
    camera = np.empty_like(flow)
    for axis in (0, 1):
        shift, by_x, by_y = model[:, axis].astype(np.float32)
        camera[..., axis] = shift + by_x * across[None, :] + by_y * down[:, None]
    return camera


def _texture(picture: npt.NDArray[np.uint8]) -> Field:
    """Return how far to trust the flow at each pixel, 0..1."""
    smooth = cv2.GaussianBlur(picture, (0, 0), 1.2)
    steep = (
        cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=1 / 8) ** 2 + cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=1 / 8) ** 2
    )
    return np.asarray(steep / (steep + _TEXTURE**2) + 0.02, np.float32)


def _weighted_median(values: npt.NDArray[np.float64], weights: npt.NDArray[np.float64]) -> float:
    order = np.argsort(values)
    passed = np.cumsum(weights[order])
    return float(values[order[int(np.searchsorted(passed, passed[-1] / 2))]])
