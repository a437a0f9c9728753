import type { StateCase } from './case.ts';

const VOICE = 'https://voice.example.com';
const primary = `sales primary set ${VOICE}/sinch`;
const fallback = `sales fallback set ${VOICE}/fallback`;
const first = '+14155550103 voice add sales';
const second = '+14155550104 voice add sales';

const plans = (name: string, ...changes: string[]): StateCase => ({ file: `state/${name}`, changes });
const refuses = (name: string, ...words: string[]): StateCase => ({ file: `state/${name}`, words });

/** State files, and the changes that they plan on the sandbox. */
export const stateCases: readonly StateCase[] = [
  plans('numbers.yaml', first, second),
  plans('unquoted.yaml', first, second),
  plans('national-quoted.yaml', first),
  plans('crlf.yaml', first),
  plans('ranges.yaml', first, second),
  plans('ranges-unquoted.yaml', first, second),
  refuses('range-falling.yaml', 'range'),
  refuses('short-code.yaml', '72404'),
  plans('numbers.json', primary, first),
  { ...plans('numbers.json', primary, first), as: 'utf-16le-bom' },
  { ...plans('numbers.yaml', first, second), as: 'utf-16be-bom' },
  { ...plans('numbers.yaml', first, second), as: 'utf-8-bom' },
  plans('callbacks.yaml', primary, fallback),
  plans('callback-null.yaml', 'sales primary clear'),
  plans('callback-tilde.yaml', 'sales primary clear'),
  refuses('callback-empty.yaml', 'primary', 'null'),
  refuses('callback-empty-comment.yaml', 'primary', 'null'),
  refuses('callback-empty-string.yaml', 'primary'),
  refuses('callback-template.yaml', ':5:', 'template'),
  refuses('callback-template-quoted.yaml', ':5:', 'template'),
  refuses('callback-template-inside.yaml', ':5:', 'template'),
  refuses('callback-variable.yaml', ':5:', 'template'),
  refuses('callback-actions.yaml', ':5:', 'template'),
  refuses('callback-undefined.yaml', ':5:', 'undefined'),
  refuses('callback-placeholder.yaml', ':5:', 'template'),
  plans('callback-folded.yaml', primary, fallback),
  plans('callback-folded-stripped.yaml', primary),
  refuses('callback-two-lines.yaml', 'primary'),
  refuses('callback-user.yaml', 'primary'),
  refuses('callback-fragment.yaml', 'primary'),
  refuses('callback-sip.yaml', 'primary'),
  plans('callback-same.yaml'),
  {
    ...plans('callback-local.yaml', 'sales primary set https://localhost:3000/sinch'),
    warning: 'localhost',
  },
  {
    ...plans('callback-private.yaml', 'sales primary set https://10.0.0.5/sinch'),
    warning: '10.0.0.5',
  },
  {
    ...plans('callback-link-local.yaml', 'sales primary set https://169.254.1.1/sinch'),
    warning: '169.254.1.1',
  },
  refuses('callback-space.yaml', 'primary'),
  plans('callback-same-case.yaml'),
  refuses('alias-capital.yaml', ':3:', 'Sales team'),
  refuses('alias-words.yaml', ':4:', 'Front desk'),
  refuses('numbers-template.yaml', ':6:', 'template'),
  refuses('numbers-template-quoted.yaml', ':5:', 'template'),
  refuses('numbers-helm.yaml', 'template'),
  plans('numbers-empty.yaml'),
  refuses('numbers-none.yaml', '[]'),
  refuses('numbers-scalar.yaml', 'voice'),
  refuses('application-template.yaml', ':3:', 'template'),
  refuses('version-string.yaml', ':1:', 'version: 1', 'quotes'),
  refuses('version-two.yaml', ':1:', 'version'),
  refuses('version-float.yaml', ':1:', 'version: 1'),
  refuses('version-missing.yaml', 'version'),
  plans('extension-keys.yaml', first),
  plans(
    'merge-keys.yaml',
    primary,
    fallback,
    `spare primary set ${VOICE}/sinch`,
    'spare fallback set https://spare.example.com/fallback',
  ),
  plans('anchors.yaml', first),
  refuses('unknown-key.yaml', ':2:', 'owner'),
  refuses('unknown-capability.yaml', 'mms'),
  refuses('duplicate-key.yaml', ':6:'),
  refuses('tab-indent.yaml', ':5:'),
  refuses('two-documents.yaml'),
  plans('document-marks.yaml', first),
  refuses('empty.yaml'),
  refuses('comments-alone.yaml'),
  refuses('list-of-numbers.txt'),
  plans('alias-upper.yaml', first),
];
