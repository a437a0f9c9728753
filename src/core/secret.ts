import { SinchctlError } from './errors.ts';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** A shared secret that cannot be printed by accident: only `reveal()` gives the text back. */
export class Secret {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /**
   * Takes Base64 text with its padding, surrounding white space trimmed.
   * Strict on purpose: Node's decoder takes garbage, and a garbled secret would only show as a refused signature.
   * @throws SinchctlError auth, naming `where` and never the text
   */
  static fromBase64(text: string, where: string): Secret {
    const trimmed = text.trim();
    if (trimmed === '' || !BASE64.test(trimmed)) {
      throw new SinchctlError('auth', `${where} is ${trimmed === '' ? 'empty' : 'not valid Base64'}`, {
        hint: 'copy the secret again from the Sinch dashboard, padding (=) included',
      });
    }
    return new Secret(trimmed);
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}
