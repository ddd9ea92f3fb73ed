import { ListTagsForResource, TagResource, UntagResource } from '../../../generated/cloudwatch.ts'
import { parseArn } from '../../../kernel/arn.ts'
import { hasAlarm } from '../alarms/existence.ts'
import { invalidValue, resourceNotFound } from '../errors.ts'
import { cloudwatchOperation } from '../operation.ts'
import { requestRates } from '../request-rates.ts'
import type { CloudWatchState } from '../state.ts'
import { addTags, removeTags, shownTags, tagsOf } from '../tags.ts'

interface Asked {
  readonly ResourceARN: string
}

const resource = ({ ResourceARN }: Asked) => (parseArn(ResourceARN) ? ResourceARN : '*')

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_TagResource.html */
export const tagResource = cloudwatchOperation(TagResource, {
  resource,
  rates: [requestRates.TagResource],

  run({ input, state }) {
    addTags(state, requireResource(state, input.ResourceARN), input.Tags)
    return {}
  },
})

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_UntagResource.html */
export const untagResource = cloudwatchOperation(UntagResource, {
  resource,
  rates: [requestRates.UntagResource],

  run({ input, state }) {
    removeTags(state, requireResource(state, input.ResourceARN), input.TagKeys)
    return {}
  },
})

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource = cloudwatchOperation(ListTagsForResource, {
  resource,
  rates: [requestRates.ListTagsForResource],

  run({ input, state }) {
    return { Tags: shownTags(tagsOf(state, requireResource(state, input.ResourceARN))) }
  },
})

/**
 * What may have tags: alarms and dashboards. The words for what is no ARN are a judgement.
 * @throws AwsError InvalidParameterValue or ResourceNotFoundException
 */
function requireResource(state: CloudWatchState, text: string): string {
  const arn = parseArn(text)
  if (arn?.service !== 'cloudwatch') {
    throw invalidValue(`The value ${text} for parameter ResourceARN is invalid.`, { arn: text })
  }
  const [, kind, name = ''] = /^(alarm:|dashboard\/)(.+)$/s.exec(arn.resource) ?? []
  const isThere = kind === 'alarm:' ? hasAlarm(state, name) : state.dashboards.get(name)
  if (!kind || !isThere) throw resourceNotFound(arn.resource)
  return arn.resource
}
