import { SinchctlError } from './errors.ts';
import { hide } from './redact.ts';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Something secret that cannot be printed by accident: only `reveal()` gives the text back. */
export class Secret {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
    hide(text);
  }

  /**
   * Takes Base64 text with its padding, and trims white space around it.
   * Strict, because Node's decoder accepts anything, and a wrong secret would only show as a refused signature.
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

  /** A password or a token, as it is. */
  static fromText(text: string): Secret {
    return new Secret(text);
  }

  reveal(): string {
    return this.#text;
  }

  /** The last four characters, to distinguish two secrets; fewer of a short one. */
  hint(): string {
    return `…${this.#text.slice(-Math.min(4, Math.floor(this.#text.length / 4)))}`;
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

/** A secret that another program or the system's keyring stores. */
export type LockedSecret =
  /** Printed by a program, run without a shell. */
  | { store: 'command'; argv: readonly string[] }
  /** Stored in the system's keyring under this account. */
  | { store: 'keyring'; account: string };
