import { join } from 'node:path';
import ts from 'typescript';

/** A JSON schema; `undefined` members are left out when it is written. */
export type Schema = Readonly<Record<string, unknown>>;

/** Schemas of the answers by route, and of the types that they share by name. */
export interface AnswerSchemas {
  readonly answers: Readonly<Record<string, Schema | undefined>>;
  readonly components: Readonly<Record<string, Schema>>;
}

const ANSWERS = join(import.meta.dirname, 'answers.ts');

/**
 * Reads what routes answer from the very types that the engine and the pages are compiled with, so that it is stated
 * once. Comments on fields become descriptions.
 *
 * @throws when a type has no JSON form that this reader knows
 */
export function readAnswerSchemas(): AnswerSchemas {
  const program = ts.createProgram([ANSWERS], {
    ...{ strict: true, exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: true, types: [] },
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    allowImportingTsExtensions: true,
  });
  const file = program.getSourceFile(ANSWERS);
  const checker = program.getTypeChecker();
  const scope = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  const table = scope?.exports?.get('Answers' as ts.__String);
  if (table === undefined) {
    throw new Error(`${ANSWERS} has no type Answers.`);
  }
  return new AnswerReader(checker).read(checker.getDeclaredTypeOfSymbol(table));
}

class AnswerReader {
  private readonly components = new Map<string, Schema>();
  private readonly checker: ts.TypeChecker;

  constructor(checker: ts.TypeChecker) {
    this.checker = checker;
  }

  read(table: ts.Type): AnswerSchemas {
    const answers = table.getProperties().map((route): [string, Schema | undefined] => {
      const type = this.checker.getTypeOfSymbol(route);
      return [route.name, (type.flags & ts.TypeFlags.Undefined) !== 0 ? undefined : this.schemaOf(type)];
    });
    const components = [...this.components].sort(([a], [b]) => (a < b ? -1 : 1));
    return { answers: Object.fromEntries(answers), components: Object.fromEntries(components) };
  }

  private schemaOf(type: ts.Type): Schema {
    if (type.isUnion()) {
      return this.unionOf(type);
    }
    return this.primitiveOf(type) ?? this.listOf(type) ?? this.namedOf(type);
  }

  private unionOf(type: ts.UnionType): Schema {
    const members = type.types.filter(({ flags }) => (flags & ts.TypeFlags.Undefined) === 0);
    const schemas = members.map((member) => this.schemaOf(member));
    if (members.length === 1) {
      return schemas[0] ?? {};
    }
    if (members.every((member) => member.isStringLiteral())) {
      return { type: 'string', enum: members.map(({ value }) => value) };
    }
    const types = schemas.map((schema) => (Object.keys(schema).length === 1 ? schema['type'] : undefined));
    const known = [...new Set(types)];
    if (known.every((one) => typeof one === 'string')) {
      return { type: known.length === 1 ? known[0] : known };
    }
    return { anyOf: schemas };
  }

  private primitiveOf(type: ts.Type): Schema | undefined {
    const { flags } = type;
    if (type.isStringLiteral()) {
      return { type: 'string', enum: [type.value] };
    }
    const kinds: readonly (readonly [ts.TypeFlags, Schema])[] = [
      [ts.TypeFlags.Unknown | ts.TypeFlags.Any, {}],
      [ts.TypeFlags.String, { type: 'string' }],
      [ts.TypeFlags.NumberLike, { type: 'number' }],
      [ts.TypeFlags.BooleanLike, { type: 'boolean' }],
      [ts.TypeFlags.Null, { type: 'null' }],
    ];
    return kinds.find(([flag]) => (flags & flag) !== 0)?.[1];
  }

  private listOf(type: ts.Type): Schema | undefined {
    const item = this.checker.isArrayType(type)
      ? this.checker.getTypeArguments(type as ts.TypeReference)[0]
      : undefined;
    return item === undefined ? undefined : { type: 'array', items: this.schemaOf(item) };
  }

  /** An interface becomes a component of its own, whatever has no name stands where it is used. */
  private namedOf(type: ts.Type): Schema {
    const symbol = type.aliasSymbol ?? type.getSymbol();
    const isInterface = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Interface) !== 0;
    const name = symbol?.name ?? '';
    if (!isInterface || name === 'Record') {
      return this.objectOf(type);
    }
    if (!this.components.has(name)) {
      // Named first: a type may hold itself.
      this.components.set(name, {});
      this.components.set(name, { ...described(symbol, this.checker), ...this.objectOf(type) });
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  private objectOf(type: ts.Type): Schema {
    if ((type.flags & ts.TypeFlags.Object) === 0) {
      throw new Error(`${this.checker.typeToString(type)} has no JSON form.`);
    }
    const values = this.checker.getIndexTypeOfType(type, ts.IndexKind.String);
    if (values !== undefined) {
      return { type: 'object', additionalProperties: this.schemaOf(values) };
    }
    const properties = this.checker
      .getPropertiesOfType(type)
      .map((symbol) => ({ symbol, schema: this.fieldOf(symbol) }));
    const required = properties.filter(({ symbol }) => (symbol.flags & ts.SymbolFlags.Optional) === 0);
    return {
      type: 'object',
      properties: Object.fromEntries(properties.map(({ symbol, schema }) => [symbol.name, schema])),
      ...(required.length === 0 ? {} : { required: required.map(({ symbol }) => symbol.name) }),
    };
  }

  private fieldOf(symbol: ts.Symbol): Schema {
    const schema = this.schemaOf(this.checker.getTypeOfSymbol(symbol));
    return { ...schema, ...described(symbol, this.checker) };
  }
}

function described(symbol: ts.Symbol, checker: ts.TypeChecker): Schema {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s+/g, ' ').trim();
  return text === '' ? {} : { description: text.replace(/\{@link (\w+)\}/g, '$1') };
}
