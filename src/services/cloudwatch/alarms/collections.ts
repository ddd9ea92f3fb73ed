/** The collections of alarms, as part of CloudWatch's state. */
export const alarmCollections = {}
