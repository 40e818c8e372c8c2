/** The owner's variables or options cannot be used as they are; the message names the one and the remedy. */
export class SettingsError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SettingsError';
  }
}
