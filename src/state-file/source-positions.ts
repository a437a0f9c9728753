import { type Event, getScalarValue } from 'js-yaml';

/** A position in a file, from 1. */
export interface SourcePosition {
  line: number;
  column: number;
}

/** A value in YAML: its position, and the positions of its parts. */
interface Place {
  start: number;
  fields?: Map<string, { key: number; value: Place }>;
  items?: Place[];
}

type EventOf<Type extends number> = Extract<Event, { type: Type }>;

/** The first character of a scalar, its quote included. */
function startOfScalar(text: string, { valueStart, style }: EventOf<4>): number {
  if (style <= 1) return valueStart;
  if (style <= 3) return valueStart - 1;
  return Math.max(text.lastIndexOf('|', valueStart), text.lastIndexOf('>', valueStart));
}

/** The positions of all values, from the events of the parser. */
class PlaceReader {
  readonly #text: string;
  readonly #events: readonly Event[];
  #next = 1;

  constructor(text: string, events: readonly Event[]) {
    this.#text = text;
    this.#events = events;
  }

  /** @param before where an empty value would start */
  read(before: number): Place {
    const event = this.#events[this.#next++];
    if (!event || event.type === 1 || event.type === 6) return { start: before };
    if (event.type === 5) return { start: event.anchorStart - 1 };
    if (event.type === 4) {
      return { start: event.valueStart < 0 ? before : startOfScalar(this.#text, event) };
    }
    const place: Place = { start: event.start };
    if (event.type === 2) this.#items(place);
    else this.#fields(place);
    this.#next += 1;
    return place;
  }

  #isEnd(): boolean {
    const type = this.#events[this.#next]?.type;
    return type === undefined || type === 6;
  }

  #items(place: Place): void {
    place.items = [];
    while (!this.#isEnd()) place.items.push(this.read(place.start));
  }

  #fields(place: Place): void {
    place.fields = new Map();
    while (!this.#isEnd()) {
      const event = this.#events[this.#next];
      const name = event?.type === 4 ? getScalarValue(this.#text, event) : '';
      const key = this.read(place.start).start;
      const end = event?.type === 4 ? this.#text.indexOf(':', event.valueEnd) + 1 : key;
      place.fields.set(name, { key, value: this.read(end) });
    }
  }
}

/** The offsets at which the lines of a string start. */
function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n?|\n/g)) starts.push(index + end.length);
  return starts;
}

/** The positions of the values of a YAML text, computed when the first one is needed. */
export class PositionIndex {
  readonly #text: string;
  readonly #events: readonly Event[];
  #lineStarts: number[] | undefined;
  #root: Place | undefined;

  constructor(text: string, events: readonly Event[]) {
    this.#text = text;
    this.#events = events;
  }

  /** The position of an offset. */
  of(offset: number): SourcePosition {
    this.#lineStarts ??= lineStartsOf(this.#text);
    const starts = this.#lineStarts;
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: Math.max(offset - (starts[low] ?? 0), 0) + 1 };
  }

  /** The position of a value; if it is missing, that of the object or list without it. */
  at(path: readonly (string | number)[], ofKey = false): SourcePosition {
    this.#root ??= new PlaceReader(this.#text, this.#events).read(0);
    let place = this.#root;
    for (const [i, part] of path.entries()) {
      const field = place.fields?.get(String(part));
      if (field && ofKey && i === path.length - 1) return this.of(field.key);
      const next = field?.value ?? place.items?.[Number(part)];
      if (!next) break;
      place = next;
    }
    return this.of(place.start);
  }

  /** The position of a second document; undefined if there is none. */
  secondDocument(): SourcePosition | undefined {
    const [first, second] = this.#events.flatMap(({ type }, i) => (type === 1 ? [i] : []));
    if (first === undefined || second === undefined) return undefined;
    const ends = this.#events.slice(first, second).map((event) => ('valueEnd' in event ? event.valueEnd : 0));
    const mark = /^(?:---|\.\.\.)(?=\s|$)/gm;
    mark.lastIndex = ends.reduce((a, b) => Math.max(a, b), 0);
    return this.of(mark.exec(this.#text)?.index ?? 0);
  }
}
