/**
 * Blocks: how points lie in the store. Points of a second, a minute, five minutes and an hour are
 * kept apart, each for as long as AWS keeps them; then they are added up to the next coarser ones.
 */
import { dayMs, hourMs, minuteMs } from './limits.ts'
import type { Resolution } from './state.ts'

export const resolutions: readonly Resolution[] = [1, 60, 300, 3_600]

const lengthMs: Readonly<Record<Resolution, number>> = {
  1: 5 * minuteMs,
  60: hourMs,
  300: dayMs,
  3_600: 10 * dayMs,
}

export function blockLengthMs(resolution: Resolution): number {
  return lengthMs[resolution]
}

export function blockStartMs(resolution: Resolution, atMs: number): number {
  return floorTo(atMs, lengthMs[resolution])
}

export function floorTo(value: number, step: number): number {
  return Math.floor(value / step) * step
}

/** What points become when they are as old as they get. */
export const coarser: Readonly<Record<Resolution, Resolution | undefined>> = {
  1: 60,
  60: 300,
  300: 3_600,
  3_600: undefined,
}
