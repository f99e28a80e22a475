// Chance that can be had again: the same seed, the same choices.

/** Choices from a seed (mulberry32). */
export class Chance {
  constructor(private state: number) {}

  /** At least 0, below 1. */
  share(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, both ends included. */
  from(least: number, most: number): number {
    return least + Math.floor(this.share() * (most - least + 1));
  }

  /** Whether something of this share of all cases happens. */
  happens(share: number): boolean {
    return this.share() < share;
  }

  one<T>(of: readonly [T, ...T[]]): T {
    return of[this.from(0, of.length - 1)] ?? of[0];
  }

  /** One of these, each as often as its weight says. */
  weighed<T>(of: readonly (readonly [number, T])[]): T {
    let left = this.share() * of.reduce((sum, [weight]) => sum + weight, 0);
    const chosen = of.find(([weight]) => (left -= weight) < 0) ?? of[0];
    if (!chosen) throw new Error('nothing to choose from');
    return chosen[1];
  }
}
