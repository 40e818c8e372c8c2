/** Something the product lets someone do: "home gardener", "add", "plants with a photo". */
export interface Capability {
  readonly actor: string;
  readonly verb: string;
  readonly object: string;
}

/** A number of the brief with the clause it stands in. */
export interface Figure {
  readonly value: string;
  readonly clause: string;
  readonly kind: 'speed' | 'load' | 'money' | 'share' | 'size' | 'time' | 'count';
}

/** A quality the brief asks for, by name or by implication. */
export type Quality =
  | 'offline'
  | 'realtime'
  | 'payments'
  | 'privacy'
  | 'security'
  | 'accessibility'
  | 'languages'
  | 'search'
  | 'notifications'
  | 'maps'
  | 'media'
  | 'reporting'
  | 'integration'
  | 'learning'
  | 'scale'
  | 'sharing';

/** What was read out of a brief or of an upstream document; everything a writer may use. */
export interface Understanding {
  readonly product: string;
  readonly purpose: string;
  /** Singular, most important first, at least one. */
  readonly actors: readonly string[];
  /** At least three. */
  readonly capabilities: readonly Capability[];
  /** Singular nouns the product stores, at least two. */
  readonly entities: readonly string[];
  readonly figures: readonly Figure[];
  readonly constraints: readonly string[];
  readonly platforms: readonly string[];
  readonly technologies: readonly string[];
  readonly qualities: readonly Quality[];
}
