import { message, type Message } from '../message';

/** What is wrong with a file, and where. */
export class FieldProblem extends Error {
  constructor(readonly sentence: Message) {
    super(sentence.template);
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** Reads the fields of one JSON object, and says of each that is not what it should be where it stands: `tables[3].pages`. */
export class FieldReader {
  private constructor(
    private readonly fields: Fields,
    private readonly path: string,
  ) {}

  static of(value: unknown, path = ''): FieldReader {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw problem(path, 'an object', value);
    return new FieldReader(value as Fields, path);
  }

  has(name: string): boolean {
    return this.fields[name] !== undefined;
  }

  text(name: string): string {
    const value = this.fields[name];
    return typeof value === 'string' ? value : this.#refuse(name, 'a text');
  }

  number(name: string): number {
    const value = this.fields[name];
    return typeof value === 'number' ? value : this.#refuse(name, 'a number');
  }

  /** Not below zero. */
  count(name: string): number {
    const value = this.number(name);
    return value >= 0 ? value : this.#refuse(name, 'a number from 0');
  }

  flag(name: string): boolean {
    const value = this.fields[name];
    return typeof value === 'boolean' ? value : this.#refuse(name, 'true or false');
  }

  numbers(name: string): readonly number[] {
    const value = this.fields[name];
    if (!Array.isArray(value)) return this.#refuse(name, 'a list of numbers');
    return value.map((each: unknown) =>
      typeof each === 'number' ? each : this.#refuse(name, 'a list of numbers'),
    );
  }

  texts(name: string): readonly string[] {
    const value = this.fields[name];
    if (!Array.isArray(value)) return this.#refuse(name, 'a list of texts');
    return value.map((each: unknown) =>
      typeof each === 'string' ? each : this.#refuse(name, 'a list of texts'),
    );
  }

  textsByName(name: string): Readonly<Record<string, string>> {
    const { fields } = this.object(name);
    return Object.fromEntries(
      Object.entries(fields).map(([key, value]) =>
        typeof value === 'string' ? [key, value] : this.#refuse(`${name}.${key}`, 'a text'),
      ),
    );
  }

  object(name: string): FieldReader {
    return FieldReader.of(this.fields[name], this.#at(name));
  }

  list<T>(name: string, read: (each: FieldReader) => T): readonly T[] {
    const value = this.fields[name];
    if (!Array.isArray(value)) return this.#refuse(name, 'a list');
    return value.map((each: unknown, i) => read(FieldReader.of(each, `${this.#at(name)}[${i}]`)));
  }

  /** What `read` makes of the field, as a part to spread; nothing where there is no such field. */
  optional<Name extends string, T>(
    name: Name,
    read: (name: Name) => T,
  ): Readonly<Partial<Record<Name, NoInfer<T>>>> {
    return (this.has(name) ? { [name]: read(name) } : {}) as Partial<Record<Name, T>>;
  }

  #at(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }

  #refuse(name: string, expected: string): never {
    throw problem(this.#at(name), expected, this.fields[name]);
  }
}

function problem(path: string, expected: string, value: unknown): FieldProblem {
  const where = path === '' ? 'the whole' : path;
  const found = value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 40);
  return new FieldProblem(message('{0} should be {1}, not {2}', where, expected, found));
}
