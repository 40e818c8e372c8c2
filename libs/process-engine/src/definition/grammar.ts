/** Ids of stages, tasks, agents, gates, pools and routes: they become subject tokens and object keys. */
export const ID_PATTERN = '^(?!constructor$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*$';
/** Ids of tasks and of their instances, e.g. `review--3`. */
export const TASK_REFERENCE_PATTERN = '^(?!constructor$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?:--[0-9]{1,3})?$';
/** Longest id. */
export const MAX_ID_LENGTH = 63;
/** Names people read: letters, digits, spaces and plain punctuation; nothing a shell, SQL or HTML would interpret. */
export const NAME_PATTERN = "^[\\p{L}\\p{N}][\\p{L}\\p{N} .,:&'()/+-]*$";
/** Longest name. */
export const MAX_NAME_LENGTH = 100;
/** Relative artifact paths in lower case with an extension; no `..`, no leading slash, no backslash. */
export const PATH_PATTERN = '^[a-z0-9][a-z0-9_-]*(?:/[a-z0-9][a-z0-9_-]*)*\\.[a-z0-9]{1,8}$';
const PLACEHOLDER = '\\{\\{\\s*[a-z][a-z0-9_]*(?:\\.[A-Za-z0-9_]+)*\\s*\\}\\}';
const PATH_PART = `(?![_-])(?:[a-z0-9_-]|${PLACEHOLDER})+`;
/** Artifact paths in which `{{ … }}` may stand for a part that is made safe when it is filled in. */
export const PATH_TEMPLATE_PATTERN = `^${PATH_PART}(?:/${PATH_PART})*\\.[a-z0-9]{1,8}$`;
/** Names in which `{{ … }}` may stand. */
export const TITLE_TEMPLATE_PATTERN = "^[\\p{L}\\p{N}{][\\p{L}\\p{N} .,:&'()/+{}_-]*$";
/** Names of inputs, values and parameters: they stand in expressions. */
export const VALUE_NAME_PATTERN = '^(?!constructor$)[a-z][a-z0-9_]*$';
/** Longest artifact path. */
export const MAX_PATH_LENGTH = 200;
/** Versions: major.minor.patch. */
export const VERSION_PATTERN = '^(?:0|[1-9][0-9]{0,5})\\.(?:0|[1-9][0-9]{0,5})\\.(?:0|[1-9][0-9]{0,5})$';

/** What to say when a value breaks a grammar: code and remedy by pattern. */
export const GRAMMARS: ReadonlyMap<string, { readonly code: string; readonly remedy: string }> = new Map([
  [
    ID_PATTERN,
    { code: 'invalid-id', remedy: 'Use lower-case letters, digits and single hyphens, beginning with a letter.' },
  ],
  [
    NAME_PATTERN,
    {
      code: 'invalid-name',
      remedy: "Use letters, digits, spaces and . , : & ' ( ) / + - only, beginning with a letter or digit.",
    },
  ],
  [
    PATH_PATTERN,
    {
      code: 'unsafe-path',
      remedy:
        'Use a relative path such as "requirements.md": lower-case letters, digits, "_", "-" and "/", with an extension.',
    },
  ],
  [
    PATH_TEMPLATE_PATTERN,
    {
      code: 'unsafe-path',
      remedy:
        'Use a relative path such as "requirements.md" or "reviews/{{ item.id }}.md": lower-case letters, digits, "_", "-" and "/", with an extension.',
    },
  ],
  [
    TITLE_TEMPLATE_PATTERN,
    { code: 'invalid-name', remedy: "Use letters, digits, spaces, . , : & ' ( ) / + - and {{ … }} only." },
  ],
  [
    VALUE_NAME_PATTERN,
    { code: 'invalid-id', remedy: 'Use lower-case letters, digits and "_", beginning with a letter.' },
  ],
  [VERSION_PATTERN, { code: 'invalid-version', remedy: 'Use three numbers, e.g. 1.0.0.' }],
]);

/** Device names some file systems interpret, whatever the extension. */
export const DEVICE_NAME = /(?:^|\/)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|\/)/;
