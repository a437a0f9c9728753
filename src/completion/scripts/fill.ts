/** A script with what the command tree says in the places that are marked for it, such as `@places@`. */
export const fill = (script: string, parts: Readonly<Record<string, string>>): string =>
  script.replace(/@(\w+)@/g, (mark, name: string) => parts[name] ?? mark);
