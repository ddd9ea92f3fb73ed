import {
  ListServerCertificateTags,
  TagServerCertificate,
  UntagServerCertificate,
} from '../../../generated/iam.ts'
import { iamOperation } from '../operation.ts'
import { ofCertificate, requireServerCertificate } from '../server-certificates.ts'
import { pageOfTags, withoutTags, withTags } from '../tags.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagServerCertificate.html */
export const tagServerCertificate = iamOperation(TagServerCertificate, {
  resource: ofCertificate,

  run({ input, state }) {
    const certificate = requireServerCertificate(state, input.ServerCertificateName)
    const tags = withTags('ServerCertificate', certificate.tags, input.Tags)
    state.serverCertificates.put({ ...certificate, tags })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagServerCertificate.html */
export const untagServerCertificate = iamOperation(UntagServerCertificate, {
  resource: ofCertificate,

  run({ input, state }) {
    const certificate = requireServerCertificate(state, input.ServerCertificateName)
    const tags = withoutTags('ServerCertificate', certificate.tags, input.TagKeys)
    state.serverCertificates.put({ ...certificate, tags })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServerCertificateTags.html */
export const listServerCertificateTags = iamOperation(ListServerCertificateTags, {
  resource: ofCertificate,
  run: ({ input, state }) =>
    pageOfTags(requireServerCertificate(state, input.ServerCertificateName).tags, input),
})
