import type { RunningService } from '@botarmy/chassis';

import { bootstrap } from './bootstrap';

/** A running simulator on a free port for a test. */
export function startSimulator(environment: Record<string, string> = {}): Promise<RunningService> {
  return bootstrap({
    environment: { PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent', ENVIRONMENT: 'test', ...environment },
  });
}

/** A structured prompt as the agent runner builds it. */
export function taskPrompt(
  options: {
    id?: string;
    title?: string;
    maxWords?: number;
    sections?: readonly string[];
    inputs?: Readonly<Record<string, string>>;
    feedback?: string;
  } = {},
): string {
  const {
    id = 'requirements',
    title = 'Requirements Document',
    maxWords = 500,
    sections = ['User Stories', 'Risks'],
    inputs = { 'project_brief.md': BRIEFS.plants },
    feedback,
  } = options;
  return [
    `<task id="${id}" title="${title}" agent="analyst" max_words="${maxWords}">`,
    `<required_sections>\n${sections.join('\n')}\n</required_sections>`,
    ...Object.entries(inputs).map(([path, text]) => `<input path="${path}" sha256="00">\n${text}\n</input>`),
    ...(feedback ? [`<feedback>\n${feedback}\n</feedback>`] : []),
    '</task>',
  ].join('\n');
}

/** Briefs of different length and subject. */
export const BRIEFS = {
  plants:
    'Build a plant care app for home gardeners. Gardeners can add plants with a photo, set watering schedules and receive reminders on their phone. The app must work offline and sync when a connection returns. Pages load within 2 seconds and we expect 5,000 users in the first year. Budget is €20,000.',
  warehouse: `# Warehouse Picker
We run a spare-parts warehouse with 12 employees. Pickers scan barcodes with Android handhelds, the system tells them the shortest route and books the stock movement in SAP.
- Managers see open orders on a dashboard
- Pickers can report damaged items with a photo
- At most 300 ms between scan and confirmation
- No data may leave our own network
Go live by March.`,
  todo: 'todo app',
  tutoring:
    'Create an online tutoring marketplace called TutorHub where students find tutors by subject and price, book lessons, pay by card and rate the lesson afterwards. Tutors set their availability and receive payouts weekly. Admins moderate profiles. GDPR compliance required. Must support 1,000 concurrent users with 99.9% availability. React front end, PostgreSQL.',
  converter:
    'I want a command line tool that converts CSV files to Parquet, validates the schema and reports broken rows. It should process 10 GB in under 5 minutes.',
  hospital:
    'A web dashboard for a regional hospital that shows bed occupancy in real time. Nurses update bed status, doctors request transfers and administrators export monthly reports. Patient data must be encrypted and access audited.',
  bikes:
    'Design a REST API for a bike sharing service: riders unlock bikes, end rides and get billed per minute; technicians mark broken bikes; the operations team rebalances stations based on forecasts.',
} as const;
