/** The one source of chance in a simulation: the same seed gives the same numbers for ever (sfc32). */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: number) {
    this.a = seed >>> 0;
    this.b = Math.floor(seed / 0x1_0000_0000) >>> 0;
    this.c = 0x9e3779b9;
    for (let round = 0; round < 12; round += 1) this.bits();
  }

  /** 32 random bits as an unsigned integer. */
  bits(): number {
    const sum = (this.a + this.b + this.counter) >>> 0;
    this.counter = (this.counter + 1) >>> 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) >>> 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) >>> 0;
    return sum;
  }

  /** At least 0, less than 1. */
  fraction(): number {
    return this.bits() / 0x1_0000_0000;
  }

  /** True with this probability. Draws nothing when it cannot be true. */
  chance(probability: number): boolean {
    return probability > 0 && this.fraction() < probability;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1));
  }

  /** A positive number of this order: as many draws lie in each factor of ten. */
  logarithmic(least: number, most: number): number {
    return least * (most / least) ** this.fraction();
  }

  /** One of the list, which must not be empty. */
  pick<T>(list: readonly T[]): T {
    const picked = list[Math.floor(this.fraction() * list.length)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  }

  /** Random bytes. */
  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.bits() & 0xff);
  }
}
