type CamelCase<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<Rest>}`
  : Name;

/** The name in code of something that has two words on the wire: `sign-in` is `signIn`. */
export const camelCase = <Name extends string>(name: Name) =>
  name.replace(/-(.)/, (_, letter: string) => letter.toUpperCase()) as CamelCase<Name>;
