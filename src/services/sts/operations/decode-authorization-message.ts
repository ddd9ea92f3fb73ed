import { DecodeAuthorizationMessage } from '../../../generated/sts.ts'
import { decodeMessage } from '../encoded-message.ts'
import { invalidMessage } from '../errors.ts'
import { stsOperation } from '../operation.ts'
import { findSecret } from '../sealing.ts'
import { refuseUserSessions } from '../user-session.ts'

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html */
export const decodeAuthorizationMessage = stsOperation(DecodeAuthorizationMessage, {
  resource: () => '*',

  run({ input, caller, ...reading }) {
    refuseUserSessions(caller, 'DecodeAuthorizationMessage')
    const secret = findSecret(reading)
    const text = secret === undefined ? undefined : decodeMessage(input.EncodedMessage, secret)
    if (text === undefined) throw invalidMessage()
    return { DecodedMessage: text }
  },
})
