/** The operations on alarms. */
import type { OperationDefinition } from '../../../kernel/service.ts'

export const alarmOperations: readonly OperationDefinition[] = []
