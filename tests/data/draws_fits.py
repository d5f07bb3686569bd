"""Where the coefficients in src/draws/math/exp.rs, math/quantile.rs and poisson.rs come from.
`python draws_fits.py exp|quantile|poisson` prints them (mpmath, numpy; 10 s to a minute each).
The last digits of the Poisson fits depend on the LAPACK at hand; those in the source stand."""
import sys

import mpmath as mp
import numpy as np

mp.mp.dps = 60
half, one = mp.mpf(1) / 2, mp.mpf(1)


def show(name, coefficients):
    print(name, [float(c) for c in coefficients])


def fit_exp(n=11):
    """Interpolates (e^r - 1 - r) / r^2 at n Chebyshev nodes of |r| <= ln(2)/2 (1 + 1e-3)."""
    nodes = [mp.log(2) / 2 * mp.mpf("1.001") * mp.cos(mp.pi * (2 * i + 1) / (2 * n)) for i in range(n)]
    value = lambda r: (mp.e**r - 1 - r) / r**2 if abs(r) > 1e-12 else half + r / 6 + r * r / 24
    powers = mp.matrix([[r**j for j in range(n)] for r in nodes])
    show("TAIL", mp.lu_solve(powers, mp.matrix([value(r) for r in nodes])))


def fit_quantile(limit=3, m=13, rounds=15):
    """Lawson's iteration for quantile(u) / (u - 1/2) as a ratio of polynomials of degree m in v."""
    p = mp.ncdf(-mp.mpf(limit))
    low, high, count = p * (1 - p), one / 4, 6 * (2 * m + 1)
    middle, radius = (mp.log(low) + mp.log(high)) / 2, (mp.log(high) - mp.log(low)) / 2
    vs = [mp.e ** (middle + radius * mp.cos(mp.pi * (2 * i + 1) / (2 * count))) for i in range(count)]
    gs = [mp.sqrt(2) * mp.erfinv(2 * q) / q for q in (mp.sqrt(one / 4 - v) for v in vs)]
    bottoms, weights, best = [one] * count, [one] * count, None
    for _ in range(rounds):
        rows, right = mp.matrix(count, 2 * m + 1), mp.matrix(count, 1)
        for i, (v, g) in enumerate(zip(vs, gs)):
            s = mp.sqrt(weights[i]) / (g * bottoms[i])
            powers = [(4 * v) ** j for j in range(m + 1)]
            for j, value in enumerate(powers + [-g * x for x in powers[1:]]):
                rows[i, j] = s * value
            right[i] = s * g
        c = mp.lu_solve(rows, right)
        top, bottom = list(c[: m + 1]), [one] + list(c[m + 1 :])
        bottoms = [mp.polyval(bottom[::-1], 4 * v) for v in vs]
        errors = [abs(mp.polyval(top[::-1], 4 * v) / b / g - 1) for v, b, g in zip(vs, bottoms, gs)]
        if best is None or max(errors) < best[0]:
            best = max(errors), top, bottom
        weights = [w * e + mp.mpf(10) ** -40 for w, e in zip(weights, errors)]
        weights = [w * count / sum(weights) for w in weights]
    print("CENTRAL", float(low), "error", mp.nstr(best[0], 3))
    show("CENTRAL_TOP", [c * 4**i for i, c in enumerate(best[1])])
    show("CENTRAL_BOTTOM", [c * 4**i for i, c in enumerate(best[2])])


def stretch(s):
    """r with s^2 / 2 = 1 - r + r ln r and the sign of s, by Newton."""
    r = 1 + s + s * s / 6 - s**3 / 72
    r = r if r > 0 else mp.mpf("0.01")
    for _ in range(80):
        if s == 0 or r == 1:
            return one
        step = ((1 - r + r * mp.log(r)) - s * s / 2) / mp.log(r)
        r = r - step if r > step else r / 2
        if abs(step) < mp.mpf(10) ** -36:
            break
    return r


def shift(s):
    r = stretch(s)
    return mp.log(s * mp.sqrt(r) / (r - 1)) / mp.log(r) if abs(s) > 1e-8 else one / 3 - s / 36


def exact(rate, s):
    """x with Q(x, rate) = Phi(s sqrt(rate)), by the secant rule on the logarithm of the nearer tail."""
    z = s * mp.sqrt(rate)
    ends, target = ((rate, mp.inf), mp.ncdf(z)) if s < 0 else ((0, rate), mp.ncdf(-z))
    gap = lambda x: mp.log(mp.gammainc(x, *ends, regularized=True)) - mp.log(target)
    x0 = rate * stretch(s) + shift(s)
    x1 = x0 + mp.mpf("0.001") / rate
    g0, g1 = gap(x0), gap(x1)
    for _ in range(12):
        if g0 == g1 or abs(x1 - x0) < mp.mpf(10) ** -26 * rate:
            break
        x0, x1, g0 = x1, x1 - g1 * (x1 - x0) / (g1 - g0), g1
        g1 = gap(x1)
    return x1


def correction(s, rates=(300, 600, 1200, 2400, 4800)):
    """The term in 1/rate, by extrapolation to an infinite rate."""
    rows = mp.matrix([[mp.mpf(rate) ** -j for j in range(len(rates))] for rate in rates])
    rest = lambda rate: (exact(mp.mpf(rate), s) - rate * stretch(s) - shift(s)) * rate
    return mp.lu_solve(rows, mp.matrix([rest(rate) for rate in rates]))[0]


def minimax(function, degree, centre, edge, count, limit=0.76, rounds=60):
    """Lawson's iteration; the tolerance grows from `centre` at 0 to `edge`."""
    t = np.cos(np.pi * (2 * np.arange(count) + 1) / (2 * count))
    y = np.array([float(function(mp.mpf(limit) * mp.mpf(float(x)))) for x in t])
    scale = 1 / np.minimum(edge, centre * (1 + 3 * (np.abs(limit * t) / 0.2) ** 3))
    basis, weights, best = np.polynomial.chebyshev.chebvander(t, degree), np.ones(count), None
    for _ in range(rounds):
        w = np.sqrt(weights) * scale
        c = np.linalg.lstsq(basis * w[:, None], y * w, rcond=None)[0]
        error = np.abs(basis @ c - y) * scale
        if best is None or error.max() < best[0]:
            best = error.max(), c
        weights *= error + 1e-3 * error.max()
        weights /= weights.mean()
    return np.polynomial.chebyshev.cheb2poly(best[1]) / limit ** np.arange(degree + 1)


def fit_poisson():
    first = lambda s: (stretch(s) - 1 - s) / s**2 if abs(s) > 1e-9 else one / 6 - s / 72
    show("STRETCH", minimax(first, 8, 1e-9, 1e-7, 400))
    show("SHIFT", minimax(shift, 8, 2e-9, 1e-6, 400))
    show("CORRECTION", minimax(correction, 4, 1e-6, 5e-5, 60))


if __name__ == "__main__":
    {"exp": fit_exp, "quantile": fit_quantile, "poisson": fit_poisson}[sys.argv[1]]()
