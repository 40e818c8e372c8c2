/** How much a new value counts; the last ten or so decide. */
const WEIGHT = 0.2;

/** A moving average of how long something takes. */
export class LatencyWindow {
  private average: number | undefined;

  add(ms: number): void {
    this.average = this.average === undefined ? ms : this.average + WEIGHT * (ms - this.average);
  }

  /** Milliseconds; undefined before anything was measured. */
  get averageMs(): number | undefined {
    return this.average;
  }
}
