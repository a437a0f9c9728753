// One account: 20 applications that share a given number of phone numbers.
const keyOf = (i) => `94983f76-1161-6655-9515-${String(478500000000 + i)}`;

export const callbacks = {
  primary: 'https://voice.example.com/sinch',
  fallback: 'https://b.example.com/sinch',
};

export function accountOf(count) {
  const numbers = Array.from({ length: count }, (_, i) => ({
    number: `+${14155550100 + i}`,
    capability: 'voice',
    applicationkey: keyOf(i % 20),
  }));
  return { numbers, callbacks };
}

/** The same as a state file of YAML, except that one number in a hundred is assigned to another application. */
export function fileOf(count) {
  const lists = Array.from({ length: 20 }, () => []);
  for (let i = 0; i < count; i++)
    lists[(i % 100 === 0 ? i + 1 : i) % 20].push(`        - "+${14155550100 + i}"\n`);
  const entries = lists.map(
    (lines, i) =>
      `  - application: ${keyOf(i)}\n    callbacks:\n      primary: ${callbacks.primary}\n    numbers:\n      voice:\n${lines.join('')}`,
  );
  return `version: 1\napplications:\n${entries.join('')}`;
}
