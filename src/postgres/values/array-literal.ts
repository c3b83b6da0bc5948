/**
 * An array of one dimension in the form that the server reads (manual, "Array Input and Output Syntax"). Every element is quoted, so that
 * none is taken for NULL, a brace or a delimiter.
 *
 * @param delimiter `pg_type.typdelim` of the elements: a comma for all types but `box`
 */
export function arrayLiteral(elements: readonly string[], delimiter = ','): string {
  return `{${elements.map((element) => `"${element.replace(/["\\]/g, '\\$&')}"`).join(delimiter)}}`;
}
