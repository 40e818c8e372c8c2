/** What a task must produce: one markdown document. */
export interface OutputContract {
  /** Artifact path inside the workflow, e.g. `requirements.md`. */
  readonly path: string;
  readonly title: string;
  /** Headings that must be there, compared without regard to case. */
  readonly required_sections: readonly string[];
  /** Upper bound of words; tables and fenced code are not counted. */
  readonly max_words: number;
}
