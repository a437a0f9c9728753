import { asciiMarks, foldWords, safeText } from '../../core/text.ts';
import { type Canvas, type Row, shortReason } from '../../output/rows.ts';

type LineState = 'ok' | 'failed' | 'unset' | 'warning';

/** One line of the view, and how to fix the problem that it reports. */
interface StatusLine {
  state: LineState;
  label: string;
  text: string;
  source?: string | undefined;
  advice?: string | undefined;
}

const COLORS = { ok: 'green', failed: 'red', unset: 'dim', warning: 'yellow' } as const;
const STATE_MARKS = { ok: '✓', failed: '✗', unset: '–', warning: '!' } as const;
const ASCII_MARKS = { ok: '*', failed: 'x', unset: '-', warning: '!' } as const;

/** Shorter labels of items with long names. */
const LABELS: Readonly<Record<string, string>> = {
  'certificate authorities': 'Certificates',
  'certificate verification': 'Certificates',
  'default application': 'Default app',
};
const labelOf = (item: string): string => LABELS[item] ?? `${item.charAt(0).toUpperCase()}${item.slice(1)}`;

const shownText = (value: Row[string] | undefined): string => safeText(String(value ?? ''));

/** The result of `--verify` for one kind of credentials. */
function verified(request: Row | undefined, details: readonly string[]): Omit<StatusLine, 'label'> {
  const inBrackets = details.length > 0 ? ` (${details.join(', ')})` : '';
  if (request?.status === 'ok') return { state: 'ok', text: `credentials accepted${inBrackets}` };
  // The error below has the complete message and the hint.
  return { state: 'failed', text: shortReason(shownText(request?.value)) };
}

type Find = (item: string) => Row | undefined;

function applicationLines(find: Find, shortOf: (key: string) => string): StatusLine[] {
  const [key, secret] = [find('application key'), find('application secret')];
  if (!key) {
    return [{ state: 'unset', label: 'Application', text: 'not set; required for --api calling' }];
  }
  const short = shortOf(shownText(key.value));
  const name = key.alias ? `${shownText(key.alias)} (${short})` : shownText(key.value);
  const store = secret?.store === 'environment' ? secret.from : secret?.store;
  const request = find('application request');
  const clock = find('clock');
  const skew = clock?.status === 'ok' ? [`clock skew ${shownText(clock.value)}`] : [];
  return [
    { state: 'ok', label: 'Application', text: name, source: shownText(key.from) },
    { state: 'ok', label: 'Secret', text: shownText(secret?.value ?? 'stored'), source: shownText(store) },
    {
      label: 'Calling API',
      ...(request
        ? verified(request, skew)
        : { state: 'unset', text: 'not verified; to verify, add --verify' }),
    },
  ];
}

function portalLine(find: Find, shortOf: (key: string) => string, renewal: string): StatusLine {
  const label = 'Portal';
  const instance = find('instance ID');
  if (!instance) return { state: 'unset', label, text: 'not set; required for --api portal' };
  const date = shownText(find('instance expires')?.value).slice(0, 'YYYY-MM-DD'.length);
  if (renewal !== '') {
    return { state: 'failed', label, text: `instance expired on ${date}`, advice: renewal };
  }
  const details = [`instance ${shortOf(shownText(instance.value))}`, ...(date ? [`expires ${date}`] : [])];
  const request = find('instance request');
  if (request) return { label, ...verified(request, details) };
  return { state: 'ok', label, text: details.join(', '), source: shownText(instance.from) };
}

/** The items that have a line of their own above. */
const SUMMARIZED = /^(application (key|secret|request)|instance (id|secret|expires|request))$/;

/** Settings that are not defaults, and the remaining checks. */
function otherLines(rows: readonly Row[]): StatusLine[] {
  const others = rows.filter(
    ({ item, from, status }) =>
      !SUMMARIZED.test(String(item)) &&
      (status === null ? from !== 'default' && from !== 'built in' : item !== 'clock' || status !== 'ok'),
  );
  return others.map(({ item, value, from, status, advice }) => ({
    state: (status ?? 'ok') as LineState,
    label: labelOf(String(item)),
    text: shownText(value),
    source: shownText(from),
    advice: shownText(advice),
  }));
}

/** Longer text does not move the column of sources. */
const ALIGNED = 40;

/** A line for each kind of credentials, setting, and check, with a mark. */
export function* drawStatus(rows: readonly Row[], canvas: Canvas): Generator<string> {
  const { style, unicode, width } = canvas;
  const find: Find = (item) => rows.find((row) => row.item === item);
  const shortOf = (key: string) => canvas.truncate(key, 8 + (unicode ? 1 : 3));
  const lines = [
    ...applicationLines(find, shortOf),
    portalLine(find, shortOf, shownText(rows[0]?.expired)),
    ...otherLines(rows),
  ];
  const labelWidth = Math.max(...lines.map(({ label }) => label.length));
  const aligned = lines.flatMap(({ text, source }) =>
    source && text.length <= ALIGNED ? [text.length] : [],
  );
  const textWidth = Math.max(0, ...aligned);
  const indent = ' '.repeat(labelWidth + 6);
  yield style.bold(shownText(rows[0]?.heading));
  for (const { state, label, text, source, advice } of lines) {
    const mark = style[COLORS[state]]((unicode ? STATE_MARKS : ASCII_MARKS)[state]);
    const shown = unicode ? text : asciiMarks(text);
    const body = source ? `${shown.padEnd(textWidth)}  ${source}` : shown;
    const fits = indent.length + body.length <= width;
    const below = fits ? [body] : [...foldWords(shown, width - indent.length), ...(source ? [source] : [])];
    const [first = '', ...more] = [...below, ...(advice ? [advice] : [])];
    yield `  ${mark} ${label.padEnd(labelWidth)}  ${first}`;
    for (const line of more) yield `${indent}${line}`;
  }
}
