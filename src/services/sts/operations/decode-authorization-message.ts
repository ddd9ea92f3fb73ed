import { DecodeAuthorizationMessage } from '../../../generated/sts.ts'
import { decodeMessage } from '../encoded-message.ts'
import { invalidMessage } from '../errors.ts'
import { stsOperation } from '../operation.ts'
import { findSecret } from '../sealing.ts'

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html */
export const decodeAuthorizationMessage = stsOperation(DecodeAuthorizationMessage, {
  resource: () => '*',

  run({ input, ...reading }) {
    const secret = findSecret(reading)
    const text = secret === undefined ? undefined : decodeMessage(input.EncodedMessage, secret)
    if (text === undefined) throw invalidMessage()
    return { DecodedMessage: text }
  },
})
