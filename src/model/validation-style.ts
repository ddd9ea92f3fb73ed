import type { OperationModel, ServiceModel } from './model.ts'
import type { ValidationJson } from './model-json.ts'

const modelled: ValidationJson = { style: 'coral', code: 'ValidationException' }

/** AWS: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html and its kin. */
const query: ValidationJson = { style: 'coral', code: 'ValidationError' }

/** AWS: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
const ec2: ValidationJson = {
  style: 'missing',
  code: 'MissingParameter',
  text: 'The request must contain the parameter {}',
}

const none: ValidationJson = { style: 'none' }

/** What the model says of the operation or its service, else what its protocol's services do. */
export function validationStyle(operation: OperationModel): ValidationJson {
  const { service } = operation
  return operation.json.validation ?? service.json.validation ?? usualStyle(service)
}

function usualStyle({ protocols }: ServiceModel): ValidationJson {
  switch (protocols[0]) {
    case 'query':
      return query
    case 'ec2':
      return ec2
    case 'restXml':
      return none
    default:
      return modelled
  }
}
