import {
  ListServerCertificateTags,
  TagServerCertificate,
  UntagServerCertificate,
} from '../../../generated/iam.ts'
import type { Place } from '../../../kernel/place.ts'
import { entityArn, iamArn } from '../arns.ts'
import { findByName } from '../entities.ts'
import { iamOperation } from '../operation.ts'
import { requestTagContext, tagKeysContext } from '../resources.ts'
import { requireServerCertificate } from '../server-certificates.ts'
import type { IamReading } from '../state.ts'
import { pageOfTags, withoutTags, withTags } from '../tags.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagServerCertificate.html */
export const tagServerCertificate = iamOperation(TagServerCertificate, {
  resource: ({ ServerCertificateName: name, Tags: tags }, place, own) => [
    { resource: arnOf(name, place, own), context: requestTagContext(tags) },
  ],

  run({ input, state }) {
    const certificate = requireServerCertificate(state, input.ServerCertificateName)
    const tags = withTags('ServerCertificate', certificate.tags, input.Tags)
    state.serverCertificates.put({ ...certificate, tags })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagServerCertificate.html */
export const untagServerCertificate = iamOperation(UntagServerCertificate, {
  resource: ({ ServerCertificateName: name, TagKeys: keys }, place, own) => [
    { resource: arnOf(name, place, own), context: tagKeysContext(keys) },
  ],

  run({ input, state }) {
    const certificate = requireServerCertificate(state, input.ServerCertificateName)
    const tags = withoutTags(certificate.tags, input.TagKeys)
    state.serverCertificates.put({ ...certificate, tags })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServerCertificateTags.html */
export const listServerCertificateTags = iamOperation(ListServerCertificateTags, {
  resource: ({ ServerCertificateName: name }, place, own) => arnOf(name, place, own),
  run: ({ input, state }) =>
    pageOfTags(requireServerCertificate(state, input.ServerCertificateName).tags, input),
})

function arnOf(name: string, place: Place, { state }: IamReading): string {
  const certificate = findByName(state.serverCertificates, name)
  return certificate
    ? entityArn(place, 'server-certificate', certificate)
    : iamArn(place, `server-certificate/${name}`)
}
