"""Peers of `huntbook bench detect`: fits one detector, scores the rows it was fitted on; one JSON line.

usage: detectPeers.py sklearn|pyod METHOD SPEC.json DATA.bin
Where a peer's fit gives the scores of its training rows, those are taken: scoring again would only cost it time.
"""
import json
import resource
import sys
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")
peer, method, spec_path, data_path = sys.argv[1:5]
spec = json.load(open(spec_path))
x = np.fromfile(data_path, dtype=np.float32).reshape(spec["rows"], spec["columns"])


def pyod(name, **options):
    import importlib
    detector = getattr(importlib.import_module(f"pyod.models.{name.lower()}"), name)(**options)
    return lambda: detector.fit(x).decision_scores_


def forest():
    from sklearn.ensemble import IsolationForest
    return lambda: IsolationForest(random_state=1, n_jobs=-1).fit(x).score_samples(x)


def factor():
    from sklearn.neighbors import LocalOutlierFactor
    return lambda: LocalOutlierFactor(n_neighbors=20, n_jobs=-1).fit(x).negative_outlier_factor_


def machine():
    from sklearn.svm import OneClassSVM
    return lambda: OneClassSVM(nu=0.5, gamma=1 / x.shape[1]).fit(x).decision_function(x)


def envelope():
    from sklearn.covariance import MinCovDet
    return lambda: MinCovDet(random_state=1).fit(x).mahalanobis(x)


RUN = {
    ("pyod", "hbos"): lambda: pyod("HBOS"),
    ("pyod", "ecod"): lambda: pyod("ECOD"),
    ("pyod", "isolationForest"): lambda: pyod("IForest", random_state=1, n_jobs=-1),
    ("sklearn", "isolationForest"): forest,
    ("pyod", "knn"): lambda: pyod("KNN", n_neighbors=5, n_jobs=-1),
    ("pyod", "lof"): lambda: pyod("LOF", n_neighbors=20, n_jobs=-1),
    ("sklearn", "lof"): factor,
    ("sklearn", "oneClassSvm"): machine,
    ("sklearn", "fastMcd"): envelope,
}


def used():
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


run = RUN[(peer, method)]()  # imports before the clock starts
wall, cpu = time.perf_counter(), used()
run()
wall, cpu = time.perf_counter() - wall, used() - cpu
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": [wall], "cpuSeconds": [cpu], "peakMemoryMb": peak}))
