import { mistakeIn } from './environment.ts';
import { SinchctlError } from './errors.ts';
import { hide } from './redact.ts';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** A secret that cannot be printed by accident: only `reveal()` returns it. */
export class Secret {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
    hide(text);
  }

  /**
   * A secret from padded Base64, with surrounding white space removed. Strict, because Node's decoder accepts
   * anything, and an invalid secret would only show up as a rejected signature.
   * @throws SinchctlError auth, with `where` and never the text
   */
  static fromBase64(text: string, where: string): Secret {
    const trimmed = text.trim();
    const mistake = mistakeIn(trimmed);
    if (mistake) throw new SinchctlError('auth', `${where} ${mistake.looks}`, { hint: mistake.hint });
    if (trimmed === '' || !BASE64.test(trimmed)) {
      throw new SinchctlError('auth', `${where} is ${trimmed === '' ? 'empty' : 'not valid Base64'}`, {
        hint: 'copy the secret again from the Sinch dashboard, including any = at the end',
      });
    }
    return new Secret(trimmed);
  }

  /** A password or a token, unchanged. */
  static fromText(text: string): Secret {
    return new Secret(text);
  }

  reveal(): string {
    return this.#text;
  }

  /** The last four characters, which help to tell secrets apart; fewer for a short secret. */
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
  /** Printed by a program that is run without a shell. */
  | { store: 'command'; argv: readonly string[] }
  /** Stored in the system's keyring under this account. */
  | { store: 'keyring'; account: string };
