/** Sizes and times of alarms. */
import { dayMs, minuteMs } from '../limits.ts'

/**
 * How long history is kept. AWS: 30 days in today's API reference, two weeks on older pages.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html
 */
export const historyMs = 30 * dayMs

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const metricsPerAlarmMax = 10
export const spanSecondsMax = 86_400
/** For periods of an hour and more. */
export const longSpanSecondsMax = 7 * 86_400

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
export const childrenMax = 100
export const ruleElementsMax = 500
export const parentsMax = 150

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html */
export const evaluationMs = minuteMs
export const fastEvaluationMs = 10_000
export const multiDayEvaluationMs = 60 * minuteMs

export const alarmsPerPage = 50
export const historyPerPage = 50
