import { paragraph, bullet, table } from '../block';
import type { WritingContext } from '../writing-context';
import type { SectionWriter } from './section-writer';

export const writeTechnologyStack: SectionWriter = (c) => {
  const rows = stackOf(c);
  return [
    paragraph(
      c.say.of(
        'stack',
        `The choice for ${c.product} favours few parts that its team can run: ${rows[0]?.[1] ?? ''} in front, ${databaseOf(c)} behind, nothing between them that ${c.activity(0)} does not need.`,
        `${c.product} is built on ${rows[0]?.[1] ?? ''} and ${databaseOf(c)}, because ${c.activity(0)} and ${c.activity(1)} matter more than novelty.`,
      ),
    ),
    table(['Layer', 'Choice', 'Reason'], rows),
    ...c.about.technologies
      .slice(0, 3)
      .map((name) => bullet(`${name} is given by the brief and taken as fixed for ${c.product}.`)),
    bullet(`Left out on purpose: a second database and a message broker, until ${c.entities(0)} outgrow one server.`),
  ];
};

/** Name of the database: the one the brief names, else by the size of the task. */
export function databaseOf(c: WritingContext): string {
  const named = c.about.technologies.find((name) => /postgres|mysql|mongo|sqlite/iu.test(name));
  if (named) return named;
  return c.about.platforms.includes('command line') && c.about.platforms.length === 1 ? 'SQLite' : 'PostgreSQL';
}

/** Language and framework of the server: the one the brief names, else by platform. */
export function serverOf(c: WritingContext): string {
  const named = c.about.technologies.find((name) =>
    /^(?:Python|Django|FastAPI|Flask|Rails|Ruby|Laravel|PHP|Go|Rust|Java|Spring Boot|\.NET|C#|Node\.js|NestJS|Express|Kotlin)$/u.test(
      name,
    ),
  );
  if (named) return named;
  if (c.has('learning')) return 'Python with FastAPI';
  return c.about.platforms.includes('command line') ? 'Go' : 'TypeScript with NestJS';
}

function clientOf(c: WritingContext): string {
  const named = c.about.technologies.find((name) =>
    /^(?:React(?: Native)?|Angular|Vue|Svelte|Next\.js|Nuxt|Flutter|SwiftUI)$/u.test(name),
  );
  if (named) return named;
  const { platforms } = c.about;
  if (platforms.some((name) => ['iOS', 'Android', 'mobile', 'tablet'].includes(name)))
    return c.has('offline') ? 'Flutter with a local SQLite store' : 'React Native';
  if (platforms.includes('command line')) return 'one static binary';
  if (platforms.includes('public API')) return 'an OpenAPI document with generated clients';
  return 'Angular as a progressive web application';
}

function stackOf(c: WritingContext): string[][] {
  const rows = [
    ['Client', clientOf(c), `${c.people} use ${c.about.platforms.join(', ')}; ${c.activity(0)} has to feel immediate`],
    ['Server', serverOf(c), `typed rules for ${c.entities(0)} and ${c.entities(1)} in one code base`],
    ['Storage', databaseOf(c), `${c.entities(0)} refer to ${c.entities(1)}; transactions keep them consistent`],
  ];
  if (c.has('offline'))
    rows.push(['Synchronisation', 'change log per device', `${c.entities(0)} are edited without a network`]);
  if (c.has('realtime'))
    rows.push(['Live updates', 'WebSocket', `${c.people} must see changed ${c.entities(0)} at once`]);
  if (c.has('payments'))
    rows.push([
      'Payments',
      c.about.technologies.find((name) => /stripe|paypal/iu.test(name)) ?? 'hosted payment page',
      `card data stays outside ${c.product}`,
    ]);
  if (c.has('notifications'))
    rows.push(['Messages', 'push service and e-mail', `${c.people} are told about ${c.entities(1)}`]);
  if (c.has('media'))
    rows.push([
      'Files',
      'object storage with signed links',
      `pictures and scans of ${c.entities(0)} do not belong in the database`,
    ]);
  if (c.has('search'))
    rows.push(['Search', `full-text index of ${databaseOf(c)}`, `${c.entities(0)} are found by words and filters`]);
  if (c.has('maps')) rows.push(['Maps', 'vector tiles and a routing service', `${c.entities(0)} have a place`]);
  rows.push([
    'Operation',
    c.about.technologies.find((name) => /kubernetes|docker|aws|azure|gcp|cloud/iu.test(name)) ?? 'containers',
    `the same image of ${c.product} in test and production`,
  ]);
  return rows;
}
