/**
 * What is checked of a dashboard's body; the words are those that AWS's schema answers with.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 * Texts: https://github.com/aws-samples/aws-eda-slurm-cluster/issues/116,
 * https://github.com/pulumi/pulumi/issues/13059
 */
import { invalidDashboard } from './errors.ts'
import { dashboardHeightMax, dashboardWidthMax, widgetMetricsMax, widgetsMax } from './limits.ts'

interface Fault {
  readonly dataPath: string
  readonly message: string
}

type Fields = Readonly<Record<string, unknown>>

/** @throws AwsError InvalidParameterInput */
export function checkBody(body: string): void {
  const faults = faultsOf(parse(body))
  if (faults.length === 0) return
  const list = JSON.stringify(faults, undefined, 2)
  throw invalidDashboard(
    `The dashboard body is invalid, there are ${faults.length} validation errors:\n${list}`,
    faults.map(({ dataPath, message }) => ({ DataPath: dataPath, Message: message })),
  )
}

function parse(body: string): Fields {
  try {
    const parsed: unknown = JSON.parse(body)
    if (isFields(parsed)) return parsed
  } catch {
    // Refused below, as what is no object is.
  }
  throw invalidDashboard('The field DashboardBody must be a valid JSON object')
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function faultsOf({ widgets }: Fields): readonly Fault[] {
  if (widgets === undefined) return [lacks('', 'widgets')]
  if (!Array.isArray(widgets)) return [{ dataPath: '/widgets', message: 'Should be array' }]
  if (widgets.length > widgetsMax) return [tooMany('/widgets', widgetsMax)]
  return widgets.flatMap((widget: unknown, at) => widgetFaults(`/widgets/${at}`, widget))
}

function lacks(dataPath: string, property: string): Fault {
  return { dataPath, message: `Should have required property '${property}'` }
}

function tooMany(dataPath: string, max: number): Fault {
  return { dataPath, message: `Should NOT have more than ${max} items` }
}

type Check = (path: string, properties: Fields) => readonly Fault[]

const checks: Readonly<Record<string, Check>> = {
  alarm: alarmFaults,
  chart: () => [],
  custom: (path, properties) => required(path, properties, ['endpoint']),
  explorer: () => [],
  log: (path, properties) => required(path, properties, ['query', 'region']),
  metric: metricFaults,
  text: (path, properties) => required(path, properties, ['markdown']),
}

function widgetFaults(path: string, widget: unknown): readonly Fault[] {
  if (!isFields(widget)) return [{ dataPath: path, message: 'Should be object' }]
  const { type, properties } = widget
  const faults = [
    ...required(path, widget, ['type', 'properties']),
    ...rangeFaults(`${path}/width`, widget['width'], dashboardWidthMax),
    ...rangeFaults(`${path}/height`, widget['height'], dashboardHeightMax),
  ]
  if (type === undefined || properties === undefined) return faults
  const check = typeof type === 'string' && Object.hasOwn(checks, type) ? checks[type] : undefined
  if (!check) {
    const message = 'Should be equal to one of the allowed values'
    return [...faults, { dataPath: `${path}/type`, message }]
  }
  const inner = `${path}/properties`
  if (!isFields(properties)) return [...faults, { dataPath: inner, message: 'Should be object' }]
  return [...faults, ...check(inner, properties)]
}

function required(path: string, given: Fields, names: readonly string[]): readonly Fault[] {
  return names.filter((name) => given[name] === undefined).map((name) => lacks(path, name))
}

function rangeFaults(dataPath: string, value: unknown, max: number): readonly Fault[] {
  if (value === undefined) return []
  if (typeof value !== 'number') return [{ dataPath, message: 'Should be number' }]
  if (value < 1) return [{ dataPath, message: 'Should be >= 1' }]
  return value > max ? [{ dataPath, message: `Should be <= ${max}` }] : []
}

function alarmFaults(path: string, properties: Fields): readonly Fault[] {
  const { alarms } = properties
  if (alarms === undefined) return [lacks(path, 'alarms')]
  if (!Array.isArray(alarms)) return [{ dataPath: `${path}/alarms`, message: 'Should be array' }]
  if (alarms.length > 0) return []
  return [{ dataPath: `${path}/alarms`, message: 'Should NOT have less than 1 items' }]
}

/** AWS: a metric widget shows metrics, or an alarm. */
function metricFaults(path: string, properties: Fields): readonly Fault[] {
  const { metrics, annotations, region } = properties
  if (metrics === undefined && annotations === undefined) {
    const message =
      'The metric widget should have specified a region and a data source or an alarm annotation'
    return [lacks(path, 'metrics'), { dataPath: path, message }, lacks(path, 'annotations')]
  }
  if (metrics === undefined) return []
  const inner = `${path}/metrics`
  if (!Array.isArray(metrics)) return [{ dataPath: inner, message: 'Should be array' }]
  if (metrics.length > widgetMetricsMax) return [tooMany(inner, widgetMetricsMax)]
  return [
    ...(region === undefined ? [lacks(path, 'region')] : []),
    ...metrics.flatMap((metric: unknown, at) => rowFaults(`${inner}/${at}`, metric)),
  ]
}

function rowFaults(dataPath: string, row: unknown): readonly Fault[] {
  if (!Array.isArray(row)) {
    const message =
      'Field "metrics" has to be an array of array of strings, with an optional metricRenderer object as last element'
    return [
      { dataPath, message: 'Should be array' },
      { dataPath, message },
    ]
  }
  const names: readonly unknown[] = isFields(row.at(-1)) ? row.slice(0, -1) : row
  return names.flatMap((name, at) => {
    if (typeof name === 'string') return []
    const message = 'Invalid metric field type, only "String" type is allowed'
    return [{ dataPath: `${dataPath}/${at}`, message }]
  })
}
