# Scores of scikit-learn and PyOD on a small made set, for test/detect/reference.test.ts.
#   python3 -m venv venv && venv/bin/pip install scikit-learn==1.9.1 pyod==3.6.7
#   venv/bin/python test/detect/reference/makeReference.py > test/detect/reference/scores.json
import json
import numpy as np
import pyod
import sklearn
from pyod.models.ecod import ECOD
from pyod.models.hbos import HBOS
from pyod.models.pca import PCA
from sklearn.covariance import MinCovDet
from sklearn.covariance import _robust_covariance as robust
from sklearn.ensemble import IsolationForest
from sklearn.neighbors import LocalOutlierFactor, NearestNeighbors
from sklearn.svm import OneClassSVM

random = np.random.RandomState(7)
middle = random.normal(size=(270, 4)) @ random.normal(size=(4, 4))
outliers = random.uniform(-8, 8, size=(30, 4))
x = np.vstack([middle, outliers])
x = ((x - x.mean(axis=0)) / x.std(axis=0)).astype(np.float32).astype(np.float64)

distances = NearestNeighbors(n_neighbors=5).fit(x).kneighbors()[0]
pca = PCA(standardization=False).fit(x)
forests = np.array([-IsolationForest(random_state=seed).fit(x).score_samples(x) for seed in range(20)])

def cleanest(rows, **_):
    """scikit-learn's concentration steps from 2,000 random subsets of d + 1 rows instead of its 30 random halves.

    MinCovDet's own search ends in one of several local minima, and its distances differ by 7 % from seed to seed;
    this finds the lowest one. MinCovDet makes its distances from it as from its own.
    """
    n, d = rows.shape
    subsets = [rows[random.permutation(n)[:d + 1]] for _ in range(2000)]
    starts = (np.array([one.mean(axis=0) for one in subsets]), np.array([np.cov(one.T, bias=True) for one in subsets]))
    found = robust.select_candidates(rows, int(np.ceil((n + d + 1) / 2)), starts, n_iter=100, random_state=random)
    return [part[0] for part in found]


robust.fast_mcd = cleanest
scores = {
    "knn": distances[:, -1],
    "knnMean": distances.mean(axis=1),
    "lof": -LocalOutlierFactor(n_neighbors=20).fit(x).negative_outlier_factor_,
    "oneClassSvm": -OneClassSVM(nu=0.5, gamma=0.25, tol=1e-8).fit(x).decision_function(x),
    "ellipticEnvelope": MinCovDet(random_state=0).fit(x).dist_,
    "pcaEigenvectorDistance": pca.decision_scores_,
    "hbos": HBOS(n_bins=10).fit(x).decision_scores_,
    "ecod": ECOD().fit(x).decision_scores_,
    "isolationForestMean": forests.mean(axis=0),
    "isolationForestDeviation": forests.std(axis=0, ddof=1),
}
print(json.dumps({
    "versions": {"scikit-learn": sklearn.__version__, "pyod": pyod.__version__, "numpy": np.__version__},
    "x": x.tolist(),
    "scores": {name: np.asarray(values).tolist() for name, values in scores.items()},
}))
