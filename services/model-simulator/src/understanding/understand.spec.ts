import { BRIEFS } from '../simulator.fixture';
import { parseFacts, renderFacts } from './facts-table';
import { understandInputs, understandText, withFeedback } from './understand';
import type { Understanding } from './understanding';

function abilities(about: Understanding): string[] {
  return about.capabilities.map((one) => `${one.actor}: ${one.verb} ${one.object}`);
}

describe('reading a brief', () => {
  it('finds product, people, capabilities and data', () => {
    const about = understandText(BRIEFS.plants);
    expect(about.product).toBe('Plant Care App');
    expect(about.actors).toEqual(['home gardener']);
    expect(abilities(about)).toEqual(
      expect.arrayContaining([
        'home gardener: add plants with a photo',
        'home gardener: set watering schedules',
        'home gardener: receive reminders on their phone',
      ]),
    );
    expect(about.entities).toEqual(expect.arrayContaining(['plant', 'watering schedule', 'reminder']));
    expect(about.platforms).toEqual(['mobile']);
    expect(about.qualities).toEqual(expect.arrayContaining(['offline', 'notifications', 'media']));
  });

  it('finds figures with their unit and clause', () => {
    expect(understandText(BRIEFS.plants).figures).toEqual([
      { value: '2 seconds', clause: 'Pages load within 2 seconds', kind: 'speed' },
      { value: '5,000 users', clause: '5,000 users in the first year', kind: 'load' },
      { value: '€20,000', clause: 'Budget is €20,000', kind: 'money' },
    ]);
  });

  it('gives each capability to the people the sentence names', () => {
    expect(abilities(understandText(BRIEFS.hospital))).toEqual([
      'nurse: see bed occupancy in real time',
      'nurse: update bed status',
      'doctor: request transfers',
      'administrator: export monthly reports',
    ]);
    expect(abilities(understandText(BRIEFS.warehouse))).toEqual(
      expect.arrayContaining([
        'manager: see open orders on a dashboard',
        'warehouse picker: report damaged items with a photo',
      ]),
    );
  });

  it('keeps constraints in the words of the brief', () => {
    expect(understandText(BRIEFS.warehouse).constraints).toEqual(
      expect.arrayContaining(['No data may leave our own network', 'Go live by March']),
    );
  });

  it('takes names and technologies literally', () => {
    const about = understandText(BRIEFS.tutoring);
    expect(about.product).toBe('TutorHub');
    expect(about.technologies).toEqual(['React', 'PostgreSQL']);
    expect(about.figures.map((figure) => figure.value)).toContain('1,000 concurrent users');
  });

  it('completes a brief of two words from its domain', () => {
    const about = understandText(BRIEFS.todo);
    expect(about.capabilities.length).toBeGreaterThanOrEqual(3);
    expect(about.entities).toContain('task');
  });

  it('reads features from a list after "with"', () => {
    expect(abilities(understandText('A museum guide with audio tours, floor maps and ticket scanning'))).toEqual(
      expect.arrayContaining([expect.stringContaining('use audio tours'), expect.stringContaining('use floor maps')]),
    );
  });
});

describe('the facts table', () => {
  it.each(Object.entries(BRIEFS))('carries everything that was read from the brief about %s', (_, brief) => {
    const about = understandText(brief);
    const parsed = parseFacts(renderFacts(about));
    expect({ ...parsed, qualities: [] }).toEqual({ ...about, qualities: [] });
  });

  it('is preferred over the text of an upstream document', () => {
    const about = understandText(BRIEFS.hospital);
    const text = `# Test Plan\n\n${renderFacts(about)}\n\n## Scope\n\nBuild a rocket for cats.`;
    expect(understandInputs([{ path: 'test_plan.md', text, headings: ['Test Plan', 'Scope'] }], 'x').product).toBe(
      about.product,
    );
  });

  it('is not needed: documents of other writers are read as text', () => {
    const about = understandInputs([{ path: 'requirements.md', text: BRIEFS.bikes, headings: [] }], 'x');
    expect(about.actors).toEqual(['rider', 'technician']);
  });

  it('is absent from other texts', () => {
    expect(parseFacts('# No table here')).toBeUndefined();
    expect(parseFacts('| Fact | Detail |\n|---|---|\n| Colour | red |')).toBeUndefined();
  });
});

describe('feedback', () => {
  it('puts what it asks for first', () => {
    const about = withFeedback(understandText(BRIEFS.plants), [
      'Gardeners must share plants with neighbours within 1 second on Android.',
    ]);
    expect(about.figures[0]?.value).toBe('1 second');
    expect(about.platforms[0]).toBe('Android');
    expect(about.capabilities[0]).toMatchObject({ verb: 'share' });
  });
});
