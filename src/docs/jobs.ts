/** Whole jobs, each of several commands; a test runs them in this order. */
export const JOBS: readonly { title: string; lines: readonly string[] }[] = [
  {
    title: 'A first look, on a simulated account:',
    lines: [
      'sinchctl profiles use sandbox',
      'sinchctl numbers list',
      'sinchctl numbers assign +14155550103 --app support',
      'sinchctl sandbox reset',
    ],
  },
  {
    title: 'Numbers of one application for another one:',
    lines: [
      'sinchctl numbers list --app support --capability voice -o csv > numbers.csv',
      'sinchctl numbers assign --from numbers.csv --ignore-column application --app sales --move-from support',
    ],
  },
  {
    title: 'The account as a file, reviewed and applied:',
    lines: [
      'sinchctl export > account.yaml',
      'sinchctl diff -f account.yaml',
      'sinchctl apply -f account.yaml --yes --results results.ndjson',
      'sinchctl history --since 24h',
      'sinchctl undo results.ndjson --yes',
    ],
  },
];
