/** What products of a kind usually need; completes briefs that say too little and is marked as assumed. */
export interface Domain {
  readonly pattern: RegExp;
  readonly actors: readonly string[];
  /** "verb object" */
  readonly capabilities: readonly string[];
  readonly entities: readonly string[];
}

export const DOMAINS: readonly Domain[] = [
  {
    pattern: /\bto-?\s?do|\btasks?\b|\bkanban\b|\bproject management\b|\bissue tracker\b/iu,
    actors: ['team member', 'team lead'],
    capabilities: [
      'add tasks with a due date',
      'assign tasks to a colleague',
      'filter tasks by state',
      'complete finished tasks',
    ],
    entities: ['task', 'list', 'label'],
  },
  {
    pattern: /\b(?:shop|store|e-?commerce|marketplace|catalogue|catalog|retail|webshop)\b/iu,
    actors: ['shopper', 'shop owner'],
    capabilities: [
      'browse products by category',
      'order the contents of a cart',
      'track deliveries',
      'refund returned orders',
    ],
    entities: ['product', 'cart', 'order'],
  },
  {
    pattern: /\b(?:book(?:ing|ings)|reservations?|appointments?|rental|rent|hotel|restaurant|salon|clinic)\b/iu,
    actors: ['guest', 'front-desk clerk'],
    capabilities: [
      'reserve free slots',
      'reschedule bookings',
      'cancel bookings before the deadline',
      'view the day plan',
    ],
    entities: ['booking', 'slot', 'resource'],
  },
  {
    pattern: /\b(?:chat|messag(?:e|es|ing)|forum|community|social)\b/iu,
    actors: ['member', 'moderator'],
    capabilities: [
      'send messages to a group',
      'search past conversations',
      'report abusive messages',
      'mute noisy groups',
    ],
    entities: ['message', 'conversation', 'group'],
  },
  {
    pattern: /\b(?:blog|articles?|cms|content|newsletter|wiki|documentation|notes?)\b/iu,
    actors: ['author', 'reader'],
    capabilities: ['draft articles', 'publish reviewed articles', 'comment on articles', 'search articles by topic'],
    entities: ['article', 'comment', 'topic'],
  },
  {
    pattern: /\b(?:fitness|workouts?|running|health|diet|nutrition|calories|sleep|habits?|meditation)\b/iu,
    actors: ['athlete', 'coach'],
    capabilities: [
      'record sessions',
      'compare progress with a goal',
      'plan the coming week',
      'share results with a coach',
    ],
    entities: ['session', 'goal', 'measurement'],
  },
  {
    pattern: /\b(?:expenses?|budget(?:ing)?|finance|bank(?:ing)?|invoices?|accounting|payments?|wallet)\b/iu,
    actors: ['account holder', 'accountant'],
    capabilities: [
      'import statements',
      'categorise transactions',
      'compare spending with a budget',
      'export a yearly summary',
    ],
    entities: ['transaction', 'category', 'budget'],
  },
  {
    pattern: /\b(?:course|courses|learning|school|quiz|flashcards?|exam|lessons?|tutoring)\b/iu,
    actors: ['learner', 'teacher'],
    capabilities: ['enrol in courses', 'answer quizzes', 'grade submissions', 'follow progress per course'],
    entities: ['course', 'lesson', 'submission'],
  },
  {
    pattern: /\b(?:inventory|warehouse|stock|supply|logistics|fleet|shipment|delivery)\b/iu,
    actors: ['warehouse clerk', 'planner'],
    capabilities: [
      'receive deliveries',
      'move stock between locations',
      'count stock',
      'reorder items below their minimum',
    ],
    entities: ['item', 'location', 'delivery'],
  },
  {
    pattern: /\b(?:sensors?|iot|smart home|devices?|telemetry|thermostat|energy)\b/iu,
    actors: ['resident', 'technician'],
    capabilities: ['pair devices', 'view readings over time', 'set alarm thresholds', 'update device settings'],
    entities: ['device', 'reading', 'alarm'],
  },
  {
    pattern: /\b(?:recipes?|meal|cooking|food)\b/iu,
    actors: ['cook', 'household member'],
    capabilities: ['save recipes', 'plan meals for a week', 'generate a shopping list', 'rate cooked meals'],
    entities: ['recipe', 'ingredient', 'meal'],
  },
  {
    pattern: /\b(?:api|backend|micro-?service|sdk|cli|command[- ]line)\b/iu,
    actors: ['integrating developer', 'operator'],
    capabilities: ['call documented operations', 'read error explanations', 'rotate access keys', 'monitor usage'],
    entities: ['resource', 'access key', 'usage record'],
  },
  {
    pattern: /\b(?:dashboard|analytics|report(?:ing|s)?|data pipeline|etl|metrics|log analysis)\b/iu,
    actors: ['analyst', 'department head'],
    capabilities: ['connect data sources', 'view key figures', 'filter figures by period', 'export reports'],
    entities: ['data source', 'report', 'figure'],
  },
  {
    pattern: /\b(?:game|puzzle|multiplayer|quiz)\b/iu,
    actors: ['player', 'game master'],
    capabilities: [
      'start a round',
      'score finished rounds',
      'compare scores with friends',
      'resume an interrupted round',
    ],
    entities: ['round', 'score', 'level'],
  },
];

/** Used when nothing else fits; the placeholder stands for the product's own noun. */
export const GENERAL_CAPABILITIES: readonly string[] = [
  'create % records',
  'search % records',
  'update % records',
  'review the history of a %',
];
