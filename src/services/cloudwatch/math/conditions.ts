/** IF: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#using-IF-expressions */
import { MathFault } from './fault.ts'
import { typeName } from './operators.ts'
import { isSeries, mapPoints, type TimeSeries, type Value } from './value.ts'

type Choice = number | TimeSeries | undefined

/** @throws MathFault */
export function choose(condition: Value, yes: Value, no: Value | undefined): Value {
  const whenTrue = choiceOf(yes)
  const whenFalse = no === undefined ? undefined : choiceOf(no)
  if (typeof condition === 'number') return chooseOnce(condition, whenTrue, whenFalse)
  if (!isSeries(condition)) throw new MathFault(`IF can't decide by ${typeName(condition)}`)
  return mapPoints(condition, (value, atMs) => {
    if (value !== 0)
      return typeof whenTrue === 'number' ? whenTrue : (whenTrue?.points.get(atMs) ?? 0)
    if (typeof whenFalse === 'number' || !whenFalse) return whenFalse
    // AWS: a point that the third lacks is 0, but dropped where the second is a number.
    return whenFalse.points.get(atMs) ?? (typeof whenTrue === 'number' ? undefined : 0)
  })
}

function chooseOnce(condition: number, yes: Choice, no: Choice): Value {
  const chosen = condition === 0 ? no : yes
  if (chosen !== undefined) return chosen
  if (typeof yes === 'object') return { ...yes, points: new Map() }
  throw new MathFault('IF has nothing to choose')
}

function choiceOf(value: Value): number | TimeSeries {
  if (typeof value === 'number' || isSeries(value)) return value
  throw new MathFault(`IF can't choose ${typeName(value)}`)
}
