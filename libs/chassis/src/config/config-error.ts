/** Thrown when the environment does not satisfy a configuration class; lists every problem with its remedy. */
export class ConfigError extends Error {
  constructor(
    configName: string,
    readonly problems: readonly string[],
  ) {
    super(`${configName} cannot be built from the environment:\n${problems.map((line) => `  - ${line}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}
