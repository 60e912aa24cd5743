// Ages and moments in the agent's language and time zone.

const STEPS = [[86_400, "day"], [3_600, "hour"], [60, "minute"], [1, "second"]];

/** Makes the formatters of one agent. */
export function times(agent) {
  const relative = new Intl.RelativeTimeFormat(agent.locale, { style: "short", numeric: "auto" });
  const moment = new Intl.DateTimeFormat(agent.locale, {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: agent.timeZone?.ianaName,
  });
  const step = (seconds) => STEPS.find(([size]) => seconds >= size) ?? [1, "second"];
  return {
    ago(text) {
      const seconds = Math.max(0, (Date.now() - Date.parse(text)) / 1000);
      const [size, unit] = step(seconds);
      return relative.format(-Math.floor(seconds / size), unit);
    },
    since(text) {
      const seconds = Math.max(0, (Date.now() - Date.parse(text)) / 1000);
      const [size, unit] = step(seconds);
      return new Intl.NumberFormat(agent.locale, { style: "unit", unit, unitDisplay: "short" }).format(Math.floor(seconds / size));
    },
    at: (text) => moment.format(new Date(text)),
  };
}
