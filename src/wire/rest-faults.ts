/** What is wrong with a REST request before its body is looked at, in AWS's words. */
import { AwsError, unmodelledError } from '../kernel/errors.ts'
import { coralWording, serializationFault } from './json-faults.ts'

export interface RestFaults {
  /** A parameter's text isn't of its type. */
  value(name: string, text: string, wanted: string): AwsError
  /** Path or query string aren't percent-encoded UTF-8. */
  encoding(): AwsError
  /** The body isn't the document that it should be. */
  document(reason: string): AwsError
}

/** REST-JSON stands on the same framework as AWS JSON, and words a wrong type alike. */
export const jsonFaults: RestFaults = {
  value: (_, text, wanted) => serializationFault(coralWording.scalar(kindOf(text), wanted)),
  encoding: () => serializationFault('The request URI is not percent-encoded UTF-8'),
  document: serializationFault,
}

/** A judgement for Route 53: its own words for a value that can't be read aren't documented. */
export const xmlFaults: RestFaults = {
  value: (name, text) => {
    const message = `Invalid value '${text.slice(0, 256)}' for ${name}`
    return unmodelledError('InvalidInput', 400, message, { kind: 'validation', parameter: name })
  },
  encoding: invalidUri,
  document: (reason) =>
    unmodelledError('MalformedInput', 400, 'Malformed input', { kind: 'validation', reason }),
}

/** S3's, as versity/versitygw records them of it. */
export const s3Faults: RestFaults = {
  value: (name, text) =>
    new AwsError({
      code: 'InvalidArgument',
      status: 400,
      message: `Provided ${name} not an integer or within integer range`,
      members: { ArgumentName: name, ArgumentValue: text },
      why: { kind: 'validation', parameter: name },
    }),
  encoding: invalidUri,
  document: (reason) =>
    unmodelledError(
      'MalformedXML',
      400,
      'The XML you provided was not well-formed or did not validate against our published schema',
      { kind: 'validation', reason },
    ),
}

function invalidUri(): AwsError {
  const message = "Couldn't parse the specified URI."
  return unmodelledError('InvalidURI', 400, message, { kind: 'validation' })
}

function kindOf(text: string): string {
  if (/^-?\d+$/.test(text)) return 'NUMBER_VALUE'
  return 'STRING_VALUE'
}
