/** Wall-clock time in the desk's time zone, which need not be the browser's. */

const FIELDS = ["year", "month", "day", "hour", "minute", "second"];
const MINUTE_MS = 60_000;

/** The wall clock's {year, month (1–12), day, hour, minute, second} at an instant. */
export function wallTime(instant, timeZone) {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const parts = format.formatToParts(instant).filter(({ type }) => FIELDS.includes(type));
  return Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]));
}

/** The instant at which the wall clock shows this time. Days and months may overflow, as with Date. */
export function instantOf({ year, month, day, hour = 0, minute = 0, second = 0 }, timeZone) {
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
  const first = asUtc - offset(asUtc, timeZone);
  return new Date(asUtc - offset(first, timeZone));
}

/** Milliseconds that the zone is ahead of UTC at an instant. */
function offset(instant, timeZone) {
  const { year, month, day, hour, minute } = wallTime(instant, timeZone);
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(instant / MINUTE_MS) * MINUTE_MS;
}

const LAST_NEW_YEAR_DAY = 9;

/** Whether a desk is likely to work that day: not at weekends nor in the New Year's week. The page knows no calendar. */
function isWorkday({ year, month, day }) {
  const date = new Date(Date.UTC(year, month - 1, day));
  const weekend = [0, 6].includes(date.getUTCDay());
  return !weekend && !(date.getUTCMonth() === 0 && date.getUTCDate() <= LAST_NEW_YEAR_DAY);
}

const following = (wall) => ({ ...wall, day: wall.day + 1 });

/** The next instant after `now` at this wall time on a day that `suits`. */
function next(now, timeZone, time, suits) {
  let wall = { ...wallTime(now, timeZone), second: 0, ...time };
  while (!suits(wall) || instantOf(wall, timeZone) <= now) wall = following(wall);
  return instantOf(wall, timeZone);
}

/** Evenings and nights are between two working days, so that the next opening is the next morning. */
const betweenWorkdays = (wall) => isWorkday(wall) && isWorkday(following(wall));

export const nextEvening = (now, timeZone) => next(now, timeZone, { hour: 19, minute: 40 }, betweenWorkdays);
export const nextNight = (now, timeZone) => next(now, timeZone, { hour: 23, minute: 40 }, betweenWorkdays);
export const justBeforeOpening = (now, timeZone) => next(now, timeZone, { hour: 8, minute: 59, second: 50 }, isWorkday);
export const nextHoliday = (now, timeZone) =>
  next(now, timeZone, { hour: 12, minute: 0 }, ({ year, month, day }) => {
    const date = new Date(Date.UTC(year, month - 1, day));
    return date.getUTCMonth() === 0 && date.getUTCDate() === 1;
  });
