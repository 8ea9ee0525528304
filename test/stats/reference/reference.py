"""Reference values for test/stats/reference.test.ts: `python reference.py > reference.json` with scipy and numpy."""
import json
import sys
from fractions import Fraction
from math import comb

import numpy as np
import scipy
from scipy import special, stats

random = np.random.default_rng(1)


def fisher_g(values):
    """Fisher's g and its tail in exact fractions, from numpy's transform."""
    lines = np.abs(np.fft.rfft(values)) ** 2
    lines = lines[1 : (len(values) - 1) // 2 + 1]
    g, m = float(lines.max() / lines.sum()), len(lines)
    exact = Fraction(g)
    tail = sum((-1) ** (j - 1) * comb(m, j) * (1 - j * exact) ** (m - 1) for j in range(1, min(m, int(1 / g)) + 1))
    return {"g": g, "period": len(values) / (int(lines.argmax()) + 1), "tail": float(tail)}


def cases():
    for x in [0.1, 0.5, 1, 1.5, 2.5, 10, 100.25, 1e5]:
        yield "logGamma", [x], float(special.gammaln(x))
    for x, df in [(0.5, 1), (3.84, 1), (30, 1), (700, 1), (2, 3), (12, 10), (80, 100), (130, 100), (1e-8, 2)]:
        yield "chiSquareTail", [x, df], float(stats.chi2.sf(x, df))
    for args in [(0, 2, 2, 4), (1, 50, 1000, 10000), (3, 60, 2000, 10000), (5, 5, 8, 9), (0, 300, 300, 90000), (700, 1000, 8000, 10000)]:
        k, draws, hits, population = args
        yield "hypergeometricTail", list(args), float(stats.hypergeom.cdf(k, population, hits, draws))
    for k, n, p in [(2, 3, 0.5), (0, 5, 0.2), (9, 10, 0.07), (60, 100, 0.5), (6, 5, 0.5), (30, 1000, 0.01)]:
        yield "binomialTail", [k, n, p], float(stats.binom.sf(k - 1, n, p))
    for table in [[[10, 20], [30, 40]], [[1, 200], [300, 4000]], [[5, 0], [3, 9]], [[3, 4, 5], [6, 1, 9]]]:
        found = stats.chi2_contingency(np.array(table), correction=False, lambda_="log-likelihood")
        yield "gTest", [table], {"statistic": float(found[0]), "degrees": int(found[2]), "tail": float(found[1])}
    for values in [[3.0], [9, 1, 2, 4], random.normal(size=51).tolist(), random.exponential(size=40).tolist()]:
        yield "median", [values], float(np.median(values))
        yield "medianAbsoluteDeviation", [values], float(stats.median_abs_deviation(values))
    for values in [
        [1, 0, 0, 1, 0, 0, 1, 0, 0],
        random.normal(size=64).tolist(),
        random.poisson(2, size=101).tolist(),
        (random.normal(size=120) + np.sin(np.arange(120) * 2 * np.pi / 10)).tolist(),
    ]:
        yield "fisherPeriod", [values], fisher_g(values)


versions = {"python": sys.version.split()[0], "numpy": np.__version__, "scipy": scipy.__version__}
print(json.dumps({"versions": versions, "cases": [{"call": c, "args": a, "value": v} for c, a, v in cases()]}, indent=1))
