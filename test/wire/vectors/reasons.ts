/** Why Kasane answers a vector otherwise than Smithy's suite says. */

/** The suite itself marks these vectors as being for clients. */
export const forClients =
  "A form of answer that clients must bear with, or of request that they alone judge; AWS's services don't send it."

export const clientFills =
  'About what a client computes or fills in, so that its request says more than the parameters.'

export const compressed = 'About what a client compresses; the vector has no body.'

/** What has this reason is refused in constraint-vectors.test.ts. */
export const constraints = "Well-formed; the model's constraints refuse it after parsing."

export const overrides =
  "About a member's constraints over its shape's: AWS's models as botocore publishes them have none."

export const repeating = "AWS's models as botocore publishes them let every list repeat itself."

export const costly =
  "No pattern of AWS's is of such cost: those that were have an equivalent in safe-patterns.ts."

export const defaults =
  "Smithy's defaults: AWS's models as botocore publishes them have none, services know theirs."

export const mediaTypes = "AWS's models as botocore publishes them have no media types."

export const outputLocations =
  "No output of AWS's models has members of a location that answers don't have."

export const zone = 'AWS writes instants in UTC; the vector is about reading other zones.'

export const offsets = "AWS's services take instants of any zone, as RFC 3339 has them."

export const anyType =
  "AWS's services take any Content-Type and Accept: tools such as curl send none or others."

export const allInMap =
  'Servers put every parameter into a free query map, as RestJsonServersPutAllQueryParamsInMap has it, also those with members of their own.'

export const overruled =
  'Its parameters hold what the client leaves out of the request, since another member overrules it.'

export const absent =
  "A map without entries can't be told from none in headers and query strings; absent is what clients mean."

export const emptyInForms = 'Forms have no way to say an empty list or map that is left out.'

export const emptyQueryList = 'Query strings have no way to say an empty list.'

export const emptyObject =
  'The client left the payload out and sent `{}` in its place, which reads as an empty structure.'

export const s3Errors = 'S3 tells no Type, and has two ids.'

export const bodiless = 'An answer without a body has no Content-Type.'

export const faulty =
  'The vector contradicts itself: it asks for what its parameters lack, or for a request header.'
