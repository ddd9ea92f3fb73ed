import {
  ListTagsForResource,
  TagResource,
  UntagResource,
} from '../../../generated/application-auto-scaling.ts'
import { parseArn } from '../../../kernel/arn.ts'
import { arnNotFound, tooManyTags } from '../errors.ts'
import { tagsMax } from '../limits.ts'
import { scalingOperation } from '../operation.ts'
import type { ScalingState, Target } from '../state.ts'

interface Asked {
  readonly ResourceARN: string
}

const resource = ({ ResourceARN }: Asked) => (parseArn(ResourceARN) ? ResourceARN : '*')

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TagResource.html */
export const tagResource = scalingOperation(TagResource, {
  resource,

  run({ input, state }) {
    const target = requireArn(state, input.ResourceARN)
    const tags = { ...target.tags, ...input.Tags }
    if (Object.keys(tags).length > tagsMax) throw tooManyTags(input.ResourceARN, tagsMax)
    state.targets.put({ ...target, tags })
    return {}
  },
})

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_UntagResource.html */
export const untagResource = scalingOperation(UntagResource, {
  resource,

  run({ input, state }) {
    const target = requireArn(state, input.ResourceARN)
    const kept = Object.entries(target.tags).filter(([key]) => !input.TagKeys.includes(key))
    state.targets.put({ ...target, tags: Object.fromEntries(kept) })
    return {}
  },
})

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ListTagsForResource.html */
export const listTagsForResource = scalingOperation(ListTagsForResource, {
  resource,

  run({ input, state }) {
    return { Tags: requireArn(state, input.ResourceARN).tags }
  },
})

/** @throws AwsError ResourceNotFoundException */
function requireArn(state: ScalingState, text: string): Target {
  const [, id = ''] = /^scalable-target\/(.+)$/.exec(parseArn(text)?.resource ?? '') ?? []
  const target = state.targets.index('id').first({ prefix: [id] })
  if (!target) throw arnNotFound(text)
  return target
}
