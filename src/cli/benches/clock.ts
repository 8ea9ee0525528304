/** What a child process of a benchmark prints. */
export interface Run {
  /** Of each lap: wall, and processor time of all threads. */
  readonly seconds: readonly number[];
  readonly cpuSeconds: readonly number[];
  readonly peakMemoryMb: number;
}

/** Wall and processor time of laps: the second is what counts on a machine with other work. */
export class Clock {
  readonly seconds: number[] = [];
  readonly cpuSeconds: number[] = [];
  private wall = 0;
  private cpu = process.cpuUsage();

  constructor() {
    this.start();
  }

  start(): void {
    this.wall = performance.now();
    this.cpu = process.cpuUsage();
  }

  /** `times` stretches what was measured to what it stands for. */
  lap(times = 1): void {
    const { user, system } = process.cpuUsage(this.cpu);
    this.seconds.push(((performance.now() - this.wall) / 1000) * times);
    this.cpuSeconds.push(((user + system) / 1e6) * times);
    this.start();
  }

  /** What a child process prints: a {@link Run}. */
  toText(): string {
    const { seconds, cpuSeconds } = this;
    return JSON.stringify({ seconds, cpuSeconds, peakMemoryMb: process.resourceUsage().maxRSS / 1024 });
  }
}
