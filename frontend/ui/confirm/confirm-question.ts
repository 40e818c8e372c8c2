/** What a confirmation asks. */
export interface ConfirmQuestion {
  readonly title: string;
  readonly detail: string;
  readonly confirmLabel: string;
  readonly dismissLabel: string;
  readonly isDestructive?: boolean;
  /** When given, an optional reason of at most 500 characters is asked for under this label. */
  readonly reasonLabel?: string;
}
