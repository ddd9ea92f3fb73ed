/** Handles of move tasks: opaque to clients, they name the queue and the task. */

export interface TaskHandle {
  readonly taskId: string
  readonly sourceArn: string
}

export function writeTaskHandle({ taskId, sourceArn }: TaskHandle): string {
  return Buffer.from(JSON.stringify({ taskId, sourceArn })).toString('base64')
}

/** `undefined` for what is no handle. */
export function readTaskHandle(handle: string | undefined): TaskHandle | undefined {
  try {
    const read: unknown = JSON.parse(Buffer.from(handle ?? '', 'base64').toString())
    const { taskId, sourceArn } = read as Partial<TaskHandle>
    if (typeof taskId !== 'string' || typeof sourceArn !== 'string') return undefined
    return { taskId, sourceArn }
  } catch {
    return undefined
  }
}
