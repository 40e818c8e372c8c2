import { SeededChoice } from '../language/seeded-choice';
import { gerundOf, participleOf } from '../language/verbs';
import { capitalised, joinedWithAnd, pluralOf, slugOf } from '../language/word-forms';
import type { InputDocument } from '../prompt/task-prompt';
import type { Capability, Figure, Quality, Understanding } from '../understanding/understanding';
import type { Stage, TaskKind } from './task-kind';

/** Everything a section writer may look at, with the words it needs most. Indexes wrap around. */
export class WritingContext {
  readonly heading: string;
  readonly kind: TaskKind;
  readonly stage: Stage;
  readonly about: Understanding;
  readonly inputs: readonly InputDocument[];
  readonly say: SeededChoice;

  constructor(parts: {
    heading: string;
    kind: TaskKind;
    stage: Stage;
    about: Understanding;
    inputs: readonly InputDocument[];
  }) {
    this.heading = parts.heading;
    this.kind = parts.kind;
    this.stage = parts.stage;
    this.about = parts.about;
    this.inputs = parts.inputs;
    this.say = new SeededChoice(
      `${parts.about.product}\n${parts.about.capabilities.map((one) => one.object).join('\n')}`,
    );
  }

  get product(): string {
    return this.about.product;
  }

  /** Roles in the plural: "home gardeners and moderators". */
  get people(): string {
    return joinedWithAnd(this.about.actors.slice(0, 3).map((actor) => pluralOf(actor)));
  }

  /** The upstream document this task builds on, as code; "the brief" when there is none. */
  get source(): string {
    const upstream =
      this.inputs.find((input) => !/brief|plan/iu.test(input.path)) ??
      this.inputs.find((input) => !/brief/iu.test(input.path));
    return upstream ? `\`${upstream.path}\`` : 'the brief';
  }

  actor(index: number): string {
    return at(this.about.actors, index, 'user');
  }

  capability(index: number): Capability {
    return at(this.about.capabilities, index, { actor: 'user', verb: 'use', object: this.product });
  }

  /** "add plants with a photo" */
  ability(index: number): string {
    return abilityText(this.capability(index));
  }

  /** "adding plants with a photo" */
  activity(index: number): string {
    const { verb, object } = this.capability(index);
    return `${gerundOf(verb)} ${object}`;
  }

  entity(index: number): string {
    return at(this.about.entities, index, 'record');
  }

  entities(index: number): string {
    return pluralOf(this.entity(index));
  }

  /** Entity as a type name: "watering schedule" becomes "WateringSchedule". */
  typeName(index: number): string {
    return slugOf(this.entity(index)).split('-').map(capitalised).join('');
  }

  slug(index: number): string {
    return slugOf(pluralOf(this.entity(index)));
  }

  has(...qualities: readonly Quality[]): boolean {
    return qualities.some((quality) => this.about.qualities.includes(quality));
  }

  figures(...kinds: readonly Figure['kind'][]): readonly Figure[] {
    return this.about.figures.filter((figure) => kinds.includes(figure.kind));
  }

  constraint(index: number): string | undefined {
    return this.about.constraints[index];
  }
}

/** "add plants with a photo" */
export function abilityText(capability: Capability): string {
  return `${capability.verb} ${capability.object}`;
}

/** "plants with a photo are added", for expected results. */
export function resultText(capability: Capability): string {
  return `"${capability.object}" ${participleOf(capability.verb)}`;
}

function at<T>(items: readonly T[], index: number, fallback: T): T {
  return items.length > 0 ? (items[index % items.length] ?? fallback) : fallback;
}
