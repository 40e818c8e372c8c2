import type { Print } from '../terminal/print';

/** Listens to what the launcher says about ends of services, and passes the rest on. */
export class LauncherWords {
  private readonly ends: { readonly service: string; readonly how: string }[] = [];

  constructor(private readonly pass: Print = () => undefined) {}

  readonly print: Print = (line) => {
    const match = /^(\S+) ended \((.+)\); starting it again\.$/.exec(line);
    if (match === null) this.pass(line);
    else this.ends.push({ service: match[1] ?? '', how: match[2] ?? '' });
  };

  /** Ends that no fault explains: another signal or exit code, or more of them than kills. */
  unexplained(kills: Readonly<Record<string, number>>): string[] {
    const others = this.ends.filter(({ how }) => how !== 'SIGKILL').map(({ service, how }) => `${service} (${how})`);
    const services = [...new Set(this.ends.map(({ service }) => service))];
    const surplus = services.flatMap((service) => {
      const times = this.ends.filter((end) => end.service === service && end.how === 'SIGKILL').length;
      const wanted = kills[service] ?? 0;
      return times > wanted ? [`${service} (SIGKILL ${times} times instead of ${wanted})`] : [];
    });
    return [...others, ...surplus];
  }
}
