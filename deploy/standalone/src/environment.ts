/** The owner's variables: the process's environment, into which Node has read `.env`. */
export type OwnerEnvironment = Readonly<Record<string, string | undefined>>;

/** A copy, so that nothing later in the process can change what was decided at the start. */
export function readEnvironment(): OwnerEnvironment {
  return { ...process.env };
}

/** The value of a variable; empty counts as not set. */
export function valueOf(environment: OwnerEnvironment, name: string): string | undefined {
  return environment[name] || undefined;
}
