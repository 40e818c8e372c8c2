import type { Print } from '../terminal/print';

/** An end of a service that the launcher noticed: a signal such as `SIGKILL`, or `code 0`. */
export interface NoticedEnd {
  readonly service: string;
  readonly how: string;
}

/** How often each process was ended on purpose, by name. */
export interface WantedEnds {
  readonly kills: Readonly<Record<string, number>>;
  readonly stops: Readonly<Record<string, number>>;
}

/** Listens to what the launcher says about ends of services, and passes the rest on. */
export class LauncherWords {
  private readonly noticed: NoticedEnd[] = [];

  constructor(private readonly pass: Print = () => undefined) {}

  readonly print: Print = (line) => {
    const match = /^(\S+) ended \((.+)\); starting it again\.$/.exec(line);
    if (match === null) this.pass(line);
    else this.noticed.push({ service: match[1] ?? '', how: match[2] ?? '' });
  };

  /** How each end of a service came about, in order. */
  endsOf(service: string): string[] {
    return this.noticed.filter((end) => end.service === service).map(({ how }) => how);
  }

  /** Ends that no fault explains: another signal or exit code, or more of them than were brought about. */
  unexplained({ kills, stops }: WantedEnds): string[] {
    const services = [...new Set(this.noticed.map(({ service }) => service))];
    return services.flatMap((service) => {
      const allowed: Record<string, number> = { SIGKILL: kills[service] ?? 0, 'code 0': stops[service] ?? 0 };
      const ends = this.endsOf(service);
      return [...new Set(ends)].flatMap((how) => {
        const times = ends.filter((end) => end === how).length;
        const wanted = allowed[how] ?? 0;
        return times > wanted ? [`${service} (${how}, ${times} times instead of ${wanted})`] : [];
      });
    });
  }
}
