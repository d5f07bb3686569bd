"""Reference tables for tests/draws_math.rs and tests/draws_poisson.rs: inputs and results as the
16 hex digits of their bits, results correctly rounded from 60 digits (mpmath). Run with
`python draws_tables.py .` in this folder."""
import mpmath as mp, random, struct, sys, os
mp.mp.dps = 60
random.seed(20260101)
bits = lambda x: '%016x' % struct.unpack('<Q', struct.pack('<d', x))[0]
def rounded(v):
    """Nearest double, subnormals too."""
    if v == 0: return 0.0
    e = int(mp.floor(mp.log(abs(v), 2)))
    if e >= -1020: return float(v)
    return float(mp.nint(v * mp.mpf(2)**1074)) * 5e-324
def write(name, head, rows):
    with open(os.path.join(sys.argv[1], name), 'w') as f:
        f.write('# %s\n' % head)
        for r in rows: f.write(' '.join(bits(float(v)) for v in r) + '\n')
def exps():
    xs = [0.0, 5e-324, -1e-300, 1e-17, 1.0, -1.0, 709.78271289338397, -708.39641853226411, -745.13321910194122, -740.0, -720.5]
    xs += [random.uniform(-745, 709.7) for _ in range(500)] + [random.uniform(-20, 20) for _ in range(700)]
    xs += [random.choice((-1, 1)) * 2.0**random.uniform(-60, 9) for _ in range(300)]
    xs += [(k + 0.5) * 0.6931471805599453 * (1 + random.uniform(-1e-12, 1e-12)) for k in range(-60, 60)]
    return [(x, rounded(mp.e**mp.mpf(x))) for x in xs]
def lns():
    xs = [5e-324, 1e-310, 2.2250738585072014e-308, 1.7976931348623157e308, 0.5, 2.0, 0.7071067811865475, 0.7071067811865476, 1.4142135623730951]
    xs += [2.0**random.uniform(-1074, 1023) for _ in range(400)] + [random.uniform(0, 4) for _ in range(600)]
    xs += [1 + random.choice((-1, 1)) * 2.0**random.uniform(-52, -2) for _ in range(500)] + [(random.getrandbits(32) + .5) / 2**32 for _ in range(200)]
    return [(x, rounded(mp.log(mp.mpf(x)))) for x in xs if x > 0]
def quantile(u):
    u = mp.mpf(u)
    if u > mp.mpf(1) / 2: return -quantile(1 - u)
    with mp.workdps(80 if u > 1e-30 else 60):
        z = -mp.sqrt(-2 * mp.log(u)) if u < 0.3 else (u - mp.mpf(1) / 2) * mp.sqrt(2 * mp.pi)
        for _ in range(60):
            p = mp.erfc(-z / mp.sqrt(2)) / 2
            d = (p - u) / (mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi))
            d = d / (1 + z * d / 2)          # Halley
            z -= d
            if abs(d) < abs(z) * mp.mpf(10)**-40 + mp.mpf(10)**-60: break
        return z
def quantiles():
    us = [(random.getrandbits(32) + .5) / 2**32 for _ in range(500)] + [(w + .5) / 2**32 for w in (0, 1, 2, 2**31 - 1, 2**31, 2**32 - 2, 2**32 - 1)]
    us += [10**random.uniform(-12, -1) for _ in range(300)] + [10**random.uniform(-300, -12) for _ in range(120)]
    us += [1 - 10**random.uniform(-9, -1) for _ in range(150)] + [.0013498980316300946 * (1 + random.uniform(-1e-3, 1e-3)) for _ in range(60)]
    us += [1.3887943864964021e-11 * (1 + random.uniform(-1e-3, 1e-3)) for _ in range(40)] + [.5 + random.uniform(-1, 1) * 2.0**random.uniform(-40, -2) for _ in range(100)]
    return [(u, rounded(quantile(u))) for u in us]
def logistics():
    xs = [random.uniform(-700, 40) for _ in range(150)] + [random.uniform(-8, 8) for _ in range(250)]
    return [(x, rounded(1 / (1 + mp.e**(-mp.mpf(x))))) for x in xs]
def logits():
    ps = [10**random.uniform(-300, -1) for _ in range(100)] + [random.random() for _ in range(200)] + [1 - 10**random.uniform(-15, -1) for _ in range(100)]
    return [(p, rounded(mp.log(mp.mpf(p) / (1 - mp.mpf(p))))) for p in ps if 0 < p < 1]
def cdf(k, lam):
    """P(N <= k), N Poisson."""
    if k < 0: return mp.mpf(0)
    with mp.workdps(40): return mp.gammainc(k + 1, mp.mpf(lam), mp.inf, regularized=True)
def poissons():
    """rate, count, and the smallest and largest 32-bit word whose uniform has this quantile."""
    rows = []
    rates = [1e-9, 1e-3, .05, .5, 1, 2.5, 5, 8, 11, 15.999999, 16, 16.5, 20, 30, 50, 73.2, 100, 200, 345.6, 599.5, 600, 600.0000001, 650, 1000, 3000, 1e4, 1e5]
    for lam in rates:
        sd = lam**.5
        for z in (-6, -4.5, -3.2, -2.9, -2, -1, -.3, 0, .4, 1.1, 2, 2.9, 3.1, 4, 5, 6):
            k = max(0, int(lam + z * sd + (z * z - 1) / 6))
            lo, hi = cdf(k - 1, lam), cdf(k, lam)
            # u = (w + 1/2)/2^32 in (lo, hi]
            w0 = int(mp.floor(lo * 2**32 - mp.mpf(1) / 2)) + 1; w1 = int(mp.floor(hi * 2**32 - mp.mpf(1) / 2))
            w0 = max(w0, 0); w1 = min(w1, 2**32 - 1)
            if w1 >= w0: rows.append((lam, k, w0, w1))
    return sorted(set(rows))
if __name__ == '__main__':
    write('draws_exp.txt', 'x, exp(x): bits in hex. Made by draws_tables.py with mpmath, 60 digits', exps())
    write('draws_ln.txt', 'x, ln(x): bits in hex', lns())
    write('draws_normal_quantile.txt', 'u, quantile(u): bits in hex', quantiles())
    write('draws_logistic.txt', 'x, 1/(1+exp(-x)): bits in hex', logistics())
    write('draws_logit.txt', 'p, ln(p/(1-p)): bits in hex', logits())
    with open(os.path.join(sys.argv[1], 'draws_poisson.txt'), 'w') as f:
        f.write('# rate, count, first and last 32-bit word with that count (exact CDF, 40 digits)\n')
        for r in poissons(): f.write('%r %d %d %d\n' % r)
