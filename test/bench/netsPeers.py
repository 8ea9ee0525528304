"""Peers of `huntbook bench nets`: one case in one process, two threads, one JSON line.

usage: netsPeers.py torch|keras lstm|dense-onehot|dense-bag SPEC.json DATA.bin
"""
import json
import os
import resource
import sys
import time

THREADS = 2
os.environ.update(OMP_NUM_THREADS=str(THREADS), TF_NUM_INTRAOP_THREADS=str(THREADS), TF_NUM_INTEROP_THREADS="1",
                  TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="")
import numpy as np

peer, case, spec_path, data_path = sys.argv[1:5]
spec = json.load(open(spec_path))
data = np.fromfile(data_path, dtype=np.float32)
EPOCHS = spec["epochs"]


class Clock:
    """Wall and processor time of each epoch: the second is what counts on a machine with other work."""

    def __init__(self):
        self.wall, self.cpu = [], []
        self.start()

    def start(self):
        usage = resource.getrusage(resource.RUSAGE_SELF)
        self.began = (time.perf_counter(), usage.ru_utime + usage.ru_stime)

    def lap(self):
        usage = resource.getrusage(resource.RUSAGE_SELF)
        self.wall.append(time.perf_counter() - self.began[0])
        self.cpu.append(usage.ru_utime + usage.ru_stime - self.began[1])
        self.start()


def torch_lstm():
    import torch
    torch.set_num_threads(THREADS)
    torch.manual_seed(1)
    n, t, f, u, b = (spec[k] for k in ("windows", "timesteps", "features", "units", "batch"))
    x = torch.from_numpy(data.reshape(n, t, f))

    class Net(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.encoder = torch.nn.LSTM(f, u, batch_first=True)
            self.decoder = torch.nn.LSTM(u, u, batch_first=True)
            self.head = torch.nn.Linear(u, f)

        def forward(self, rows):
            _, (h, _) = self.encoder(rows)
            out, _ = self.decoder(h[-1].unsqueeze(1).expand(-1, t, -1).contiguous())
            return self.head(out)

    net = Net()
    step = torch.optim.Adam(net.parameters(), lr=1e-3)
    clock = Clock()
    for _ in range(EPOCHS):
        order = torch.randperm(n)
        for i in range(0, n, b):
            rows = x[order[i:i + b]]
            loss = torch.nn.functional.l1_loss(net(rows), rows)
            step.zero_grad()
            loss.backward()
            step.step()
        clock.lap()
    return clock


def keras_lstm():
    import tensorflow as tf
    n, t, f, u, b = (spec[k] for k in ("windows", "timesteps", "features", "units", "batch"))
    x = data.reshape(n, t, f)
    k = tf.keras
    net = k.Sequential([k.Input((t, f)), k.layers.LSTM(u), k.layers.RepeatVector(t),
                        k.layers.LSTM(u, return_sequences=True), k.layers.TimeDistributed(k.layers.Dense(f))])
    net.compile(optimizer="adam", loss="mae")
    clock = Clock()
    for _ in range(EPOCHS):
        net.fit(x, x, epochs=1, batch_size=b, verbose=0)
        clock.lap()
    return clock


def torch_dense(bag):
    """units 32, bottleneck 16, units 32; softmax of every column from all the others, one column a row and step."""
    import torch
    torch.set_num_threads(THREADS)
    torch.manual_seed(1)
    n, levels, b = spec["rows"], spec["levels"], spec["batch"]
    codes = torch.from_numpy(data.reshape(n, len(levels)).astype(np.int64))
    offsets = torch.tensor(np.concatenate([[0], np.cumsum(levels)[:-1]]))
    total, columns = int(sum(levels)), len(levels)

    class Net(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.first = torch.nn.EmbeddingBag(total, 32, mode="sum") if bag else torch.nn.Linear(total, 32)
            self.middle = torch.nn.Sequential(torch.nn.ReLU(), torch.nn.Linear(32, 16), torch.nn.ReLU(),
                                              torch.nn.Linear(16, 32), torch.nn.ReLU())
            self.heads = torch.nn.ModuleList([torch.nn.Linear(32, size) for size in levels])

        def forward(self, rows, hidden_column):
            shown = rows.clone()
            shown[torch.arange(len(rows)), hidden_column] = 0
            places = shown + offsets
            if bag:
                signal = self.first(places)
            else:
                hot = torch.zeros(len(rows), total)
                signal = self.first(hot.scatter_(1, places, 1.0))
            signal = self.middle(signal)
            losses = []
            for c, head in enumerate(self.heads):
                if bag:  # the expert judges a column only where it is asked for
                    asked = (hidden_column == c).nonzero(as_tuple=True)[0]
                    if len(asked) == 0:
                        continue
                    losses.append(torch.nn.functional.cross_entropy(head(signal[asked]), rows[asked, c], reduction="sum"))
                else:
                    each = torch.nn.functional.cross_entropy(head(signal), rows[:, c], reduction="none")
                    losses.append((each * (hidden_column == c)).sum())
            return sum(losses) / len(rows)

    net = Net()
    step = torch.optim.AdamW(net.parameters(), lr=1e-2)
    clock = Clock()
    for _ in range(EPOCHS):
        order = torch.randperm(n)
        for i in range(0, n, b):
            rows = codes[order[i:i + b]]
            loss = net(rows, torch.randint(columns, (len(rows),)))
            step.zero_grad()
            loss.backward()
            step.step()
        clock.lap()
    return clock


RUN = {("torch", "lstm"): torch_lstm, ("keras", "lstm"): keras_lstm,
       ("torch", "dense-onehot"): lambda: torch_dense(False), ("torch", "dense-bag"): lambda: torch_dense(True)}
clock = RUN[(peer, case)]()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": clock.wall, "cpuSeconds": clock.cpu, "peakMemoryMb": peak}))
